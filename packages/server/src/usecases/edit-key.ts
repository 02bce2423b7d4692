import type { AuditAction } from "../domain/audit-event.ts";
import type { KeyProfile } from "../domain/key.ts";
import { type Access, changeAs } from "./access.ts";
import { requireRolesHeld, rolesToAssign } from "./account-roles.ts";
import { difference } from "./audit-difference.ts";
import { generatedKeyView, type GeneratedKeyView, keyLight } from "./generated-key-view.ts";
import { ownKey } from "./get-key.ts";
import { opensNetworks } from "./key-limits.ts";
import { profileFields } from "./key-profile.ts";
import { requireKnownResources } from "./known-resources.ts";
import type { Ports } from "./ports.ts";
import { type Precondition, requireState } from "./precondition.ts";
import { tellHosts } from "./tell-hosts.ts";

export interface KeyEdit {
  readonly name?: string | undefined;
  readonly roles?: readonly string[] | undefined;
  readonly status?: "active" | "inactive" | undefined;
  readonly profile?: KeyProfile | null | undefined;
  readonly requestsPerMinute?: number | null | undefined;
  /** As `canonicalNetwork` writes them; none: from anywhere. */
  readonly allowedNetworks?: readonly string[] | undefined;
}

/**
 * Renames a key, gives it other roles, another profile, limit or networks, deactivates or activates it: in this account and, as far as its status goes, in every
 * account that admitted it, which its log is told (rules 10, 11).
 *
 * @param precondition of the state that it is in
 */
export async function editKey(
  ports: Ports,
  access: Access,
  key: string,
  edit: KeyEdit,
  precondition: Precondition,
): Promise<GeneratedKeyView> {
  const { account, actor } = access;
  return changeAs(ports, access, "account.edit-api-keys", async (tx, access) => {
    const light = await keyLight(tx, account, ports.nowMs());
    const before = await ownKey(tx, account, key);
    requireState(precondition, generatedKeyView(before, light).state);
    const roles = edit.roles ? await rolesToAssign(tx, access, edit.roles, before.roles) : before.roles;
    const name = edit.name ?? before.name;
    const status = edit.status ?? (before.status === "inactive" ? "inactive" : "active");
    const profile = edit.profile === undefined ? before.profile : edit.profile;
    const requestsPerMinute = edit.requestsPerMinute === undefined ? before.requestsPerMinute : edit.requestsPerMinute;
    if (edit.profile) await requireKnownResources(tx, edit.profile.resources, "/profile/resources");
    const allowedNetworks = edit.allowedNetworks ?? before.allowedNetworks;
    const opensMore = before.status === "inactive" || opensNetworks(before.allowedNetworks, allowedNetworks);
    if (status === "active" && opensMore) await requireRolesHeld(tx, access, roles);
    // Whatever status somebody says it is to have, they have decided.
    const quarantined = before.quarantined && edit.status === undefined;
    const altered = difference(
      {
        name: before.name,
        roles: before.roles,
        status: before.status,
        requestsPerMinute: before.requestsPerMinute,
        allowedNetworks: before.allowedNetworks,
        quarantined: before.quarantined,
        ...profileFields(before.profile),
      },
      { name, roles, status, requestsPerMinute, allowedNetworks, quarantined, ...profileFields(profile) },
    );
    if (!altered) return tx.unchanged(generatedKeyView(before, light));
    await tx.keys.update(account, key, {
      name,
      status,
      profile,
      requestsPerMinute,
      allowedNetworks,
      ...(quarantined ? {} : { quarantined }),
    });
    if (altered.after["roles"] !== undefined) await tx.keys.setRoles(account, key, roles);
    tx.changed({ kind: "key", key });
    const action = actionFor(before.status, status);
    await tx.record({ account, actor, action, target: key, ...altered });
    if (action !== "key.changed") await tellHosts(tx, account, action, key);
    const limits = { requestsPerMinute, allowedNetworks };
    return generatedKeyView({ ...before, name, roles, status, profile, ...limits, quarantined }, light);
  });
}

function actionFor(before: string, after: string): AuditAction {
  if (before === after) return "key.changed";
  return after === "active" ? "key.activated" : "key.deactivated";
}
