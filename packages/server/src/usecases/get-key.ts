import { DomainError } from "../domain/errors.ts";
import type { KeyDetails, Reads } from "../storage/store.ts";
import { type Access, requireResource } from "./access.ts";
import { generatedKeyView, type GeneratedKeyView, keyLight } from "./generated-key-view.ts";
import type { Ports } from "./ports.ts";

/** One generated key of the account. @throws DomainError `UNKNOWN_KEY`, also for another account's */
export async function getKey({ nowMs, reads }: Ports, access: Access, key: string): Promise<GeneratedKeyView> {
  requireResource(access, "account.view-api-keys", "account.edit-api-keys");
  const { account } = access;
  return generatedKeyView(await ownKey(reads, account, key), await keyLight(reads, account, nowMs()));
}

/** @throws DomainError `UNKNOWN_KEY` where the account has no such key, or has deleted it */
export async function ownKey(source: Pick<Reads, "keys">, account: string, key: string): Promise<KeyDetails> {
  const details = await source.keys.find(account, key);
  if (!details) throw new DomainError("UNKNOWN_KEY", "This account has no such key.");
  return details;
}
