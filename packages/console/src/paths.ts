import { defaultStringifySearch } from "@tanstack/react-router";
import type { AuditSearch } from "./pages/audit/audit-search.ts";
import type { ListSearch } from "./pages/api-keys/list/list-search.ts";
import type { GapsSearch } from "./pages/platform/gaps/gaps-search.ts";
import type { RolesSearch } from "./pages/roles/roles-search.ts";

/** Which of the two lists of keys. */
export type KeysTab = "generated" | "external";

const segment = encodeURIComponent;

function keys(account: string, tab: KeysTab, rest = "", search: ListSearch = {}): string {
  return `/accounts/${segment(account)}/api-keys/${tab}${rest}${defaultStringifySearch(search)}`;
}

function roles(account: string, rest = "", search: RolesSearch = {}): string {
  return `/accounts/${segment(account)}/roles${rest}${defaultStringifySearch(search)}`;
}

function webhooks(account: string, rest = "", search: ListSearch = {}): string {
  return `/accounts/${segment(account)}/webhooks${rest}${defaultStringifySearch(search)}`;
}

function platform(rest: string, search: ListSearch | AuditSearch | GapsSearch = {}): string {
  return `/platform/${rest}${defaultStringifySearch(search)}`;
}

function people(account: string, rest = "", search: ListSearch = {}): string {
  return `/accounts/${segment(account)}/users/people${rest}${defaultStringifySearch(search)}`;
}

function invitations(account: string, rest = "", search: ListSearch = {}): string {
  return `/accounts/${segment(account)}/users/invitations${rest}${defaultStringifySearch(search)}`;
}

/** Every address of the console. A dialog's address keeps the state of the list that it opened over. */
export const paths = {
  home: () => "/",
  signIn: (to?: string) => `/sign-in${defaultStringifySearch(to === undefined ? {} : { to })}`,
  profile: () => "/profile",
  apiKeys: (account: string) => `/accounts/${segment(account)}/api-keys`,
  keys: (account: string, tab: KeysTab, search?: ListSearch) => keys(account, tab, "", search),
  keySettings: (account: string) => `/accounts/${segment(account)}/api-keys/settings`,
  addKey: (account: string, search?: ListSearch) => keys(account, "external", "/add", search),
  audit: (account: string, search: AuditSearch = {}) =>
    `/accounts/${segment(account)}/audit${defaultStringifySearch(search)}`,
  verifyAudit: (account: string, search: AuditSearch = {}) =>
    `/accounts/${segment(account)}/audit/verify${defaultStringifySearch(search)}`,
  generateKey: (account: string, search?: ListSearch) => keys(account, "generated", "/generate", search),
  renewToken: (account: string, key: string, search?: ListSearch) =>
    keys(account, "generated", `/${segment(key)}/renew`, search),
  editKey: (account: string, tab: KeysTab, key: string, search?: ListSearch) =>
    keys(account, tab, `/${segment(key)}/edit`, search),
  keyUse: (account: string, tab: KeysTab, key: string, search?: ListSearch) =>
    keys(account, tab, `/${segment(key)}/use`, search),
  /** @param key left out where it is to be pasted */
  explain: (account: string, tab: KeysTab, key?: string, search?: ListSearch) =>
    keys(account, tab, key === undefined ? "/explain" : `/${segment(key)}/explain`, search),
  roles: (account: string, search?: RolesSearch) => roles(account, "", search),
  role: (account: string, role: string, search?: RolesSearch) => roles(account, `/${segment(role)}/view`, search),
  newRole: (account: string, search?: RolesSearch) => roles(account, "/new", search),
  copyRole: (account: string, role: string, search?: RolesSearch) => roles(account, `/${segment(role)}/copy`, search),
  editRole: (account: string, role: string, search?: RolesSearch) => roles(account, `/${segment(role)}/edit`, search),
  webhooks: (account: string, search?: ListSearch) => webhooks(account, "", search),
  addWebhook: (account: string, search?: ListSearch) => webhooks(account, "/add", search),
  editWebhook: (account: string, webhook: string, search?: ListSearch) =>
    webhooks(account, `/${segment(webhook)}/edit`, search),
  rotateWebhookSecret: (account: string, webhook: string, search?: ListSearch) =>
    webhooks(account, `/${segment(webhook)}/secret`, search),
  deliveries: (account: string, webhook: string) => webhooks(account, `/${segment(webhook)}/deliveries`),
  accounts: (search?: ListSearch) => platform("accounts", search),
  createAccount: (search?: ListSearch) => platform("accounts/new", search),
  renameAccount: (account: string, search?: ListSearch) => platform(`accounts/${segment(account)}/rename`, search),
  operators: (search?: ListSearch) => platform("operators", search),
  addOperator: (search?: ListSearch) => platform("operators/add", search),
  serviceKeys: (search?: ListSearch) => platform("service-keys", search),
  generateServiceKey: (search?: ListSearch) => platform("service-keys/generate", search),
  gaps: (search?: GapsSearch) => platform("gaps", search),
  platformLog: (search?: AuditSearch) => platform("log", search),
  verifyPlatformLog: (search?: AuditSearch) => platform("log/verify", search),
  users: (account: string) => `/accounts/${segment(account)}/users`,
  people: (account: string, search?: ListSearch) => people(account, "", search),
  join: (invitation: string) => `/join/${segment(invitation)}`,
  invitations: (account: string) => invitations(account),
  invite: (account: string, search?: ListSearch) => invitations(account, "/new", search),
  renewInvitation: (account: string, invitation: string, search?: ListSearch) =>
    invitations(account, `/${segment(invitation)}/renew`, search),
  resetPassword: (account: string, user: string, search?: ListSearch) =>
    people(account, `/${segment(user)}/reset-password`, search),
  editUser: (account: string, user: string, search?: ListSearch) => people(account, `/${segment(user)}/edit`, search),
};
