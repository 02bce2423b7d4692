import type { RoleLabel } from "../domain/role.ts";
import type { KeyDetails } from "../storage/store.ts";
import { roleLabels, type RoleNames } from "./account-roles.ts";
import { stateOf } from "./precondition.ts";

/** A generated key as the account that owns it sees it. */
export interface GeneratedKeyView extends Omit<KeyDetails, "roles"> {
  readonly roles: readonly RoleLabel[];
  /** Of what the owner can edit. */
  readonly state: string;
}

export function generatedKeyView(key: KeyDetails, names: RoleNames): GeneratedKeyView {
  const { name, status, profile } = key;
  return { ...key, roles: roleLabels(names, key.roles), state: stateOf({ name, status, profile, roles: key.roles }) };
}
