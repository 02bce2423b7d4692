import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import type { Browser, Page } from "playwright-core";
import readExcelFile from "read-excel-file/node";
import { describe, expect, onTestFinished, test } from "vitest";
import { waitForContent } from "../support/console-pages.ts";
import { type Demo, openConsole, rowOf, startDemoForAll } from "../support/console.ts";
import { expectGood, LOOKS } from "../support/looks.ts";

const GENERATED = "/accounts/acme/api-keys/generated";
const EXTERNAL = "/accounts/acme/api-keys/external";
const SETTINGS = "/accounts/acme/api-keys/settings";
const OWNER = "owner@acme.example";

let demo: Demo;
let browser: Browser;

startDemoForAll((started) => ({ browser, demo } = started));

const dialog = (page: Page) => page.getByRole("alertdialog");
const apply = (page: Page) => page.getByRole("button", { name: "Apply" });

test("old tokens are pointed out in their rows, counted, and led to", async () => {
  await using opened = await openConsole(browser, demo, OWNER, GENERATED);
  const { page, watch } = opened;
  await rowOf(page, "ERP").getByText("Renewal highly recommended").waitFor();
  await page
    .getByText("The token has been in use for three or more months beyond the specified period.")
    .first()
    .waitFor();
  await rowOf(page, "Order dashboard").getByText("Renewal recommended").waitFor();
  expect(
    await rowOf(page, "Price updates")
      .getByText(/Renewal/)
      .count(),
  ).toBe(0);

  await page.getByRole("button", { name: "2 highly recommended" }).click();
  await rowOf(page, "Order dashboard").waitFor({ state: "detached" });
  expect(await page.getByRole("rowheader").count()).toBe(2);
  expect(page.url()).toContain("alert=overdue");
  await page.reload();
  await rowOf(page, "ERP").waitFor();
  expect(await page.getByRole("rowheader").count()).toBe(2);
  await page.getByRole("button", { name: "1 recommended" }).click();
  await rowOf(page, "ERP").waitFor({ state: "detached" });
  await rowOf(page, "Order dashboard").waitFor();
  await page.getByRole("button", { name: "Show all keys" }).click();
  await rowOf(page, "ERP").waitFor();
  watch.expectNoProblems();
});

test("both lists are exported from either, as what other programs read, through the browser's own download", async () => {
  await using opened = await openConsole(browser, demo, OWNER, GENERATED);
  const { page, watch } = opened;
  const folder = await mkdtemp(join(tmpdir(), "latchkey-export-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const download = async (format: string) => {
    await page.getByRole("button", { name: "Export" }).click();
    const begun = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: format }).click();
    const file = await begun;
    const name = file.suggestedFilename();
    await file.saveAs(join(folder, name));
    return { name, bytes: await readFile(join(folder, name)) };
  };
  await rowOf(page, "ERP").waitFor();
  const workbook = await download("Excel (XLSX)");
  expect(workbook.name).toMatch(/^api-keys-acme-\d{4}-\d\d-\d\d\.xlsx$/);
  const sheets = await readExcelFile(workbook.bytes);
  expect(sheets.map(({ sheet }) => sheet)).toEqual(["Generated", "External"]);
  expect(sheets[0]?.data.map(([, name]) => name)).toEqual(
    expect.arrayContaining(["keyName", "ERP", "Order dashboard", "Old warehouse"]),
  );

  await page.goto(demo.url + EXTERNAL);
  await rowOf(page, "CrediPay").waitFor();
  const csv = await download("CSV");
  expect(csv.name).toMatch(/\.csv$/);
  const names = parse(csv.bytes.toString("utf8")).map(([tab, , name]) => `${tab} ${name}`);
  expect(names).toEqual(expect.arrayContaining(["generated ERP", "external Farmácias App"]));
  const json = await download("JSON");
  expect(json.name).toMatch(/\.json$/);
  expect(JSON.parse(json.bytes.toString("utf8"))).toMatchObject({ account: "acme" });
  for (const { bytes } of [workbook, csv, json]) expect(bytes.toString("latin1")).not.toContain("lkt_");
  watch.expectNoProblems();
});

test("by keyboard alone: enforcing says which keys stop, stops them, and letting them work on says so too", async () => {
  await using opened = await openConsole(browser, demo, OWNER, SETTINGS);
  const { page, watch } = opened;
  const { data: key } = await demo.operator.post("/v1/accounts/{account}/api-keys", {
    path: { account: "acme" },
    body: { name: "New today", roles: ["oms-read-only"] },
  });
  const { token } = key as unknown as { token: string };
  const enforcement = page.getByRole("switch", { name: "Let tokens expire at that age" });
  await enforcement.waitFor();
  expect(await page.getByRole("radio", { name: "3 months (recommended)" }).isChecked()).toBe(true);
  expect(await apply(page).getAttribute("aria-disabled")).toBe("true");

  await enforcement.focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await dialog(page).getByRole("heading", { name: "Let tokens expire after 3 months?" }).waitFor();
  // The inactive one has stopped already.
  await dialog(page).getByText("2 keys stop working at once").waitFor();
  expect(await dialog(page).getByRole("listitem").allInnerTexts()).toEqual([
    expect.stringMatching(/^ERP lk-acme-/) as string,
    expect.stringMatching(/^Order dashboard lk-acme-/) as string,
  ]);
  await page.keyboard.press("Escape");
  await dialog(page).waitFor({ state: "detached" });
  expect((await settingsOf()).enforcement).toBe("alert");

  await apply(page).press("Enter");
  await dialog(page).getByRole("button", { name: "Let them expire" }).press("Enter");
  await page.getByText("The settings were applied").waitFor();
  expect(await settingsOf()).toMatchObject({ enforcement: "expire", renewalMonths: 3 });
  expect(await demo.verify({ account: "acme", key: key.key, token, resource: "oms.view-order" })).toBe("VALID");

  await page.goto(demo.url + GENERATED);
  await rowOf(page, "ERP").getByText("Token stopped working on").waitFor();
  await page.getByRole("button", { name: "1 stopped", exact: true }).waitFor();

  await page.goto(demo.url + SETTINGS);
  await enforcement.waitFor();
  expect(await enforcement.isChecked()).toBe(true);
  await enforcement.uncheck();
  await apply(page).click();
  await dialog(page).getByText("2 keys whose tokens had stopped work again at once").waitFor();
  await dialog(page).getByRole("button", { name: "Let them work on" }).click();
  await page.getByText("The settings were applied").waitFor();
  expect((await settingsOf()).enforcement).toBe("alert");
  const { data: events } = await demo.operator.get("/v1/accounts/{account}/audit-events", {
    path: { account: "acme" },
    query: { action: "settings.changed", sort: "sequence" },
  });
  expect(events.items.map(({ after }) => after)).toEqual([
    { enforcement: "expire", keysStopped: 2 },
    { enforcement: "alert", keysRevived: 2 },
  ]);
  watch.expectNoProblems();
});

test("somebody else's decision in between is noticed, not overwritten", async () => {
  await using opened = await openConsole(browser, demo, OWNER, SETTINGS);
  const { page, watch } = opened;
  await page.getByRole("radio", { name: "6 months" }).check();
  await patchSettings({ enforcement: "expire" });
  await apply(page).click();
  await expect.poll(() => page.getByRole("switch").isChecked()).toBe(true);
  watch.takeExpected(/412/);
  expect(await settingsOf()).toMatchObject({ renewalMonths: 3, enforcement: "expire" });
  await patchSettings({ enforcement: "alert" });
  watch.expectNoProblems();
});

test("who may not change the settings sees them, and why", async () => {
  await using opened = await openConsole(browser, demo, "viewer@acme.example", SETTINGS);
  const { page, watch } = opened;
  await page.getByText("account.edit-api-keys-settings").first().waitFor();
  await page.getByRole("switch").press("Space");
  await page.getByRole("radio", { name: "6 months" }).click();
  expect(await page.getByRole("switch").isChecked()).toBe(false);
  expect(await page.getByRole("radio", { name: "3 months (recommended)" }).isChecked()).toBe(true);
  expect(await apply(page).getAttribute("aria-disabled")).toBe("true");
  watch.expectNoProblems();
});

describe.each(LOOKS)("%s", (look, options) => {
  test("settings, alerts and export look right, and axe finds nothing", async () => {
    await using opened = await openConsole(browser, demo, OWNER, GENERATED, options);
    const { page, watch } = opened;
    const see = async (name: string) => {
      await waitForContent(page);
      await expectGood(page, `${look}-${name}`);
    };
    await rowOf(page, "ERP").waitFor();
    await see("alerts");
    await page.getByRole("button", { name: "Export" }).click();
    await page.getByRole("menu").waitFor();
    await see("export");
    await page.keyboard.press("Escape");
    await page.goto(demo.url + SETTINGS);
    await page.getByRole("switch").waitFor();
    await see("key-settings");
    await page.getByRole("switch").check();
    await apply(page).click();
    await dialog(page).waitFor();
    await see("key-settings-enforce");
    await patchSettings({ enforcement: "expire" });
    await page.goto(demo.url + GENERATED);
    await rowOf(page, "ERP").waitFor();
    await see("alerts-enforced");
    await patchSettings({ enforcement: "alert" });
    watch.expectNoProblems();
  });
});

const path = { account: "acme" };

async function settingsOf() {
  return (await demo.operator.get("/v1/accounts/{account}/api-key-settings", { path })).data;
}

async function patchSettings(body: { enforcement: "alert" | "expire" }): Promise<void> {
  await demo.operator.patch("/v1/accounts/{account}/api-key-settings", { path, body });
}
