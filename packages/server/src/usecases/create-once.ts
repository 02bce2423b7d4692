import { PLATFORM } from "../domain/account.ts";
import type { ServiceResource } from "../domain/catalog.ts";
import { DomainError } from "../domain/errors.ts";
import { type Origin, REPEATABLE_MS } from "../domain/origin.ts";
import type { Changes } from "../storage/store.ts";
import { type Access, changeAs, changeAsOperator, type OperatorAccess, requireResource } from "./access.ts";
import type { Ports } from "./ports.ts";

/** What a creating change made. */
export interface Made<T> {
  /** What is answered. It is kept for repeats, as JSON: plain data, never a secret (rule 2). */
  readonly made: T;
  /** Whether an earlier request made it: a secret that was drawn for this one opens nothing, and mustn't be handed out. */
  readonly isRepeat: boolean;
}

/** Work that makes something, inside the transaction in which it is also noted for repeats. */
type Making<T> = (tx: Changes, make: () => Promise<T>) => Promise<Made<T>>;

/**
 * Creates something for somebody who holds a resource. A repeat of a request that did so creates nothing and is given what the first
 * made, if its sender may still do it.
 *
 * @throws DomainError `FORBIDDEN`; `IDEMPOTENCY_MISMATCH` where the same key came with other content; `IDEMPOTENCY_IN_FLIGHT`
 */
export async function createAs<T>(
  ports: Ports,
  access: Access,
  resource: ServiceResource,
  work: (tx: Changes, access: Access) => Promise<T>,
): Promise<Made<T>> {
  requireResource(access, resource);
  return once<T>(ports, access, access.account, (making) =>
    changeAs(ports, access, resource, (tx, current) => making(tx, () => work(tx, current))),
  );
}

/** Creates something for an operator, as `createAs` does for others. */
export async function createAsOperator<T>(
  ports: Ports,
  operator: OperatorAccess,
  work: (tx: Changes) => Promise<T>,
): Promise<Made<T>> {
  return once<T>(ports, operator, PLATFORM, (making) =>
    changeAsOperator(ports, operator, (tx) => making(tx, () => work(tx))),
  );
}

async function once<T>(
  { repeats }: Ports,
  { actor, origin }: { readonly actor: Access["actor"]; readonly origin: Origin },
  account: string,
  change: (making: Making<T>) => Promise<Made<T>>,
): Promise<Made<T>> {
  const { repeatable } = origin;
  if (!repeatable) return change(async (_tx, make) => ({ made: await make(), isRepeat: false }));
  const { idempotencyKey, route } = repeatable;
  const id = repeats.digest(["id", actor.kind, actor.id, account, route, idempotencyKey]);
  // With the sender's key, which isn't kept: content such as a password can't be guessed at by whoever has the digest.
  const content = repeats.digest(["content", idempotencyKey, repeatable.content]);
  return repeats.alone(id, () =>
    change(async (tx, make) => {
      const first = await tx.repeatables.find(id, tx.nowMs - REPEATABLE_MS);
      if (!first) {
        const made = await make();
        await tx.repeatables.put(id, { content, made: JSON.stringify(made) });
        return { made, isRepeat: false };
      }
      if (first.content !== content) {
        throw new DomainError(
          "IDEMPOTENCY_MISMATCH",
          "This Idempotency-Key came with another request before: choose a new one for each thing to create.",
        );
      }
      return tx.unchanged({ made: JSON.parse(first.made) as T, isRepeat: true });
    }),
  );
}
