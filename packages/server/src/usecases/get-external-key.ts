import { DomainError } from "../domain/errors.ts";
import type { ExternalKeyDetails, Reads } from "../storage/store.ts";
import { type Access, requireResource } from "./access.ts";
import { roleNames } from "./account-roles.ts";
import { externalKeyView, type ExternalKeyView } from "./external-key-view.ts";
import type { Ports } from "./ports.ts";

/** One key that the account admitted. @throws DomainError `UNKNOWN_KEY` */
export async function getExternalKey(ports: Ports, access: Access, key: string): Promise<ExternalKeyView> {
  requireResource(access, "account.view-api-keys", "account.edit-api-keys");
  const { reads } = ports;
  const details = await admittedKey(reads, access.account, key, ports.nowMs());
  return externalKeyView(details, await roleNames(reads, access.account));
}

/** @throws DomainError `UNKNOWN_KEY` where the account hasn't admitted the key, whether or not it exists */
export async function admittedKey(
  source: Pick<Reads, "externalKeys">,
  host: string,
  key: string,
  nowMs: number,
): Promise<ExternalKeyDetails> {
  const details = await source.externalKeys.find(host, key, nowMs);
  if (!details) throw new DomainError("UNKNOWN_KEY", "This account has not added such a key.");
  return details;
}
