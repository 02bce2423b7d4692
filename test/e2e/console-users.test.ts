import type { Browser, Locator, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { openPage } from "../support/browser.ts";
import { chooseAction, type Demo, openConsole, rowOf, shownLink, signIn, startDemoForAll } from "../support/console.ts";
import { expectGood, LOOKS } from "../support/looks.ts";

const PEOPLE = "/accounts/acme/users/people";
const INVITE = "/accounts/acme/users/invitations/new";
const PASSWORD = "a few good words";

let demo: Demo;
let browser: Browser;

startDemoForAll((started) => ({ browser, demo } = started));

/** What the panel calls a link. */
const LINK = "Link to the invitation";

/** Invites somebody in the panel that is open, and gives back the link. */
async function invite(page: Page, email: string, role: string): Promise<string> {
  const panel = page.getByRole("dialog");
  await panel.getByLabel("Email").fill(email);
  await panel.getByRole("checkbox", { name: role, exact: true }).click();
  await panel.getByRole("button", { name: "Invite", exact: true }).click();
  return shownLink(page, LINK);
}

/** Nothing of a link is left where somebody else could find it. */
async function expectNoSecretKept(page: Page): Promise<void> {
  const kept = await page.evaluate(() =>
    JSON.stringify([location.href, history.state, { ...localStorage }, { ...sessionStorage }, document.title]),
  );
  expect(kept).not.toMatch(/lk[ir]_/);
}

test("somebody who is new is invited, joins by the link, and is one of the people then", async () => {
  await using inviting = await openConsole(browser, demo, "owner@acme.example", PEOPLE);
  const { page, watch } = inviting;
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  const link = await invite(page, "nora@new.example", "OMS - Read only");
  expect(link).toMatch(/\/join\/[^/]+#lki_/);
  await page.getByRole("button", { name: "Close" }).click();
  // It isn't left by accident before it is copied.
  await page.getByRole("button", { name: "Back to the link" }).click();
  await page.getByRole("button", { name: "Copy" }).click();
  await page.getByRole("button", { name: "Close" }).last().click();
  expect(await rowOf(page, "nora@new.example").innerText()).toMatch(
    /OMS - Read only[^]*by Olivia[^]*Pending[^]*Expires in[^]*No mail/,
  );

  await using joining = await openPage(browser);
  await joining.page.goto(link);
  await joining.page.getByRole("heading", { name: "Join Acme Store" }).waitFor();
  await expectNoSecretKept(joining.page);
  expect(await joining.page.getByRole("main").innerText()).toMatch(/nora@new\.example[^]*OMS - Read only/);
  await joining.page.getByRole("button", { name: "Join Acme Store" }).click();
  await joining.page.getByText("Enter your name.").waitFor();
  await joining.page.getByLabel("Name").fill("Nora");
  await joining.page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await joining.page.getByRole("button", { name: "Join Acme Store" }).click();
  await joining.page.getByText("Welcome: you belong to the account now").waitFor();
  expect(joining.page.url()).toContain("/accounts/acme/");
  await expectNoSecretKept(joining.page);
  joining.watch.expectNoProblems();

  // The link is used up, for whoever has it.
  await using late = await openPage(browser);
  await late.page.goto(link);
  await late.page.getByRole("heading", { name: "This invitation was accepted already" }).waitFor();

  await page.getByRole("tab", { name: "People" }).click();
  expect(await rowOf(page, "Nora").innerText()).toMatch(/nora@new\.example[^]*OMS - Read only/);
  watch.expectNoProblems();
});

test("somebody who is known signs in on the way, and comes back to join", async () => {
  await using inviting = await openConsole(browser, demo, "owner@acme.example", INVITE);
  const link = await invite(inviting.page, "owner@zoom.example", "Viewer");
  await using joining = await openPage(browser);
  const { page, watch } = joining;
  await page.goto(link);
  await page.getByText("signs in here already").waitFor();
  await page.getByRole("link", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Sign in to Latchkey" }).waitFor();
  await expectNoSecretKept(page);
  await signIn(page, "owner@zoom.example");
  await page.getByRole("button", { name: "Join Acme Store" }).click();
  await page.getByText("Welcome: you belong to the account now").waitFor();
  await page.getByRole("heading", { name: "API keys", level: 1 }).waitFor();
  watch.expectNoProblems();
});

test("somebody who forgot their password is given a link, and chooses another", async () => {
  await using resetting = await openConsole(browser, demo, "owner@acme.example", INVITE);
  const { page, watch } = resetting;
  const invitation = await invite(page, "tess@new.example", "Viewer");
  await page.getByRole("button", { name: "Copy" }).click();
  await page.getByRole("button", { name: "Close" }).last().click();
  await using signedIn = await openPage(browser);
  await signedIn.page.goto(invitation);
  await signedIn.page.getByLabel("Name").fill("Tess");
  await signedIn.page.getByLabel("Password", { exact: true }).fill("forgotten tomorrow");
  await signedIn.page.getByRole("button", { name: "Join Acme Store" }).click();
  await signedIn.page.getByText("Welcome: you belong to the account now").waitFor();

  await page.getByRole("tab", { name: "People" }).click();
  await chooseAction(page, "tess@new.example", "Reset password");
  await page.getByRole("dialog").getByText("chooses a new password").waitFor();
  await page.getByRole("button", { name: "Make link" }).click();
  const link = await shownLink(page, "Link to a new password");
  expect(link).toMatch(/\/reset\/[^/]+#lkr_/);
  await page.getByRole("button", { name: "Copy" }).click();
  await page.getByRole("button", { name: "Close" }).last().click();
  await page.getByRole("dialog").waitFor({ state: "detached" });

  await using choosing = await openPage(browser);
  await choosing.page.goto(link);
  await choosing.page.getByRole("heading", { name: "Choose a new password" }).waitFor();
  await expectNoSecretKept(choosing.page);
  await choosing.page.getByLabel("New password", { exact: true }).fill(PASSWORD);
  await choosing.page.getByRole("button", { name: "Set password" }).click();
  await choosing.page.getByRole("heading", { name: "Your new password is set" }).waitFor();
  await choosing.page.getByRole("link", { name: "Sign in" }).click();
  await signIn(choosing.page, "tess@new.example", PASSWORD);
  await choosing.page.getByRole("button", { name: "Your account menu" }).waitFor();
  await expectNoSecretKept(choosing.page);
  choosing.watch.expectNoProblems();

  await signedIn.page.reload();
  await signedIn.page.getByRole("heading", { name: "Sign in to Latchkey" }).waitFor();
  await using late = await openPage(browser);
  await late.page.goto(link);
  await late.page.getByRole("heading", { name: "This link was used already" }).waitFor();
  watch.expectNoProblems();
});

test("somebody else who is signed in is told so, and can make way", async () => {
  await using opened = await openConsole(browser, demo, "owner@acme.example", INVITE);
  const { page, watch } = opened;
  const link = await invite(page, "paul@new.example", "Viewer");
  await page.getByRole("button", { name: "Copy" }).click();
  await page.goto(link);
  await page.getByText("You are signed in as").waitFor();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByLabel("Name").waitFor();
  watch.expectNoProblems();
});

test("an invitation is given a new link, withdrawn, and its links say so", async () => {
  await using inviting = await openConsole(browser, demo, "owner@acme.example", INVITE);
  const { page, watch } = inviting;
  const first = await invite(page, "rita@new.example", "Viewer");
  await page.getByRole("button", { name: "Copy" }).click();
  await page.getByRole("button", { name: "Close" }).last().click();
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await page.getByRole("dialog").getByLabel("Email").fill("rita@new.example");
  await page.getByRole("dialog").getByRole("button", { name: "Invite", exact: true }).click();
  await page.getByText("This person is invited already.").waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  await chooseAction(page, "rita@new.example", "New link");
  await page.getByRole("button", { name: "Make new link" }).click();
  const second = await shownLink(page, LINK);
  await page.getByRole("button", { name: "Copy" }).click();
  await page.getByRole("button", { name: "Close" }).last().click();

  await using joining = await openPage(browser);
  await joining.page.goto(first);
  await joining.page.getByRole("heading", { name: "There is no such invitation" }).waitFor();
  await joining.page.goto(second);
  await joining.page.getByRole("heading", { name: "Join Acme Store" }).waitFor();
  await chooseAction(page, "rita@new.example", "Withdraw");
  await page.getByRole("alertdialog").getByRole("button", { name: "Withdraw" }).click();
  await page.getByText("The invitation of rita@new.example was withdrawn").waitFor();
  await expect.poll(() => rowOf(page, "rita@new.example").count()).toBe(0);
  await joining.page.getByLabel("Name").fill("Rita");
  await joining.page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await joining.page.getByRole("button", { name: "Join Acme Store" }).click();
  await joining.page.getByRole("heading", { name: "This invitation was withdrawn" }).waitFor();
  watch.takeExpected(/409/);
  watch.expectNoProblems();
});

test("roles are edited, a version that is out of date isn't saved, and the last owner stays", async () => {
  const at = "/accounts/credipay/users/people";
  const path = { account: "credipay" };
  await demo.operator.post("/v1/accounts/{account}/users", {
    path,
    body: { email: "ben@credipay.example", name: "Ben", roles: [], password: PASSWORD },
  });
  await using opened = await openConsole(browser, demo, "owner@credipay.example", at);
  const { page, watch } = opened;
  await rowOf(page, "owner@credipay.example")
    .getByRole("button", { name: /^Actions for / })
    .click();
  const remove = page.getByRole("menuitem", { name: "Remove" });
  expect(await remove.innerText()).toContain("An account always has an owner");
  expect(await remove.getAttribute("aria-disabled")).toBe("true");
  await page.keyboard.press("Escape");
  await chooseAction(page, "owner@credipay.example", "Edit roles");
  await page.getByRole("checkbox", { name: "Owner", exact: true }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("An account always has an owner").waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();

  await chooseAction(page, "Ben", "Edit roles");
  await page.getByRole("checkbox", { name: "Owner", exact: true }).click();
  const { data } = await demo.operator.get("/v1/accounts/{account}/users", { path, query: { search: "ben@" } });
  const userId = data.items[0]?.id ?? "";
  await demo.operator.patch("/v1/accounts/{account}/users/{userId}", {
    path: { ...path, userId },
    body: { roles: ["oms-read-only"] },
  });
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Load the current version" }).click();
  await expect.poll(() => page.getByRole("checkbox", { name: "OMS - Read only" }).isChecked()).toBe(true);
  await page.getByRole("checkbox", { name: "Owner", exact: true }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Ben was saved").waitFor();

  // Where there are two, one can go: also oneself.
  await using other = await openConsole(browser, demo, "ben@credipay.example", at, {}, PASSWORD);
  await chooseAction(page, "Ben", "End sessions");
  await page.getByRole("alertdialog").getByRole("button", { name: "End sessions" }).click();
  await page.getByText("All sessions of Ben were ended").waitFor();
  await other.page.reload();
  await other.page.getByRole("heading", { name: "Sign in to Latchkey" }).waitFor();
  await chooseAction(page, "Ben", "Remove");
  expect(await page.getByRole("alertdialog").innerText()).toContain("Keys that they generated or added go on working.");
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await page.getByText("Ben was removed").waitFor();
  await expect.poll(() => rowOf(page, "Ben").count()).toBe(0);
  watch.takeExpected(/409/);
  watch.takeExpected(/412/);
  watch.expectNoProblems();
});

test("the list is searched, narrowed to a role and sorted in its address", async () => {
  await using opened = await openConsole(browser, demo, "owner@acme.example", PEOPLE);
  const { page, watch } = opened;
  await page.getByLabel("Role", { exact: true }).selectOption({ label: "Owner" });
  await expect.poll(() => page.getByRole("rowheader").count()).toBe(1);
  await page.reload();
  await rowOf(page, "owner@acme.example").waitFor();
  expect(await page.getByRole("rowheader").count()).toBe(1);
  await page.getByRole("searchbox").fill("nobody like it");
  await page.getByText("Nobody matches").waitFor();
  await page.getByRole("button", { name: "Clear search and filter" }).click();
  await page.getByRole("button", { name: "Added on" }).click();
  await expect.poll(() => page.url()).toContain("sort=addedAt");
  watch.expectNoProblems();
});

test("roles are edited by keyboard alone, and the focus comes back to the row", async () => {
  await using opened = await openConsole(browser, demo, "owner@zoom.example", "/accounts/zoom/users/people");
  const { page, watch } = opened;
  const button = page.getByRole("button", { name: /^Actions for / }).first();
  await button.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menu").waitFor();
  await page.keyboard.press("Enter");
  const role = page.getByRole("checkbox", { name: "OMS - Read only", exact: true });
  await role.waitFor();
  const tabTo = async (target: Locator) => {
    for (let presses = 0; presses < 60; presses++) {
      await page.keyboard.press("Tab");
      if (await target.evaluate((element) => element === document.activeElement)) return;
    }
    throw new Error("the Tab key doesn't get there");
  };
  await tabTo(page.getByRole("dialog").getByRole("searchbox"));
  await page.keyboard.type("OMS - Read only");
  await tabTo(role);
  await page.keyboard.press("Space");
  await tabTo(page.getByRole("button", { name: "Save" }));
  await page.keyboard.press("Enter");
  await page.getByText("was saved").waitFor();
  await page.getByRole("dialog").waitFor({ state: "hidden" });
  expect(await page.getByRole("row").nth(1).innerText()).toContain("OMS - Read only");
  await expect.poll(() => button.evaluate((element) => element === document.activeElement)).toBe(true);
  watch.expectNoProblems();
});

test("who may only look is told what each act needs; who may not look is told so", async () => {
  await using viewing = await openConsole(browser, demo, "viewer@acme.example", PEOPLE);
  await viewing.page.getByText("You need the permission “Edit users” (account.edit-users).").first().waitFor();
  const button = viewing.page.getByRole("button", { name: "Invite", exact: true });
  expect(await button.getAttribute("aria-disabled")).toBe("true");
  viewing.watch.expectNoProblems();
  await using opened = await openConsole(browser, demo, "staff@acme.example", PEOPLE);
  await opened.page.getByRole("heading", { name: "You can’t see this page" }).waitFor();
  expect(await opened.page.getByRole("main").innerText()).toContain("account.view-users");
  opened.watch.expectNoProblems();
});

describe.each(LOOKS)("%s", (look, options) => {
  const see = (page: Page, name: string) => expectGood(page, `${look}-users-${name}`);

  test("users", async () => {
    await using opened = await openConsole(browser, demo, "owner@acme.example", PEOPLE, options);
    const { page, watch } = opened;
    await rowOf(page, "owner@acme.example").waitFor();
    await see(page, "people");
    await chooseAction(page, "staff@acme.example", "Remove");
    await page.getByRole("alertdialog").waitFor();
    await see(page, "remove");
    await page.getByRole("button", { name: "Cancel" }).click();
    await chooseAction(page, "staff@acme.example", "Edit roles");
    await page.getByRole("checkbox", { name: "OMS - Read only" }).waitFor();
    await see(page, "edit");
    await page.goto(demo.url + INVITE);
    await page.getByRole("checkbox").first().waitFor();
    await see(page, "invite");
    const link = await invite(page, `${look}@new.example`, "OMS - Read only");
    await see(page, "invited");
    await page.getByRole("button", { name: "Copy" }).click();
    await page.getByRole("button", { name: "Close" }).last().click();
    await rowOf(page, `${look}@new.example`).waitFor();
    await see(page, "invitations");
    await page.goto(link);
    await page.getByText("You are signed in as").waitFor();
    await see(page, "join-somebody-else");
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByLabel("Name").waitFor();
    await see(page, "join");
    watch.expectNoProblems();
  });
});
