/** Opens the audit log. */
export const VIEW_AUDIT = "account.view-audit";
