import { createClient } from "@latchkey/sdk/client";
import type { Browser, Page } from "playwright-core";
import { expect, test } from "vitest";
import { openPage } from "../support/browser.ts";
import { chooseAction, type Demo, openConsole, rowOf, signIn, startDemoForAll } from "../support/console.ts";
import { expectGood, LOOKS } from "../support/looks.ts";

const OPERATOR = "operator@latchkey.example";

let demo: Demo;
let browser: Browser;

startDemoForAll((started) => ({ browser, demo } = started));

const open = (path: string, email = OPERATOR) => openConsole(browser, demo, email, path);

const toast = (page: Page, text: string) => page.getByText(text, { exact: true }).last().waitFor();

test("an operator who belongs to no account begins at the platform, and gets back to it from an account", async () => {
  await using opened = await open("/");
  const { page, watch } = opened;
  await page.getByRole("heading", { name: "Accounts", level: 1 }).waitFor();
  expect(new URL(page.url()).pathname).toBe("/platform/accounts");
  expect(await page.title()).toBe("Accounts · Latchkey");

  await page.getByRole("link", { name: "Acme Store" }).click();
  await page.getByRole("heading", { name: "API keys", level: 1 }).waitFor();
  await page.getByRole("banner").getByText("Acme Store").waitFor();
  await expect.poll(() => page.title()).toBe("Generated keys · Acme Store · Latchkey");
  await page.getByRole("button", { name: "Your account menu" }).click();
  await page.getByRole("menuitem", { name: "Platform log" }).click();
  await page.getByRole("heading", { name: "Platform log", level: 1 }).waitFor();
  watch.expectNoProblems();
});

test("creates an account under the name that its display name suggests, and renames it", async () => {
  await using opened = await open("/platform/accounts");
  const { page, watch } = opened;
  await page.getByRole("button", { name: "Create account" }).click();
  const panel = page.getByRole("dialog");
  await panel.getByLabel("Display name").fill("Acme");
  expect(await panel.getByLabel("Account name").inputValue()).toBe("acme");
  await panel.getByRole("button", { name: "Create account" }).click();
  await panel.getByText("There is an account with this name already.").waitFor();
  watch.takeExpected(/409/);
  await panel.getByLabel("Account name").fill("Not a name");
  await panel.getByText("Use 2 to 40 lower-case letters").waitFor();
  await panel.getByLabel("Account name").fill("");
  await panel.getByLabel("Display name").fill("Pão & Açúcar");
  expect(await panel.getByLabel("Account name").inputValue()).toBe("pao-acucar");
  await panel.getByRole("button", { name: "Create account" }).press("Enter");
  await toast(page, "Pão & Açúcar was created");
  await panel.waitFor({ state: "detached" });

  await page.getByRole("searchbox").fill("pao");
  await rowOf(page, "Pão & Açúcar").getByText("pao-acucar").waitFor();
  await expect.poll(() => page.getByRole("rowheader").count()).toBe(1);
  await chooseAction(page, "Pão & Açúcar", "Rename account");
  await panel.getByLabel("Display name").fill("Pão de Açúcar");
  await panel.getByRole("button", { name: "Save" }).click();
  await rowOf(page, "Pão de Açúcar").waitFor();

  await chooseAction(page, "Pão de Açúcar", "Open audit log");
  await page.getByRole("heading", { name: "Audit log", level: 1 }).waitFor();
  await rowOf(page, "Account created").waitFor();
  expect(await rowOf(page, "Account changed").textContent()).toContain("Paula (platform team)");
  watch.expectNoProblems();
});

test("suspending says what stops, and stops it; restoring brings it back", async () => {
  const credipay = { path: { account: "credipay" } };
  const { data } = await demo.operator.post("/v1/accounts/{account}/api-keys", {
    ...credipay,
    body: { name: "Checkout", roles: ["oms-read-only"] },
  });
  const ask = () =>
    demo.verify({ account: "credipay", key: data.key, token: data.token ?? "", resource: "oms.view-order" });
  expect(await ask()).toBe("VALID");

  await using opened = await open("/platform/accounts");
  const { page, watch } = opened;
  await chooseAction(page, "CrediPay", "Suspend account");
  const dialog = page.getByRole("alertdialog");
  await dialog.getByText("2 active keys of its own").waitFor();
  await dialog.getByText("Admitted 1 time by other accounts").waitFor();
  await dialog.getByRole("button", { name: "Suspend account" }).click();
  await toast(page, "CrediPay is suspended");
  expect(await ask()).toBe("ACCOUNT_SUSPENDED");
  await page.getByRole("radio", { name: "Suspended" }).check({ force: true });
  await page.waitForURL(/status=/);
  await rowOf(page, "CSU Opte+").waitFor();
  await expect.poll(() => rowOf(page, "Acme Store").count()).toBe(0);

  await chooseAction(page, "CrediPay", "Restore account");
  await dialog.getByRole("button", { name: "Restore account" }).click();
  await toast(page, "CrediPay is active again");
  expect(await ask()).toBe("VALID");
  watch.expectNoProblems();
});

test("a service key is shown once, isn't left by accident, verifies, and stops when it is deleted", async () => {
  await using opened = await open("/platform/service-keys");
  const { page, watch } = opened;
  await page.getByRole("button", { name: "Generate service key" }).click();
  const panel = page.getByRole("dialog");
  await panel.getByLabel("Service").fill("Stock API");
  await panel.getByRole("button", { name: "Generate", exact: true }).click();
  await panel.getByText("This secret will only be displayed once").waitFor();
  const shown = await panel.getByRole("group", { name: "Service key" }).locator("code").textContent();
  expect(shown).toMatch(/^lks_/);
  const token = shown ?? "";

  await page.goBack();
  await page.getByRole("alertdialog").getByRole("button", { name: "Back to the service key" }).click();
  await panel.getByRole("button", { name: "Copy" }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(token);
  await panel.getByRole("button", { name: "Close" }).first().click();
  await panel.waitFor({ state: "detached" });
  await rowOf(page, "Stock API").waitFor();
  expect(await page.content()).not.toContain(token);

  const service = createClient({ baseUrl: demo.url, credential: { kind: "bearer", token } });
  const { data } = await demo.operator.post("/v1/accounts/{account}/api-keys", {
    path: { account: "acme" },
    body: { name: "Stock", roles: ["oms-read-only"] },
  });
  const question = { account: "acme", key: data.key, token: data.token ?? "", resource: "oms.view-order" };
  expect((await service.post("/v1/verify", { body: question })).data.code).toBe("VALID");

  await chooseAction(page, "Stock API", "Delete service key");
  const dialog = page.getByRole("alertdialog");
  await dialog.getByRole("checkbox").check({ force: true });
  await dialog.getByRole("button", { name: "Delete" }).click();
  await toast(page, "The service key of Stock API was deleted");
  await rowOf(page, "Stock API").waitFor({ state: "detached" });
  await expect(service.post("/v1/verify", { body: question })).rejects.toMatchObject({ status: 401 });
  watch.expectNoProblems();
});

test("adds operators, known and new, who then see the platform, until they are removed; the log says so", async () => {
  await using opened = await open("/platform/operators");
  const { page, watch } = opened;
  const panel = page.getByRole("dialog");
  await page.getByRole("button", { name: "Add operator" }).click();
  await panel.getByLabel("Email").fill("nobody@zoom.example");
  await panel.getByRole("button", { name: "Add", exact: true }).click();
  await panel.getByText("Nobody signs in with this email.").waitFor();
  watch.takeExpected(/422|400/);
  await panel.getByLabel("Email").fill("Owner@Zoom.example");
  await panel.getByRole("button", { name: "Add", exact: true }).click();
  await toast(page, "Olivia (Zoom) is an operator now");
  await rowOf(page, "owner@zoom.example").waitFor();

  await page.getByRole("button", { name: "Add operator" }).click();
  await panel.getByRole("radio", { name: "A new person" }).check({ force: true });
  await panel.getByLabel("Email").fill("pat@latchkey.example");
  await panel.getByLabel("Name").fill("Pat");
  await panel.getByLabel("First password").fill("a few good words");
  await panel.getByRole("button", { name: "Add", exact: true }).click();
  await rowOf(page, "pat@latchkey.example").waitFor();
  {
    await using theirs = await openPage(browser);
    await theirs.page.goto(demo.url);
    await signIn(theirs.page, "pat@latchkey.example", "a few good words");
    await theirs.page.getByRole("heading", { name: "Accounts", level: 1 }).waitFor();
    await theirs.page.getByRole("link", { name: "Operators" }).click();
    await chooseAction(theirs.page, "pat@latchkey.example", "Remove operator");
    const dialog = theirs.page.getByRole("alertdialog");
    await dialog.getByText("Only another operator can add you again.").waitFor();
    await dialog.getByRole("button", { name: "Remove" }).click();
    // They belong to no account: nothing of them is left.
    await theirs.page.getByRole("heading", { name: "Sign in to Latchkey" }).waitFor();
    theirs.watch.expectNoProblems();
  }

  await chooseAction(page, "owner@zoom.example", "Remove operator");
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
  await rowOf(page, "owner@zoom.example").waitFor({ state: "detached" });

  await page.getByRole("link", { name: "Platform log" }).click();
  await rowOf(page, "Operator removed").filter({ hasText: "Olivia (Zoom)" }).waitFor();
  await page.getByLabel("What", { exact: true }).selectOption({ label: "Operator added" });
  await page.waitForURL(/action=operator\.added/);
  const added = rowOf(page, "Pat").filter({ hasText: "Paula (platform team)" });
  await added.getByRole("button", { name: /^Details of entry/ }).click();
  await page.getByRole("table", { name: "What changed" }).getByText("pat@latchkey.example").waitFor();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Export CSV" }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^audit-platform-.*\.csv$/);

  await page.getByRole("button", { name: "Verify the log" }).click();
  await panel.getByRole("button", { name: "Verify", exact: true }).click();
  await panel.getByText("The log is intact").waitFor();
  const head = (await panel.getByRole("group", { name: "Head now" }).locator("code").textContent()) ?? "";
  await panel.getByLabel("Kept head").fill(head);
  await panel.getByRole("button", { name: "Check" }).click();
  await panel.getByText("The head that you kept is part of it.").waitFor();
  await panel.getByRole("button", { name: "Close" }).last().click();
  await page.waitForURL(/\/platform\/log\?action=operator\.added$/);
  watch.expectNoProblems();
});

test.each(LOOKS)(
  "rule 7: shows, on %s, the link by which who was made up by an account becomes an operator",
  async (look, options) => {
    // By an owner of the account, who knows the password.
    const { data } = await demo.operator.post("/v1/accounts/{account}/api-keys", {
      path: { account: "acme" },
      body: { name: `Owner ${look}`, roles: ["owner"] },
    });
    const owner = createClient({
      baseUrl: demo.url,
      credential: { kind: "api-key", key: data.key, token: data.token ?? "" },
    });
    const email = `planted-${look}@latchkey.example`;
    const password = "known to the account";
    const person = { email, name: "Petra", roles: [], password };
    await owner.post("/v1/accounts/{account}/users", { path: { account: "acme" }, body: person });
    await using planted = await openConsole(browser, demo, email, "/", {}, password);

    await using opened = await openConsole(browser, demo, OPERATOR, "/platform/operators", options);
    const { page, watch } = opened;
    const panel = page.getByRole("dialog");
    await page.getByRole("button", { name: "Add operator" }).click();
    await panel.getByLabel("Email").fill(email);
    await panel.getByRole("button", { name: "Add", exact: true }).click();
    await panel.getByText("What they signed in with counts no more").waitFor();
    await expectGood(page, `${look}-operator-link`);
    await panel.getByRole("button", { name: "Copy" }).click();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    await panel.getByRole("button", { name: "Close" }).last().click();
    await rowOf(page, email).waitFor();
    watch.expectNoProblems();

    await planted.page.goto(`${demo.url}/platform/operators`);
    await planted.page.getByRole("heading", { name: "Sign in to Latchkey" }).waitFor();
    await signIn(planted.page, email, password);
    await planted.page.getByText("That email and password don’t match.").waitFor();
    planted.watch.takeExpected(/401/);

    await planted.page.goto(link);
    await planted.page.getByLabel("New password").fill("a password of her own");
    await planted.page.getByRole("button", { name: "Set password" }).click();
    await planted.page.getByText("Your new password is set").waitFor();
  },
);

test("is for operators alone", async () => {
  await using opened = await open("/platform/service-keys", "owner@acme.example");
  const { page, watch } = opened;
  await page.getByRole("heading", { name: "You can’t see this page" }).waitFor();
  await page.getByText("It is for the people who operate the platform.").waitFor();
  await page.getByRole("button", { name: "Your account menu" }).click();
  await page.getByRole("menuitem", { name: "Profile" }).waitFor();
  expect(await page.getByRole("menuitem", { name: "Service keys" }).count()).toBe(0);
  watch.expectNoProblems();
});
