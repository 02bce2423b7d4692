import type { RoleLabel } from "../domain/role.ts";
import type { ExternalKeyDetails } from "../storage/store.ts";
import { roleLabels, type RoleNames } from "./account-roles.ts";
import { stateOf } from "./precondition.ts";

/** An external key as the account that admitted it sees it: nothing of the owner's side but its name (rule 8). */
export interface ExternalKeyView extends Omit<ExternalKeyDetails, "roles"> {
  readonly roles: readonly RoleLabel[];
  /** Of what the host can edit. */
  readonly state: string;
}

export function externalKeyView(key: ExternalKeyDetails, names: RoleNames): ExternalKeyView {
  const { name, status, expiresAtMs, allowedNetworks, requestsPerMinute } = key;
  return {
    ...key,
    roles: roleLabels(names, key.roles),
    state: stateOf({
      name,
      status,
      expiresAtMs,
      requestsPerMinute,
      roles: key.roles,
      ...(allowedNetworks.length > 0 ? { allowedNetworks } : {}),
      ...(key.quarantined ? { quarantined: true } : {}),
    }),
  };
}
