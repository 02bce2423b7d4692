import { PLATFORM } from "../domain/account.ts";
import type { ServiceResource } from "../domain/catalog.ts";
import { DomainError } from "../domain/errors.ts";
import { type Origin, REPEATABLE_MS } from "../domain/origin.ts";
import type { Changes, Repeatable } from "../storage/store.ts";
import { type Access, changeAs, changeAsOperator, type OperatorAccess, requireResource } from "./access.ts";
import type { Ports } from "./ports.ts";

/** What a creating change made. */
export interface Made<T, Secret = never> {
  /** What is answered. It is kept for repeats, as JSON: plain data, never a secret (rule 2). */
  readonly made: T;
  /** What goes with it into the first answer alone: nobody keeps it, and a repeat gets none. */
  readonly secret?: Secret | undefined;
}

/** Work that makes something, inside the transaction in which it is also noted for repeats. */
type Making<T, Secret> = (tx: Changes, make: () => Promise<Made<T, Secret>>) => Promise<Made<T, Secret>>;

/**
 * Creates something for somebody who holds a resource. A repeat of a request that did so creates nothing and is given what the first
 * made, if its sender may still do it.
 *
 * @throws DomainError `FORBIDDEN`; `IDEMPOTENCY_MISMATCH` where the same key came with other content; `IDEMPOTENCY_IN_FLIGHT`
 */
export async function createAs<T, Secret = never>(
  ports: Ports,
  access: Access,
  resource: ServiceResource,
  work: (tx: Changes, access: Access) => Promise<Made<T, Secret>>,
): Promise<Made<T, Secret>> {
  requireResource(access, resource);
  return once<T, Secret>(ports, access, access.account, (making) =>
    changeAs(ports, access, resource, (tx, current) => making(tx, () => work(tx, current))),
  );
}

/** Creates something for an operator, as `createAs` does for others. */
export async function createAsOperator<T, Secret = never>(
  ports: Ports,
  operator: OperatorAccess,
  work: (tx: Changes) => Promise<Made<T, Secret>>,
): Promise<Made<T, Secret>> {
  return once<T, Secret>(ports, operator, PLATFORM, (making) =>
    changeAsOperator(ports, operator, (tx) => making(tx, () => work(tx))),
  );
}

async function once<T, Secret>(
  { repeats }: Ports,
  { actor, origin }: { readonly actor: Access["actor"]; readonly origin: Origin },
  account: string,
  change: (making: Making<T, Secret>) => Promise<Made<T, Secret>>,
): Promise<Made<T, Secret>> {
  const { repeatable } = origin;
  if (!repeatable) return change((_tx, make) => make());
  const { idempotencyKey, route } = repeatable;
  const ids = repeats.digests(["id", actor.kind, actor.id, account, route, idempotencyKey]);
  // With the sender's key, which isn't kept: content such as a password can't be guessed at by whoever has the digest.
  const contents = repeats.digests(["content", idempotencyKey, repeatable.content]);
  const [id] = ids;
  const [content] = contents;
  return repeats.alone(id, () =>
    change(async (tx, make) => {
      let first: Repeatable | undefined;
      for (const known of ids) first ??= await tx.repeatables.find(known, tx.nowMs - REPEATABLE_MS);
      if (!first) {
        const created = await make();
        await tx.repeatables.put(id, { content, made: JSON.stringify(created.made) });
        return created;
      }
      if (!contents.includes(first.content)) {
        throw new DomainError(
          "IDEMPOTENCY_MISMATCH",
          "This Idempotency-Key came with another request before: choose a new one for each thing to create.",
        );
      }
      return tx.unchanged({ made: JSON.parse(first.made) as T });
    }),
  );
}
