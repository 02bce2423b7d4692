/** Sees who belongs to the account. */
export const VIEW_USERS = "account.view-users";

/** Invites and removes people, and gives them roles. */
export const EDIT_USERS = "account.edit-users";
