import { type Access, changeAs } from "./access.ts";
import { requireRolesHeld, roleNames, rolesToAssign } from "./account-roles.ts";
import { difference } from "./audit-difference.ts";
import { externalKeyView, type ExternalKeyView } from "./external-key-view.ts";
import { requireFuture } from "./admit-external-key.ts";
import { admittedKey } from "./get-external-key.ts";
import { opensNetworks } from "./key-limits.ts";
import type { Ports } from "./ports.ts";
import { type Precondition, requireState } from "./precondition.ts";

export interface ExternalKeyEdit {
  readonly name?: string | undefined;
  readonly roles?: readonly string[] | undefined;
  /** `inactive` suspends it here; what the owner's side says stays as it is. */
  readonly status?: "active" | "inactive" | undefined;
  readonly expiresAtMs?: number | null | undefined;
  readonly requestsPerMinute?: number | null | undefined;
  /** As `canonicalNetwork` writes them; none: from anywhere, as far as this account goes. */
  readonly allowedNetworks?: readonly string[] | undefined;
}

/**
 * Changes how this account has admitted a key, with effect in this account alone (rule 10).
 *
 * @param precondition of the state that it is in
 */
export async function editExternalKey(
  ports: Ports,
  access: Access,
  key: string,
  edit: ExternalKeyEdit,
  precondition: Precondition,
): Promise<ExternalKeyView> {
  const { account, actor } = access;
  return changeAs(ports, access, "account.edit-api-keys", async (tx, access) => {
    const names = await roleNames(tx, account);
    const before = await admittedKey(tx, account, key, ports.nowMs());
    requireState(precondition, externalKeyView(before, names).state);
    const roles = edit.roles ? await rolesToAssign(tx, access, edit.roles, before.roles) : before.roles;
    const name = edit.name ?? before.name;
    const status = edit.status ?? before.status;
    const expiresAtMs = edit.expiresAtMs === undefined ? before.expiresAtMs : edit.expiresAtMs;
    const requestsPerMinute = edit.requestsPerMinute === undefined ? before.requestsPerMinute : edit.requestsPerMinute;
    if (edit.expiresAtMs !== undefined) requireFuture(ports, edit.expiresAtMs);
    const allowedNetworks = edit.allowedNetworks ?? before.allowedNetworks;
    const isLonger = endOf(expiresAtMs) > endOf(before.expiresAtMs);
    const opensMore =
      before.status === "inactive" || isLonger || opensNetworks(before.allowedNetworks, allowedNetworks);
    if (status === "active" && opensMore) await requireRolesHeld(tx, access, roles);
    // Whatever status somebody says it is to have, they have decided.
    const quarantined = before.quarantined && edit.status === undefined;
    const altered = difference(
      {
        name: before.name,
        roles: before.roles,
        status: before.status,
        expiresAt: before.expiresAtMs,
        requestsPerMinute: before.requestsPerMinute,
        allowedNetworks: before.allowedNetworks,
        quarantined: before.quarantined,
      },
      { name, roles, status, expiresAt: expiresAtMs, requestsPerMinute, allowedNetworks, quarantined },
    );
    if (!altered) return tx.unchanged(externalKeyView(before, names));
    await tx.externalKeys.update(account, key, {
      name,
      status,
      expiresAtMs,
      requestsPerMinute,
      allowedNetworks,
      ...(quarantined ? {} : { quarantined }),
    });
    await tx.externalKeys.setRoles(account, key, roles);
    tx.changed({ kind: "external-key", account, key });
    const action = "external-key.changed";
    const owner = before.owner.account;
    await tx.record({ account, actor, action, target: key, counterpart: owner, ...altered });
    await tx.announce({ action, actingAccount: account, recipients: [{ account: owner, key }] });
    return externalKeyView(await admittedKey(tx, account, key, ports.nowMs()), names);
  });
}

function endOf(expiresAtMs: number | null): number {
  return expiresAtMs ?? Number.POSITIVE_INFINITY;
}
