import { secretChecksum } from "@latchkey/sdk/credential-format";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import type { Wording } from "./wording.ts";

/** A page of the console over demo data, as somebody meets it. */
export interface ConsolePage {
  readonly name: string;
  /** Who opens it; `null` for somebody who isn't signed in. */
  readonly email: string | null;
  readonly path: string;
  /** What to do there first, by what the console says: opens a menu or a dialog. */
  readonly prepare?: (page: Page, words: Wording) => Promise<void>;
}

const LOADING_MS = 15_000;

const GENERATED = "/accounts/acme/api-keys/generated";
const EXTERNAL = "/accounts/acme/api-keys/external";
const OPERATOR = "operator@latchkey.example";
const ROLES = "/accounts/acme/roles";
const AUDIT = "/accounts/acme/audit";
const USERS = "/accounts/acme/users/people";
const INVITE = "/accounts/acme/users/invitations/new";
const SETTINGS = "/accounts/acme/api-keys/settings";
/** Whole, as far as one can tell without asking, but of no link. */
const NO_LINK_SECRET = `lkl_${"a".repeat(43)}${secretChecksum(`lkl_${"a".repeat(43)}`)}`;

/** As whole, and of no new password. */
const NO_RESET_SECRET = `lkr_${"a".repeat(43)}${secretChecksum(`lkr_${"a".repeat(43)}`)}`;
/** As whole, and of no invitation. */
const NO_INVITATION_SECRET = `lki_${"a".repeat(43)}${secretChecksum(`lki_${"a".repeat(43)}`)}`;

async function openMenuOf(page: Page, row: number): Promise<void> {
  await page.locator(".table-cell[data-kind=actions] button").nth(row).click();
  await page.getByRole("menu").waitFor();
}

const openRowMenu = (page: Page): Promise<void> => openMenuOf(page, 0);

/** Chooses from the menu of a row, counted from 0, what opens a dialog. */
function choose(key: string, row = 0): NonNullable<ConsolePage["prepare"]> {
  return async (page, words) => {
    await openMenuOf(page, row);
    await page.getByRole("menuitem", { name: words(key), exact: true }).click();
    await page.getByRole("alertdialog").waitFor();
  };
}

/** Invites somebody who is new, and waits for the link. */
async function invite(page: Page, words: Wording): Promise<string> {
  const panel = page.getByRole("dialog");
  await panel.getByLabel(words("signIn.email")).fill(`${Date.now()}@new.example`);
  await panel.getByRole("checkbox").first().click();
  await panel.getByRole("button", { name: words("users.invite"), exact: true }).click();
  const link = page.getByRole("group", { name: words("invitationLink.label") }).locator("code");
  return (await link.textContent()) ?? "";
}

/** Invites somebody and shows the list with them in it. */
async function inviteAndClose(page: Page, words: Wording): Promise<void> {
  await invite(page, words);
  await page.getByRole("button", { name: words("common.close"), exact: true }).click();
  await page.getByRole("button", { name: words("tokenLink.leaveConfirm") }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

/** Gives somebody of the account a link to a new password, and waits for it. */
async function resetPassword(page: Page, words: Wording): Promise<string> {
  await openResetOf(page, words, 1);
  const panel = page.getByRole("dialog");
  await panel.getByRole("button", { name: words("resetPassword.submit") }).click();
  const link = page.getByRole("group", { name: words("resetLink.label") }).locator("code");
  return (await link.textContent()) ?? "";
}

async function openResetOf(page: Page, words: Wording, row: number): Promise<void> {
  await openMenuOf(page, row);
  await page.getByRole("menuitem", { name: words("resetPassword.action") }).click();
  await page.getByText(words("resetPassword.effect")).waitFor();
}

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
  { name: "users", email: "owner@acme.example", path: USERS },
  { name: "users-menu", email: "owner@acme.example", path: USERS, prepare: openRowMenu },
  { name: "users-view-only", email: "viewer@acme.example", path: USERS },
  { name: "users-no-match", email: "owner@acme.example", path: `${USERS}?search=nothing%20like%20it` },
  {
    name: "users-edit",
    email: "owner@acme.example",
    path: USERS,
    prepare: async (page, words) => {
      await openRowMenu(page);
      await page.getByRole("menuitem", { name: words("users.edit") }).click();
      await page.getByText(words("roles.warningPerson")).waitFor();
    },
  },
  { name: "users-sessions", email: "owner@acme.example", path: USERS, prepare: choose("users.endSessions", 1) },
  { name: "users-remove", email: "owner@acme.example", path: USERS, prepare: choose("users.remove", 1) },
  {
    name: "users-invite",
    email: "owner@acme.example",
    path: INVITE,
    prepare: async (page, words) => {
      const panel = page.getByRole("dialog");
      await panel.getByRole("button", { name: words("users.invite"), exact: true }).click();
      await page.getByText(words("invite.emailMissing")).waitFor();
    },
  },
  {
    name: "users-invited",
    email: "owner@acme.example",
    path: INVITE,
    prepare: async (page, words) => {
      await invite(page, words);
    },
  },
  { name: "users-invitations", email: "owner@acme.example", path: INVITE, prepare: inviteAndClose },
  {
    name: "users-withdraw",
    email: "owner@acme.example",
    path: INVITE,
    prepare: async (page, words) => {
      await inviteAndClose(page, words);
      await choose("invitations.withdraw")(page, words);
    },
  },
  {
    name: "users-new-link",
    email: "owner@acme.example",
    path: INVITE,
    prepare: async (page, words) => {
      await inviteAndClose(page, words);
      await openRowMenu(page);
      await page.getByRole("menuitem", { name: words("invitations.newLink") }).click();
      await page.getByText(words("renewInvitation.vouch")).waitFor();
    },
  },
  { name: "users-join-incomplete", email: null, path: "/join/none" },
  { name: "users-join-unknown", email: null, path: `/join/none#${NO_INVITATION_SECRET}` },
  {
    name: "users-join-somebody-else",
    email: "owner@acme.example",
    path: INVITE,
    prepare: async (page, words) => {
      const link = await invite(page, words);
      await page.goto(link);
      await page.getByRole("button", { name: words("shell.signOut") }).waitFor();
    },
  },
  {
    name: "users-join",
    email: "owner@acme.example",
    path: INVITE,
    prepare: async (page, words) => {
      const link = await invite(page, words);
      await page.context().clearCookies();
      await page.goto(link);
      await page.getByLabel(words("profile.name")).waitFor();
    },
  },
  {
    name: "users-reset",
    email: "owner@acme.example",
    path: USERS,
    prepare: (page, words) => openResetOf(page, words, 1),
  },
  {
    name: "users-reset-link",
    email: "owner@acme.example",
    path: USERS,
    prepare: async (page, words) => {
      await resetPassword(page, words);
    },
  },
  { name: "reset-incomplete", email: null, path: "/reset/none" },
  { name: "reset-unknown", email: null, path: `/reset/none#${NO_RESET_SECRET}` },
  {
    name: "reset",
    email: "owner@acme.example",
    path: USERS,
    prepare: async (page, words) => {
      const link = await resetPassword(page, words);
      await page.context().clearCookies();
      await page.goto(link);
      await page.getByLabel(words("resetPassword.password"), { exact: true }).waitFor();
    },
  },
  { name: "users-forbidden", email: "staff@acme.example", path: USERS },
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
      await page.getByText(words("operators.emailMissing")).waitFor();
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
