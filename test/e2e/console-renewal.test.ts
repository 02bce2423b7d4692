import type { Browser, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { openPage, screenshot } from "../support/browser.ts";
import {
  chooseAction,
  copyLink,
  type Demo,
  openConsole,
  revealToken,
  rowOf,
  shownLink,
  startDemoForAll,
} from "../support/console.ts";
import { expectGood, LOOKS } from "../support/looks.ts";

const GENERATED = "/accounts/acme/api-keys/generated";
const RESOURCE = "oms.view-order";

let demo: Demo;
let browser: Browser;

startDemoForAll((started) => ({ browser, demo } = started));

/** A key of Acme Store with a token of its own, made through the API. */
async function makeKey(name: string): Promise<{ key: string; token: string }> {
  const body = { name, roles: ["oms-read-only"] };
  const { data } = await demo.operator.post("/v1/accounts/{account}/api-keys", { path: { account: "acme" }, body });
  return { key: data.key, token: data.token ?? "" };
}

const ask = ({ key, token }: { key: string; token: string }) =>
  demo.verify({ account: "acme", key, token, resource: RESOURCE });

/** What a row says below its cells. */
const stateOf = (page: Page, name: string) => rowOf(page, name).locator("xpath=following-sibling::tr[1]");

/** Renews by the row's menu, up to where the link is shown. */
async function renew(page: Page, name: string): Promise<string> {
  await chooseAction(page, name, "Renew token");
  await page.getByText("Who uses this key").waitFor();
  await page.getByRole("dialog").getByRole("button", { name: "Renew token" }).click();
  await page.getByRole("heading", { name: "Token renewed" }).waitFor();
  return shownLink(page);
}

test("rule 3: a token works from the moment that its link is opened; a second opening says when, and tells the maker", async () => {
  await using opened = await openConsole(browser, demo, "owner@acme.example", GENERATED);
  const { page, watch } = opened;
  await page.getByRole("button", { name: "Generate key" }).click();
  await page.getByLabel("Key identification").fill("By link");
  await page.getByRole("checkbox", { name: "OMS - Read only" }).check();
  await page.getByRole("button", { name: "Generate", exact: true }).click();
  await page.getByRole("heading", { name: "Key generated" }).waitFor();
  const link = await shownLink(page);
  expect(new URL(link).origin).toBe(demo.url);
  await copyLink(page);
  await page.getByRole("button", { name: "Close" }).last().click();
  await stateOf(page, "By link")
    .getByText(/link not opened yet/i)
    .waitFor();

  // Previews of chats and scanners of mail only look.
  for (let i = 0; i < 5; i++) await fetch(link);

  await using stranger = await openPage(browser);
  const requested: string[] = [];
  stranger.page.on("request", (request) => requested.push(request.url()));
  await stranger.page.goto(link);
  await stranger.page.getByRole("button", { name: "Reveal token" }).waitFor();
  expect(stranger.page.url()).toBe(link.replace(/#.*/, ""));
  const { key, token } = await revealToken(browser, link);
  expect(await ask({ key, token })).toBe("VALID");

  // The page that was open all the while comes too late.
  await stranger.page.getByRole("button", { name: "Reveal token" }).click();
  await stranger.page.getByRole("heading", { name: "This link was already opened" }).waitFor();
  await stranger.page.getByText(/It was already opened on/).waitFor();
  expect(await stranger.page.content()).not.toContain("lkt_");
  stranger.watch.takeExpected(/410/);
  stranger.watch.expectNoProblems();
  expect(requested.every((url) => url.startsWith(demo.url))).toBe(true);
  expect(requested.join(" ")).not.toContain("lkl_");

  await page.reload();
  await page.getByText("The link to the token of By link was tried again after it was opened").waitFor();
  await screenshot(page, "renewal-reopened");
  await page.getByRole("button", { name: "All is well" }).click();
  await page.getByText("was tried again").waitFor({ state: "detached" });
  watch.expectNoProblems();
});

test("Later: both tokens work until the old one is deleted, which warns that it is in use", async () => {
  const old = await makeKey("Renewed later");
  await using opened = await openConsole(browser, demo, "owner@acme.example", GENERATED);
  const { page, watch } = opened;
  const link = await renew(page, "Renewed later");
  await copyLink(page);
  await page.getByRole("button", { name: "Complete" }).click();
  const state = stateOf(page, "Renewed later");
  await state.getByText("Pending deletion - Old token").waitFor();
  await state.getByText(/link not opened yet/).waitFor();

  const renewed = await revealToken(browser, link);
  expect(renewed.key).toBe(old.key);
  expect([await ask(old), await ask(renewed)]).toEqual(["VALID", "VALID"]);

  await page.reload();
  await page.getByText(/key has an old token that is still to be deleted/).waitFor();
  await page.getByRole("button", { name: "Show it" }).click();
  await expect.poll(() => page.getByRole("rowheader").count()).toBe(1);
  await page.getByRole("button", { name: "Show all keys" }).click();
  await rowOf(page, "ERP").first().waitFor();

  await chooseAction(page, old.key, "Delete old token");
  await page.getByRole("alertdialog").getByRole("button", { name: "Delete" }).click();
  await page.getByText("The old token of Renewed later was deleted").waitFor();
  expect(await stateOf(page, old.key).getByText("Pending deletion").count()).toBe(0);
  expect([await ask(old), await ask(renewed)]).toEqual(["INVALID_CREDENTIALS", "VALID"]);
  watch.expectNoProblems();
});

test("rule 3: Now waits until the link is opened, and stops the old token at that moment", async () => {
  const old = await makeKey("Renewed now");
  await using opened = await openConsole(browser, demo, "owner@acme.example", GENERATED);
  const { page, watch } = opened;
  const link = await renew(page, "Renewed now");
  await page.getByRole("radio", { name: "Now" }).check();
  await copyLink(page);
  await page.getByRole("button", { name: "Complete" }).click();
  await page.getByText("The old token of Renewed now will be deleted once the link is opened").waitFor();
  await stateOf(page, "Renewed now").getByText("The old one is deleted once the link is opened.").waitFor();
  expect(await ask(old)).toBe("VALID");

  const renewed = await revealToken(browser, link);
  expect([await ask(old), await ask(renewed)]).toEqual(["INVALID_CREDENTIALS", "VALID"]);
  await page.reload();
  await rowOf(page, "Renewed now").waitFor();
  expect(await page.getByText("Pending deletion").count()).toBe(0);
  watch.expectNoProblems();
});

test("undoing stops the new token and leaves the old one; closing the page means Later", async () => {
  const old = await makeKey("Undone");
  await using opened = await openConsole(browser, demo, "owner@acme.example", GENERATED);
  const { page, watch } = opened;
  const link = await renew(page, "Undone");
  await page.getByRole("radio", { name: "Now" }).check();
  await copyLink(page);
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });

  const renewed = await revealToken(browser, link);
  expect([await ask(old), await ask(renewed)]).toEqual(["VALID", "VALID"]);
  await chooseAction(page, old.key, "Undo renewal");
  await page
    .getByRole("alertdialog")
    .getByText(/Its link was opened on .* from /)
    .waitFor();
  await page.getByRole("alertdialog").getByRole("button", { name: "Undo" }).click();
  await page.getByText("The renewal of Undone was undone").waitFor();
  expect([await ask(old), await ask(renewed)]).toEqual(["VALID", "INVALID_CREDENTIALS"]);
  watch.expectNoProblems();
});

test("a link that is made void opens nothing; the key is without a token until it is renewed", async () => {
  await using opened = await openConsole(browser, demo, "owner@acme.example", `${GENERATED}/generate`);
  const { page, watch } = opened;
  await page.getByLabel("Key identification").fill("Voided");
  await page.getByRole("button", { name: "Generate", exact: true }).click();
  await page.getByRole("heading", { name: "Key generated" }).waitFor();
  const link = await shownLink(page);
  await copyLink(page);
  await page.getByRole("button", { name: "Close" }).last().click();
  await chooseAction(page, "Voided", "Void link");
  await page.getByRole("alertdialog").getByText("without a token").waitFor();
  await page.getByRole("alertdialog").getByRole("button", { name: "Void link" }).click();
  await stateOf(page, "Voided").getByText("No token").waitFor();

  await using stranger = await openPage(browser);
  await stranger.page.goto(link);
  await stranger.page.getByRole("button", { name: "Reveal token" }).click();
  await stranger.page.getByRole("heading", { name: "This link was withdrawn" }).waitFor();

  const renewedLink = await renew(page, "Voided");
  expect(await page.getByRole("dialog").getByRole("radio").count()).toBe(0);
  await copyLink(page);
  await page.getByRole("button", { name: "Close" }).last().click();
  expect(await ask(await revealToken(browser, renewedLink))).toBe("RESOURCE_DENIED");
  watch.expectNoProblems();
});

test("a link isn't left by accident before it is copied, and stays nowhere", async () => {
  await makeKey("Guarded");
  await using opened = await openConsole(browser, demo, "owner@acme.example", GENERATED);
  const { page, watch } = opened;
  const link = await renew(page, "Guarded");
  const asked = page.getByRole("alertdialog", { name: "Close without having copied the link?" });
  await page.keyboard.press("Escape");
  expect(await shownLink(page)).toBe(link);
  await page.getByRole("button", { name: "Complete" }).click();
  await asked.getByRole("button", { name: "Back to the link" }).click();
  await page.evaluate(() => history.back());
  await asked.getByRole("button", { name: "Back to the link" }).click();
  await copyLink(page);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);
  await page.getByRole("button", { name: "Complete" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.reload();
  await rowOf(page, "Guarded").waitFor();
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href]));
  expect(kept + (await page.content())).not.toContain("lkl_");
  watch.expectNoProblems();
});

test("a revealed token isn't left by accident, and isn't there for who comes back", async () => {
  await makeKey("Left");
  await using opened = await openConsole(browser, demo, "owner@acme.example", GENERATED);
  const link = await renew(opened.page, "Left");
  await copyLink(opened.page);

  await using stranger = await openPage(browser, { permissions: ["clipboard-read", "clipboard-write"] });
  const { page, watch } = stranger;
  await page.goto(link);
  await page.getByRole("button", { name: "Reveal token" }).click();
  await page.getByRole("heading", { name: "Your API token" }).waitFor();
  const dialogs: string[] = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.type());
    void dialog.dismiss();
  });
  await page.close({ runBeforeUnload: true });
  await expect.poll(() => dialogs).toEqual(["beforeunload"]);
  await page.getByRole("group", { name: "API token" }).getByRole("button").click();
  await page.getByText("you can close this page").waitFor();
  await page.goto(`${demo.url}/healthz`);
  await page.goBack();
  await page.getByRole("heading", { name: "This link isn’t complete" }).waitFor();
  expect(await page.content()).not.toContain("lkt_");
  watch.expectNoProblems();
});

describe.each(LOOKS)("%s", (look, options) => {
  const see = (page: Page, name: string) => expectGood(page, `${look}-${name}`);

  test("renewing, by every panel and question on the way", async () => {
    const { key } = await makeKey(`Looked at in ${look}`);
    await using opened = await openConsole(browser, demo, "owner@acme.example", GENERATED, options);
    const { page, watch } = opened;
    await chooseAction(page, key, "Renew token");
    await page.getByText("Who uses this key").waitFor();
    await see(page, "renew");
    await page.getByRole("dialog").getByRole("button", { name: "Renew token" }).click();
    await page.getByRole("heading", { name: "Token renewed" }).waitFor();
    await page.getByRole("radio", { name: "Now" }).check();
    await see(page, "renewed");
    await page.getByRole("radio", { name: "Later" }).check();
    await page.getByRole("button", { name: "Complete" }).click();
    await see(page, "renewed-leave");
    await page.getByRole("button", { name: "Back to the link" }).click();
    const link = await shownLink(page);
    await copyLink(page);
    await page.getByRole("button", { name: "Complete" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await see(page, "renewal-open");
    await rowOf(page, key)
      .getByRole("button", { name: /^Actions for / })
      .click();
    await see(page, "renewal-menu");
    await page.getByRole("menuitem", { name: "Delete old token" }).click();
    await see(page, "renewal-delete-old");
    await page.getByRole("button", { name: "Cancel" }).click();
    await chooseAction(page, key, "Undo renewal");
    await see(page, "renewal-undo");
    await page.getByRole("button", { name: "Cancel" }).click();
    watch.expectNoProblems();

    await using stranger = await openPage(browser, options);
    await stranger.page.goto(link);
    const reveal = stranger.page.getByRole("button", { name: "Reveal token" });
    await reveal.waitFor();
    await see(stranger.page, "credentials");
    await reveal.click();
    await stranger.page.getByRole("heading", { name: "Your API token" }).waitFor();
    await see(stranger.page, "credentials-revealed");
    stranger.watch.expectNoProblems();

    await using late = await openPage(browser, options);
    await late.page.goto(link);
    await late.page.getByRole("button", { name: "Reveal token" }).click();
    await late.page.getByRole("heading", { name: "This link was already opened" }).waitFor();
    await see(late.page, "credentials-used");
    await late.page.reload();
    await late.page.getByRole("heading", { name: "This link isn’t complete" }).waitFor();
    await see(late.page, "credentials-incomplete");
  });
});

test("renewing and revealing need no mouse", async () => {
  await makeKey("Renewed by keyboard");
  await using opened = await openConsole(browser, demo, "owner@acme.example", GENERATED);
  const { page, watch } = opened;
  const { keyboard } = page;
  const focused = () =>
    page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent);
  const tabTo = async (label: string | RegExp) => {
    for (let i = 0; i < 20; i++) {
      if (((await focused()) ?? "").match(label)) return;
      await keyboard.press("Tab");
    }
    throw new Error(`the Tab key doesn't lead to ${label}, but to ${await focused()}`);
  };
  const kebab = rowOf(page, "Renewed by keyboard").getByRole("button", { name: /^Actions for / });
  await kebab.focus();
  const label = await kebab.getAttribute("aria-label");
  await keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Edit" }).waitFor();
  await keyboard.press("ArrowDown");
  await keyboard.press("Enter");
  await page.getByText("Who uses this key").waitFor();
  await tabTo(/^Renew token$/);
  await keyboard.press("Enter");
  await page.getByRole("heading", { name: "Token renewed" }).waitFor();
  const link = await shownLink(page);
  await tabTo(/^Copy$/);
  await keyboard.press("Enter");
  await page.getByRole("button", { name: "Copied" }).waitFor();
  await keyboard.press("Tab");
  await keyboard.press("ArrowDown");
  expect(await page.getByRole("radio", { name: "Now" }).isChecked()).toBe(true);
  await keyboard.press("Tab");
  await expect.poll(focused).toBe("Complete");
  await keyboard.press("Enter");
  await page.getByText("will be deleted once the link is opened").waitFor();
  await expect.poll(focused).toBe(label);

  await using stranger = await openPage(browser, { permissions: ["clipboard-read", "clipboard-write"] });
  await stranger.page.goto(link);
  await stranger.page.getByRole("button", { name: "Reveal token" }).waitFor();
  await stranger.page.keyboard.press("Tab");
  await stranger.page.keyboard.press("Enter");
  const title = stranger.page.getByRole("heading", { name: "Your API token" });
  await title.waitFor();
  await expect.poll(() => title.evaluate((heading) => document.activeElement === heading)).toBe(true);
  await stranger.page.keyboard.press("Tab");
  await stranger.page.keyboard.press("Tab");
  await stranger.page.keyboard.press("Enter");
  await stranger.page.getByText("you can close this page").waitFor();
  expect(await stranger.page.evaluate(() => navigator.clipboard.readText())).toMatch(/^lkt_/);
  watch.expectNoProblems();
});
