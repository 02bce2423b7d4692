import { secretChecksum } from "@latchkey/sdk/credential-format";
import type { Page } from "playwright-core";
import { choose, type ConsolePage, openMenuOf, openRowMenu } from "./console-page.ts";
import type { Wording } from "./wording.ts";

const USERS = "/accounts/acme/users/people";
const INVITE = "/accounts/acme/users/invitations/new";
/** As whole, and of no new password. */
const NO_RESET_SECRET = `lkr_${"a".repeat(43)}${secretChecksum(`lkr_${"a".repeat(43)}`)}`;
/** As whole, and of no invitation. */
const NO_INVITATION_SECRET = `lki_${"a".repeat(43)}${secretChecksum(`lki_${"a".repeat(43)}`)}`;

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

/** The pages of *Users*, and those to which their links lead. */
export const USERS_PAGES: readonly ConsolePage[] = [
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
      await page.getByText(words("emailField.missing")).waitFor();
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
];
