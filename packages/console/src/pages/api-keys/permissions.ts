/** Sees the account's generated and external keys. */
export const VIEW_KEYS = "account.view-api-keys";

/** Generates, adds, changes and removes keys. */
export const EDIT_KEYS = "account.edit-api-keys";

/** Decides from which age on tokens should be renewed, and whether they stop working then. */
export const EDIT_KEY_SETTINGS = "account.edit-api-keys-settings";

/** Renews tokens of generated keys, and completes or undoes renewals. */
export const RENEW_TOKENS = "account.renew-api-token";
