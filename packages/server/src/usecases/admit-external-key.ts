import { DomainError } from "../domain/errors.ts";
import type { Access } from "./access.ts";
import { roleNames, rolesToAssign } from "./account-roles.ts";
import { createAs } from "./create-once.ts";
import { externalKeyView, type ExternalKeyView } from "./external-key-view.ts";
import { admittedKey } from "./get-external-key.ts";
import { limitFields } from "./key-limits.ts";
import { foreignKey } from "./look-up-key.ts";
import type { Ports } from "./ports.ts";

export interface ExternalKeyToAdmit {
  readonly key: string;
  /** The host's own name for it. */
  readonly name: string;
  readonly roles: readonly string[];
  /** When the admission ends by itself, in milliseconds since 1970; `null` for never. */
  readonly expiresAtMs: number | null;
  /** Verifications within a minute in this account; `null` or absent: any number. */
  readonly requestsPerMinute?: number | null | undefined;
  /** Where it may be used from in this account, as `canonicalNetwork` writes them; none or absent: from anywhere. */
  readonly allowedNetworks?: readonly string[] | undefined;
}

/**
 * Admits another account's key into this one, with roles of this account's choosing. The owner is told that it was
 * admitted, and by which account (rules 8, 11).
 *
 * @throws DomainError `UNKNOWN_KEY`, `OWN_KEY`, `ALREADY_ADDED` (rule 9), `UNKNOWN_ROLE`, `ROLE_NOT_HELD` (rule 7),
 *   `TOO_MANY_LOOKUPS`
 */
export async function admitExternalKey(
  ports: Ports,
  access: Access,
  { key, name, roles, expiresAtMs, allowedNetworks = [], requestsPerMinute = null }: ExternalKeyToAdmit,
): Promise<ExternalKeyView> {
  const { account, actor } = access;
  const { made } = await createAs(ports, access, "account.edit-api-keys", async (tx, access) => {
    requireFuture(ports, expiresAtMs);
    const { owner } = await foreignKey(ports, access, tx, key);
    if (owner.account === account) {
      throw new DomainError("OWN_KEY", "This is a key of your own account: it works here as it is.");
    }
    const names = await roleNames(tx, account);
    await tx.externalKeys.insert({
      host: account,
      key,
      name,
      status: "active",
      expiresAtMs,
      requestsPerMinute,
      allowedNetworks,
      addedAtMs: tx.nowMs,
      addedBy: actor,
    });
    const assigned = await rolesToAssign(tx, access, roles);
    await tx.externalKeys.setRoles(account, key, assigned);
    tx.changed({ kind: "external-key", account, key });
    const action = "external-key.added";
    const limits = limitFields({ allowedNetworks, requestsPerMinute });
    const after = { name, roles: assigned, status: "active", expiresAt: expiresAtMs, ...limits };
    await tx.record({ account, actor, action, target: key, counterpart: owner.account, after });
    await tx.announce({ action, actingAccount: account, recipients: [{ account: owner.account, key }] });
    return { made: externalKeyView(await admittedKey(tx, account, key, ports.nowMs()), names) };
  });
  return made;
}

/** @throws DomainError `INVALID_INPUT` where an admission would have ended before it began */
export function requireFuture({ nowMs }: Ports, expiresAtMs: number | null): void {
  if (expiresAtMs === null || expiresAtMs > nowMs()) return;
  throw new DomainError("INVALID_INPUT", "The expiry lies in the past.", {
    errors: [{ path: "/expiresAt", message: "must lie in the future" }],
  });
}
