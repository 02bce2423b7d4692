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

/** The predefined role whose holder may do everything; an account that has one never loses its last (rule 14). */
export const OWNER_ROLE = "owner";

/** Lower-case letters, digits and single hyphens, 1 to 80 characters. */
export const ROLE_ID_PATTERN = /^(?=.{1,80}$)[a-z0-9]+(?:-[a-z0-9]+)*$/;
