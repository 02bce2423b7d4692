import { mkdtempDisposable, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { openPage } from "../support/browser.ts";
import { type Demo, openConsole, rowOf, signInByApi, startDemoForAll } from "../support/console.ts";
import { expectGood, LOOKS } from "../support/looks.ts";

const AUDIT = "/accounts/acme/audit";

let demo: Demo;
let browser: Browser;
/** A key of Zoom that did something in Acme's account. */
let foreign: { key: string; token: string };

startDemoForAll((started) => ({ browser, demo } = started));

beforeAll(async () => {
  const { operator } = demo;
  const zoom = { path: { account: "zoom" } };
  const { data } = await operator.post("/v1/accounts/{account}/api-keys", {
    ...zoom,
    body: { name: "Zoom’s robot", roles: [] },
  });
  foreign = { key: data.key, token: data.token ?? "" };
  await operator.post("/v1/accounts/{account}/external-keys", {
    path: { account: "acme" },
    body: { key: foreign.key, name: "Zoom’s robot", roles: ["owner"] },
  });
  const answer = await fetch(`${demo.url}/v1/accounts/acme/roles`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-api-key": foreign.key, "x-api-token": foreign.token },
    body: JSON.stringify({ name: "Made by Zoom", resources: ["oms.view-order"] }),
  });
  if (answer.status !== 201) throw new Error(`the role wasn’t made: ${answer.status}`);
  const { data: own } = await operator.post("/v1/accounts/{account}/api-keys", {
    path: { account: "acme" },
    body: { name: "Changing key", roles: ["oms-read-only"] },
  });
  await operator.patch("/v1/accounts/{account}/api-keys/{key}", {
    path: { account: "acme", key: own.key },
    body: { name: "Changed key", roles: ["oms-full-access"] },
  });
});

const open = (options = {}, path = AUDIT, email = "owner@acme.example") =>
  openConsole(browser, demo, email, path, options);

/** The entry of the log that says a text. */
const entry = (page: Page, text: string) => rowOf(page, text).first();

test("says in plain words who did what, and before and after with roles by name", async () => {
  await using opened = await open({}, "/accounts/acme/api-keys");
  const { page, watch } = opened;
  await page.getByRole("link", { name: "Audit log" }).click();
  await page.getByRole("heading", { name: "Audit log", level: 1 }).waitFor();
  const changed = entry(page, "Key changed");
  await changed.waitFor();
  expect(await changed.textContent()).toContain("Changed key");
  expect(await changed.textContent()).toContain("Platform operator");
  expect(await changed.locator("time").getAttribute("title")).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  await changed.getByRole("button", { name: /^Details of entry/ }).press("Enter");
  const changes = page.getByRole("table", { name: "What changed" });
  const roles = changes.getByRole("row").filter({ hasText: "Roles" });
  expect(await roles.textContent()).toMatch(/OMS - Read only.*removed.*OMS - Full access.*added/);
  expect(await changes.getByRole("row").filter({ hasText: "Name" }).textContent()).toMatch(/Changing key.*Changed key/);
  watch.expectNoProblems();
});

test("names another company's key as such, with its owner", async () => {
  await using opened = await open();
  const { page, watch } = opened;
  const row = entry(page, "Made by Zoom");
  await row.waitFor();
  expect(await row.textContent()).toContain("Key of Zoom");
  watch.expectNoProblems();
});

test("filters combine, stand in the URL, and survive special characters", async () => {
  await using opened = await open();
  const { page, watch } = opened;
  await entry(page, "Key changed").waitFor();
  await page.getByLabel("What", { exact: true }).selectOption({ label: "All of: Generated keys" });
  await page.waitForURL(/action=key\./);
  await page.getByLabel("Who", { exact: true }).fill("operator");
  await page.waitForURL(/actor=operator/);
  await entry(page, "Key changed").waitFor();
  expect(await page.getByRole("rowheader").filter({ hasNotText: /^Key / }).count()).toBe(0);
  await page.reload();
  await entry(page, "Key changed").waitFor();
  expect(await page.getByLabel("Who", { exact: true }).inputValue()).toBe("operator");

  await page.getByLabel("Who", { exact: true }).fill(`%_'";-- <b>\\`);
  await page.getByText("No entry matches").waitFor();
  await page.getByRole("button", { name: "Clear filters" }).first().click();
  await entry(page, "Made by Zoom").waitFor();
  expect(new URL(page.url()).search).toBe("");

  await page.getByLabel("From", { exact: true }).fill("2000-01-01");
  await page.getByLabel("To", { exact: true }).fill("2000-12-31");
  await page.getByText("No entry matches").waitFor();
  expect(page.url()).toMatch(/from=2000-01-01.*to=2000-12-31/);
  await page.goBack();

  await page.goto(`${demo.url}${AUDIT}`);
  await entry(page, "Key changed")
    .getByRole("button", { name: /^Details of entry/ })
    .click();
  await page.getByRole("button", { name: "Show everything about this" }).click();
  await page.waitForURL(/target=lk-acme-/);
  await entry(page, "Key generated").waitFor();
  await expect.poll(() => page.locator(".table-row").count()).toBe(2);
  watch.expectNoProblems();
});

test("takes a pasted token out of a filter before it reaches an address", async () => {
  await using opened = await open();
  const { page, watch } = opened;
  await entry(page, "Key changed").waitFor();
  await page.getByLabel("On what").fill(foreign.token);
  await page.getByRole("alert").waitFor();
  expect(await page.getByLabel("On what").inputValue()).toBe("");
  expect(page.url()).not.toContain(foreign.token.slice(4, 20));
  watch.expectNoProblems();
});

test("exports what is filtered", async () => {
  await using opened = await open({}, `${AUDIT}?action=role.`);
  const { page, watch } = opened;
  await entry(page, "Made by Zoom").waitFor();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Export JSON" }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^audit-acme-.*\.json$/);
  await using folder = await mkdtempDisposable(join(tmpdir(), "latchkey-export-"));
  const saved = join(folder.path, "export.json");
  await file.saveAs(saved);
  const events = JSON.parse(await readFile(saved, "utf8")) as { action: string }[];
  expect(events.length).toBeGreaterThan(1);
  expect(events.every(({ action }) => action.startsWith("role."))).toBe(true);
  watch.expectNoProblems();
});

test("pages by cursor, and back", async () => {
  const { operator } = demo;
  for (let index = 0; index < 30; index++) {
    await operator.patch("/v1/accounts/{account}", {
      path: { account: "zoom" },
      body: { displayName: `Zoom ${index}` },
    });
  }
  await operator.patch("/v1/accounts/{account}", { path: { account: "zoom" }, body: { displayName: "Zoom" } });
  await using opened = await open({}, "/accounts/zoom/audit?limit=25", "owner@zoom.example");
  const { page, watch } = opened;
  await page.getByRole("rowheader").first().waitFor();
  expect(await page.getByRole("rowheader").count()).toBe(25);
  await page.getByRole("button", { name: "Next page" }).click();
  await page.waitForURL(/page=2/);
  await page.getByText(/^26–/).waitFor();
  await page.getByRole("button", { name: "Previous page" }).click();
  await page.getByText(/^1–25/).waitFor();
  watch.expectNoProblems();
});

test("verifies the log, gives its head, and checks one that was kept", async () => {
  await using opened = await open();
  const { page, watch } = opened;
  await page.getByRole("button", { name: "Verify the log" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Verify", exact: true }).press("Enter");
  await dialog.getByText("The log is intact").waitFor();
  await dialog.getByRole("button", { name: "Copy" }).click();
  const head = await page.evaluate(() => navigator.clipboard.readText());
  expect(JSON.parse(head)).toMatchObject({ account: "acme", mac: expect.stringMatching(/^[0-9a-f]{64}$/) as string });

  const kept = dialog.getByLabel("Kept head");
  await kept.fill(head);
  await dialog.getByRole("button", { name: "Check" }).click();
  await dialog.getByText("The head that you kept is part of it.").waitFor();
  await kept.fill(head.replace(/"sequence":\d+/, '"sequence":100000'));
  await dialog.getByRole("button", { name: "Check" }).click();
  await dialog.getByText(/The end was cut off/).waitFor();
  await kept.fill(head.replace(/"sequence":\d+/, '"sequence":1'));
  await dialog.getByRole("button", { name: "Check" }).click();
  await dialog.getByText(/isn’t the one that your head was taken from/).waitFor();
  await kept.fill(head.replace('"acme"', '"zoom"'));
  await dialog.getByRole("button", { name: "Check" }).click();
  await dialog.getByText("This is the head of another account, zoom.").waitFor();
  await kept.fill("not a head");
  await dialog.getByRole("button", { name: "Check" }).click();
  await dialog.getByText(/That is no head/).waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  expect(new URL(page.url()).pathname).toBe(AUDIT);
  watch.expectNoProblems();
});

test("says which permission is missing to who may not see it", async () => {
  await using opened = await open({}, AUDIT, "staff@acme.example");
  const { page, watch } = opened;
  await page.getByRole("heading", { name: "You can’t see this page" }).waitFor();
  await page.getByText("account.view-audit").first().waitFor();
  watch.expectNoProblems();
});

test("says that it couldn't be loaded, and tries again", async () => {
  await using opened = await open({}, "/accounts/acme/api-keys");
  const { page } = opened;
  await page.getByRole("link", { name: "Audit log" }).waitFor();
  await page.route("**/v1/accounts/acme/audit-events?*", (route) => route.fulfill({ status: 500, body: "" }));
  await page.getByRole("link", { name: "Audit log" }).click();
  await page.getByText("The audit log couldn’t be loaded").waitFor();
  await page.unroute("**/v1/accounts/acme/audit-events?*");
  await page.getByRole("button", { name: "Try again" }).click();
  await entry(page, "Key changed").waitFor();
  expect(await page.getByText("The audit log couldn’t be loaded").count()).toBe(0);
});

describe.each(LOOKS)("%s", (look, options) => {
  const see = (page: Page, name: string) => expectGood(page, `${look}-${name}`);

  test.each(["en", "pt-BR", "es"])("in %s", async (locale) => {
    await using opened = await openPage(browser, { ...options, locale });
    const { page, watch } = opened;
    await signInByApi(page.context(), demo, "owner@acme.example");
    await page.goto(`${demo.url}${AUDIT}`);
    await entry(page, "Changed key").waitFor();
    await entry(page, "Changed key").getByRole("button").last().click();
    await see(page, `audit-${locale}`);
    await page.goto(`${demo.url}${AUDIT}?actor=nobody-at-all`);
    await page.locator(".message").waitFor();
    await see(page, `audit-no-match-${locale}`);
    await page.goto(`${demo.url}${AUDIT}/verify`);
    const dialog = page.getByRole("dialog");
    await dialog.locator(".copy-field").waitFor();
    await dialog.locator('.button[data-variant="primary"]').click();
    await dialog.locator('.banner[data-tone="success"]').waitFor();
    await see(page, `audit-verify-${locale}`);
    watch.expectNoProblems();
  });
});
