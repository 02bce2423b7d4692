import { DomainError } from "./domain/errors.ts";
import type { LongWork } from "./usecases/ports.ts";

/** Lets long work be under way on this node once for each thing, and at most so many times in all. */
export function longWork({ most }: { readonly most: number }): LongWork {
  const underWay = new Set<string>();
  return {
    begin(what) {
      if (underWay.has(what) || underWay.size >= most) {
        throw new DomainError(
          "TOO_MANY_AT_ONCE",
          "This takes a while, and is under way already: ask again when it is done.",
          {
            retryAfterSeconds: 5,
          },
        );
      }
      underWay.add(what);
      let isOver = false;
      return () => {
        // Said twice, it mustn't end what somebody else has begun meanwhile.
        if (!isOver) underWay.delete(what);
        isOver = true;
      };
    },
  };
}
