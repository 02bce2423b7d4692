/** Sees the account's generated and external keys. */
export const VIEW_KEYS = "account.view-api-keys";

/** Generates, adds, changes and removes keys. */
export const EDIT_KEYS = "account.edit-api-keys";
