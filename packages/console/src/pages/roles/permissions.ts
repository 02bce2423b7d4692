/** Sees the account's roles. */
export const VIEW_ROLES = "account.view-roles";

/** Creates, changes and deletes roles. */
export const EDIT_ROLES = "account.edit-roles";
