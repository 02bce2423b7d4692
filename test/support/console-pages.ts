import { secretChecksum } from "@latchkey/sdk/credential-format";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { choose, type ConsolePage, openRowMenu } from "./console-page.ts";
import { USERS_PAGES } from "./console-pages-users.ts";
import { WEBHOOKS_PAGES } from "./console-pages-webhooks.ts";

const LOADING_MS = 15_000;

const GENERATED = "/accounts/acme/api-keys/generated";
const EXTERNAL = "/accounts/acme/api-keys/external";
const OPERATOR = "operator@latchkey.example";
const ROLES = "/accounts/acme/roles";
const AUDIT = "/accounts/acme/audit";
const SETTINGS = "/accounts/acme/api-keys/settings";
/** Whole, as far as one can tell without asking, but of no link. */
const NO_LINK_SECRET = `lkl_${"a".repeat(43)}${secretChecksum(`lkl_${"a".repeat(43)}`)}`;

/** Every page and dialog of the console: what is checked of all of them is checked of a new one that is added here. */
export const CONSOLE_PAGES: readonly ConsolePage[] = [
  { name: "sign-in", email: null, path: "/sign-in" },
  { name: "sign-in-provider-failed", email: null, path: "/sign-in?failed=oidc" },
  {
    name: "sign-in-missing",
    email: null,
    path: "/sign-in?ended=true",
    prepare: async (page, words) => {
      await page.getByRole("button", { name: words("signIn.submit") }).click();
      await page.getByText(words("signIn.emailMissing")).waitFor();
    },
  },
  { name: "generated", email: "owner@acme.example", path: GENERATED },
  { name: "generated-menu", email: "owner@acme.example", path: GENERATED, prepare: openRowMenu },
  {
    name: "generated-deactivate",
    email: "owner@acme.example",
    path: GENERATED,
    prepare: choose("generated.deactivate", 1),
  },
  { name: "generated-delete", email: "owner@acme.example", path: GENERATED, prepare: choose("generated.delete") },
  {
    name: "generate",
    email: "owner@acme.example",
    path: `${GENERATED}/generate`,
    prepare: async (page, words) => {
      await page.getByRole("button", { name: words("generateKey.submit"), exact: true }).click();
      await page.getByText(words("generateKey.nameMissing")).waitFor();
    },
  },
  { name: "generated-overdue", email: "owner@acme.example", path: `${GENERATED}?alert=overdue` },
  {
    name: "export",
    email: "owner@acme.example",
    path: GENERATED,
    prepare: async (page, words) => {
      await page.getByRole("button", { name: words("keyExport.button") }).click();
      await page.getByRole("menu").waitFor();
    },
  },
  { name: "key-settings", email: "owner@acme.example", path: SETTINGS },
  { name: "key-settings-view-only", email: "viewer@acme.example", path: SETTINGS },
  {
    name: "key-settings-enforce",
    email: "owner@acme.example",
    path: SETTINGS,
    prepare: async (page, words) => {
      await page.getByRole("switch").check();
      await page.getByRole("button", { name: words("keySettings.apply") }).click();
      await page.getByRole("alertdialog").waitFor();
    },
  },
  {
    name: "generated-done",
    email: "owner@acme.example",
    path: `${GENERATED}/generate`,
    prepare: async (page, words) => {
      await page.getByLabel(words("generateKey.nameLabel")).fill("ERP");
      await page.getByRole("button", { name: words("generateKey.submit"), exact: true }).click();
      await page.getByText(words("tokenLink.onceTitle")).waitFor();
    },
  },
  {
    name: "renew-token",
    email: "owner@acme.example",
    path: `${GENERATED}?sort=createdAt`,
    prepare: async (page, words) => {
      await openRowMenu(page);
      await page.getByRole("menuitem", { name: words("generated.renew") }).click();
      await page.getByText(words("renewToken.usersHeading")).waitFor();
    },
  },
  { name: "credentials-incomplete", email: null, path: "/credentials/none" },
  { name: "credentials", email: null, path: `/credentials/none#${NO_LINK_SECRET}` },
  {
    name: "credentials-unknown",
    email: null,
    path: `/credentials/none#${NO_LINK_SECRET}`,
    prepare: async (page, words) => {
      await page.getByRole("button", { name: words("credentials.reveal") }).click();
      await page.getByText(words("credentials.unknown")).waitFor();
    },
  },
  { name: "explain", email: "owner@acme.example", path: `${EXTERNAL}/explain` },
  {
    name: "explain-refused",
    email: "owner@acme.example",
    path: EXTERNAL,
    prepare: async (page, words) => {
      await openRowMenu(page);
      await page.getByRole("menuitem", { name: words("explain.page") }).click();
      await page.getByRole("combobox", { name: words("explain.resource") }).fill("account.edit-users");
      await page.getByRole("listbox").getByRole("option").first().click();
      await page.locator(".explain-step[data-tone=failed]").first().waitFor();
    },
  },
  { name: "external", email: "owner@acme.example", path: EXTERNAL },
  { name: "external-remove", email: "owner@acme.example", path: EXTERNAL, prepare: choose("external.remove") },
  { name: "add-key", email: "owner@acme.example", path: `${EXTERNAL}/add` },
  {
    name: "add-key-token",
    email: "owner@acme.example",
    path: `${EXTERNAL}/add`,
    prepare: async (page, words) => {
      const field = page.getByRole("textbox", { name: words("addKey.keyLabel") });
      await field.fill("lkt_vTmgMJk8QOaw5nWonf66nSZheOOmGiKuhlPfvj2KVmW3EEv6F");
      await page.getByText(words("addKey.tokenTitle")).waitFor();
    },
  },
  {
    name: "external-no-match",
    email: "owner@acme.example",
    path: `${EXTERNAL}?search=nothing%20like%20it`,
  },
  { name: "external-view-only", email: "viewer@acme.example", path: EXTERNAL, prepare: openRowMenu },
  ...USERS_PAGES,
  ...WEBHOOKS_PAGES,
  { name: "roles", email: "owner@acme.example", path: ROLES },
  { name: "roles-view", email: "owner@acme.example", path: `${ROLES}/oms-full-access/view` },
  { name: "roles-copy", email: "owner@acme.example", path: `${ROLES}/oms-read-only/copy` },
  {
    name: "roles-new",
    email: "owner@acme.example",
    path: `${ROLES}/new`,
    prepare: async (page, words) => {
      await page
        .getByRole("dialog")
        .getByRole("button", { name: words("roleForm.create"), exact: true })
        .click();
      await page.getByText(words("roleForm.nameMissing")).waitFor();
    },
  },
  { name: "roles-forbidden", email: "staff@acme.example", path: ROLES },
  { name: "audit", email: "owner@acme.example", path: AUDIT },
  {
    name: "audit-verify",
    email: "owner@acme.example",
    path: `${AUDIT}/verify`,
  },
  { name: "audit-no-match", email: "owner@acme.example", path: `${AUDIT}?target=nothing%20like%20it` },
  { name: "profile", email: "owner@acme.example", path: "/profile" },
  { name: "forbidden", email: "staff@acme.example", path: GENERATED },
  { name: "not-found", email: "owner@acme.example", path: "/accounts/acme/nowhere" },
  { name: "no-such-account", email: "owner@acme.example", path: "/accounts/nobody/api-keys" },
  {
    name: "user-menu",
    email: "owner@acme.example",
    path: GENERATED,
    prepare: async (page, words) => {
      await page.getByRole("button", { name: words("shell.menu") }).click();
      await page.getByRole("menu").waitFor();
    },
  },
  {
    name: "account-settings-menu",
    email: "owner@acme.example",
    path: GENERATED,
    prepare: async (page, words) => {
      const menu = page.getByRole("button", { name: words("shell.accountSettings") });
      // Where there is room for a list there is no menu.
      if (!(await menu.isVisible())) return;
      await menu.click();
      await page.getByRole("menu").waitFor();
    },
  },
  { name: "platform-accounts", email: OPERATOR, path: "/platform/accounts" },
  { name: "platform-accounts-no-match", email: OPERATOR, path: "/platform/accounts?search=nothing%20like%20it" },
  { name: "platform-account-menu", email: OPERATOR, path: "/platform/accounts", prepare: openRowMenu },
  {
    name: "platform-account-suspend",
    email: OPERATOR,
    path: "/platform/accounts",
    prepare: async (page, words) => {
      await choose("accounts.suspend")(page, words);
      await page.locator(".account-reach").waitFor();
    },
  },
  {
    name: "platform-account-restore",
    email: OPERATOR,
    path: "/platform/accounts?status=inactive",
    prepare: async (page, words) => {
      await choose("accounts.restore")(page, words);
      await page.locator(".account-reach").waitFor();
    },
  },
  {
    name: "platform-account-create",
    email: OPERATOR,
    path: "/platform/accounts/new",
    prepare: async (page, words) => {
      await page
        .getByRole("dialog")
        .getByRole("button", { name: words("accounts.create"), exact: true })
        .click();
      await page.getByText(words("accounts.displayNameMissing")).waitFor();
    },
  },
  { name: "platform-account-rename", email: OPERATOR, path: "/platform/accounts/acme/rename" },
  { name: "platform-operators", email: OPERATOR, path: "/platform/operators" },
  {
    name: "platform-operator-remove",
    email: OPERATOR,
    path: "/platform/operators",
    prepare: choose("operators.remove"),
  },
  { name: "platform-operator-add", email: OPERATOR, path: "/platform/operators/add" },
  {
    name: "platform-operator-add-new",
    email: OPERATOR,
    path: "/platform/operators/add",
    prepare: async (page, words) => {
      await page.getByRole("radio", { name: words("operators.new") }).check({ force: true });
      await page.getByRole("button", { name: words("operators.addConfirm"), exact: true }).click();
      await page.getByText(words("emailField.missing")).waitFor();
    },
  },
  { name: "platform-service-keys", email: OPERATOR, path: "/platform/service-keys" },
  { name: "platform-service-key-generate", email: OPERATOR, path: "/platform/service-keys/generate" },
  {
    name: "platform-service-key-done",
    email: OPERATOR,
    path: "/platform/service-keys/generate",
    prepare: async (page, words) => {
      await page.getByLabel(words("serviceKeys.name"), { exact: true }).fill("Orders API");
      await page.getByRole("button", { name: words("generateKey.submit"), exact: true }).click();
      await page.getByText(words("serviceKeys.onceTitle")).waitFor();
    },
  },
  {
    name: "platform-service-key-delete",
    email: OPERATOR,
    path: "/platform/service-keys",
    prepare: choose("serviceKeys.delete"),
  },
  { name: "platform-gaps", email: OPERATOR, path: "/platform/gaps" },
  {
    name: "platform-gaps-found",
    email: OPERATOR,
    path: "/platform/gaps?resource=oms.cancel-order&used=oms.view-order",
  },
  {
    name: "platform-gaps-none",
    email: OPERATOR,
    path: "/platform/gaps?resource=oms.view-order&used=oms.view-order&days=90",
  },
  {
    name: "platform-log",
    email: OPERATOR,
    path: "/platform/log",
    prepare: async (page) => {
      await page.locator(".table-cell[data-kind=actions] button").first().click();
      await page.locator(".audit-details").first().waitFor();
    },
  },
  { name: "platform-log-verify", email: OPERATOR, path: "/platform/log/verify" },
  {
    name: "platform-user-menu",
    email: OPERATOR,
    // Of an account that they let themselves into: the menu is at its longest.
    path: SETTINGS,
    prepare: async (page, words) => {
      await page.getByRole("button", { name: words("shell.menu") }).click();
      await page.getByRole("menu").waitFor();
    },
  },
  { name: "platform-forbidden", email: "owner@acme.example", path: "/platform/accounts" },
];

/** Waits until a page shows what it is about: nothing is loading any more, and the type has come. */
export async function waitForContent(page: Page): Promise<void> {
  await page.locator("h1").first().waitFor();
  await expect.poll(() => page.locator(".skeleton, [aria-busy=true]").count(), { timeout: LOADING_MS }).toBe(0);
  await page.evaluate(() => document.fonts.ready);
}
