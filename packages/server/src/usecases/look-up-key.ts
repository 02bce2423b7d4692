import { isImportedKeyForm, isKeyString } from "@latchkey/sdk/credential-format";
import { DomainError } from "../domain/errors.ts";
import type { ForeignKey, Reads } from "../storage/store.ts";
import { type Access, requireResource } from "./access.ts";
import type { Ports } from "./ports.ts";

/** What an account may see of a key before it admits it. */
export interface LookedUpKey extends ForeignKey {
  readonly alreadyAdded: boolean;
}

/**
 * Finds the key that somebody handed out, so that its owner's name can be seen before anything is saved.
 *
 * @throws DomainError `UNKNOWN_KEY` alike for a string that is none, one never issued, and one deleted (rule 9);
 *   `TOO_MANY_LOOKUPS` after too many of those
 */
export async function lookUpKey(ports: Ports, access: Access, key: string): Promise<LookedUpKey> {
  requireResource(access, "account.edit-api-keys");
  const found = await foreignKey(ports, access, ports.reads, key);
  const admitted = await ports.reads.externalKeys.find(access.account, key, ports.nowMs());
  return { ...found, alreadyAdded: admitted !== undefined };
}

/**
 * A key of any account by its string, within the limit on misses. What can't be a key string tells nothing about others'
 * keys and doesn't count; operators may see every key anyway. Throws as `lookUpKey`.
 */
export async function foreignKey(
  { lookUpLimit }: Ports,
  access: Access,
  source: Pick<Reads, "keys">,
  key: string,
): Promise<ForeignKey> {
  const isLimited = access.actor.kind !== "operator";
  if (isKeyString(key) || isImportedKeyForm(key)) {
    if (isLimited) await lookUpLimit.check(access.account);
    const found = await source.keys.lookUp(key);
    if (found) return found;
    if (isLimited) await lookUpLimit.miss(access.account);
  }
  throw new DomainError("UNKNOWN_KEY", "There is no such key. Check it with the company that gave it to you.");
}
