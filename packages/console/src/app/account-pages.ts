import type { ParseKeys } from "i18next";
import { EDIT_KEY_SETTINGS, VIEW_KEYS } from "../pages/api-keys/permissions.ts";
import { VIEW_ROLES } from "../pages/roles/permissions.ts";
import { VIEW_USERS } from "../pages/users/permissions.ts";
import { VIEW_AUDIT } from "../pages/audit/permissions.ts";
import { paths } from "../paths.ts";
import type { IconName } from "../ui/Icon.tsx";

/** A page of *Account settings*. */
export interface AccountPage {
  readonly id: string;
  readonly labelKey: ParseKeys;
  readonly icon: IconName;
  /** Its address in an account; the addresses of what it opens begin with it. */
  readonly href: (account: string) => string;
  /** The resource that opens it. Whoever doesn't hold it sees the page named, and on it why it stays closed. */
  readonly permission: string;
}

/** The pages of *Account settings*, in the order of the menu and of the navigation: a new one is a line here. */
export const ACCOUNT_PAGES: readonly AccountPage[] = [
  { id: "api-keys", labelKey: "shell.apiKeys", icon: "key", href: paths.apiKeys, permission: VIEW_KEYS },
  { id: "roles", labelKey: "rolesPage.title", icon: "shield", href: paths.roles, permission: VIEW_ROLES },
  { id: "users", labelKey: "users.page", icon: "person", href: paths.users, permission: VIEW_USERS },
  {
    id: "webhooks",
    labelKey: "webhooks.page",
    icon: "send",
    href: (account) => paths.webhooks(account),
    permission: EDIT_KEY_SETTINGS,
  },
  {
    id: "audit",
    labelKey: "shell.audit",
    icon: "list",
    href: (account) => paths.audit(account),
    permission: VIEW_AUDIT,
  },
];

/** Whether an address is that of a page, or of something that the page opens. */
export function isWithin(pathname: string, href: string): boolean {
  return pathname === href || pathname.startsWith(`${href}/`);
}
