import type { Browser, Page } from "playwright-core";
import { expect, test } from "vitest";
import { type Demo, openConsole, rowOf, startDemoForAll } from "../support/console.ts";

/** What was asked before is shown until the answer is there. */
const SLOWLY = { timeout: 15_000 };
const OPERATOR = "operator@latchkey.example";

let demo: Demo;
let browser: Browser;

startDemoForAll((started) => ({ browser, demo } = started));

async function choose(page: Page, field: string, resource: string): Promise<void> {
  await page.getByRole("combobox", { name: field }).fill(resource);
  await page.getByRole("listbox").getByRole("option").filter({ hasText: resource }).first().click();
}

test("S12: before a permission becomes mandatory the platform team finds who would be refused, and sees it mended", async () => {
  await using opened = await openConsole(browser, demo, OPERATOR, "/platform/accounts");
  const { page, watch } = opened;
  await page.getByRole("link", { name: "Missing permissions" }).click();
  await page.getByText("Which permission will be required?").waitFor();
  await choose(page, "Permission that will be required", "oms.cancel-order");
  await choose(page, "Permission that the API asks for today", "oms.view-order");
  await page.waitForURL(/resource=oms\.cancel-order&used=oms\.view-order$/);

  // In Acme Store all three partners use the orders' API, and CrediPay may cancel orders already.
  const list = page.getByRole("table", { name: "Missing permissions" });
  await rowOf(page, "Zoom").getByText("Acme Store").waitFor();
  await expect.poll(() => list.getByRole("rowheader").count(), SLOWLY).toBe(2);
  expect(await rowOf(page, "CrediPay").count()).toBe(0);
  const partner = rowOf(page, "Farmácias App");
  expect(await partner.locator(".badge").allInnerTexts()).toEqual(["logistics-read-only", "oms-read-only"]);

  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Export CSV" }).click(),
  ]);
  expect(file.suggestedFilename()).toMatch(/^gaps-oms\.cancel-order-\d{4}-\d\d-\d\d\.csv$/);

  // The key leads to where its roles are changed.
  await partner.getByRole("rowheader").getByRole("link").click();
  await page.getByRole("dialog").getByRole("checkbox", { name: "OMS - Full access" }).check();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.goto(`${demo.url}/platform/gaps?resource=oms.cancel-order&used=oms.view-order`);
  await rowOf(page, "Zoom").waitFor();
  await expect.poll(() => list.getByRole("rowheader").count(), SLOWLY).toBe(1);
  expect(await page.getByRole("combobox", { name: "Permission that the API asks for today" }).inputValue()).toContain(
    "oms.view-order",
  );

  // Whoever uses the API has what it asks for today.
  await choose(page, "Permission that will be required", "oms.view-order");
  await page.getByText("No key would be refused").waitFor();
  await page.goBack();
  await rowOf(page, "Zoom").waitFor();
  watch.expectNoProblems();
});

test("an unknown permission is said to be none, and whatever a key was used for counts where nothing is named", async () => {
  await using opened = await openConsole(browser, demo, OPERATOR, "/platform/gaps?resource=no.such-permission");
  const { page, watch } = opened;
  await page.getByText("The keys couldn’t be loaded").waitFor();
  watch.takeExpected(/404/);
  await page.getByLabel("Used within").selectOption({ label: "The last 90 days" });
  await page.waitForURL(/days=90/);
  await page.getByText("The keys couldn’t be loaded").waitFor();
  watch.takeExpected(/404/);
  await choose(page, "Permission that will be required", "account.edit-users");
  await rowOf(page, "Zoom").waitFor();
  expect(await page.getByRole("rowheader").count()).toBeGreaterThan(3);
  watch.expectNoProblems();
});

test("is for operators alone", async () => {
  await using opened = await openConsole(browser, demo, "owner@acme.example", "/platform/gaps?resource=oms.view-order");
  await opened.page.getByRole("heading", { name: "You can’t see this page" }).waitFor();
  opened.watch.expectNoProblems();
});
