import type { AccountLabel } from "./account.ts";
import type { Invitation } from "./invitation.ts";
import type { ExternalKey } from "./external-key.ts";
import type { ApiKey } from "./key.ts";
import type { User } from "./user.ts";

/** A named set of resources. A predefined one comes with the catalog and exists in every account. */
export interface Role {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly predefined: boolean;
  readonly resources: readonly string[];
}

/** A role by what identifies it to a person. */
export interface RoleLabel {
  readonly id: string;
  readonly name: string;
}

/** How much has a role in its account. */
export interface RoleUseCounts {
  /** Of its own that aren't deleted. */
  readonly keys: number;
  readonly externalKeys: number;
  readonly users: number;
  /** Open ones, also those that have expired: renewed, they give it. */
  readonly invitations: number;
}

/** What has a role in its account, by what a person knows it by. */
export interface RoleUse {
  /** By name, as are the others. */
  readonly keys: readonly Pick<ApiKey, "key" | "name">[];
  readonly externalKeys: readonly (Pick<ExternalKey, "key" | "name"> & { readonly owner: AccountLabel })[];
  readonly users: readonly User[];
  /** By email. */
  readonly invitations: readonly Pick<Invitation, "id" | "email">[];
  /** Of all, also where not all are named; `companies` are the owners of the external keys. */
  readonly counts: RoleUseCounts & { readonly companies: number };
}

/** The predefined role whose holder may do everything; an account that has one never loses its last (rule 14). */
export const OWNER_ROLE = "owner";

/** Lower-case letters, digits and single hyphens, 1 to 80 characters. */
export const ROLE_ID_PATTERN = /^(?=.{1,80}$)[a-z0-9]+(?:-[a-z0-9]+)*$/;
