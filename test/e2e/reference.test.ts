import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { axe } from "../support/axe.ts";
import { connectBrowser, openPage } from "../support/browser.ts";
import { addressOf, latchkey, temporaryFolder } from "../support/latchkey.ts";
import { LOOKS } from "../support/looks.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await connectBrowser();
});

afterAll(() => browser.close());

/** As `expectGood`, but what is on the screen: the whole page is longer than a picture may be. */
async function expectGoodScreen(page: Page, name: string): Promise<void> {
  const folder = process.env["LATCHKEY_TEST_SCREENSHOTS"];
  if (folder !== undefined) {
    await mkdir(folder, { recursive: true });
    await page.screenshot({ path: join(folder, `${name}.png`) });
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), name).toBeLessThanOrEqual(0);
}

test("the API reference can be read in every light and at every width, by the service's own strict policy", async () => {
  const folder = await temporaryFolder();
  const url = await addressOf(latchkey(["start"], { LATCHKEY_DATA_DIR: folder, LATCHKEY_DEMO: "off" }));
  for (const [name, options] of LOOKS) {
    await using opened = await openPage(browser, options);
    const { page, watch } = opened;
    await page.goto(`${url}/docs`);
    await expectGoodScreen(page, `reference-${name}`);
    await page.getByText("Generated keys", { exact: true }).first().click();
    await page.getByRole("link", { name: "POST …/api-keys", exact: true }).click();
    expect(new URL(page.url()).hash).toBe("#generateApiKey");
    await page.getByRole("heading", { name: /POST \/v1\/accounts\/\{account\}\/api-keys$/ }).waitFor();
    await expectGoodScreen(page, `reference-operation-${name}`);
    expect(await axe(page), name).toEqual([]);
    await page.goto(`${url}/docs#errors`);
    await expectGoodScreen(page, `reference-errors-${name}`);
    await page.goto(`${url}/docs#errors-oauth`);
    await expectGoodScreen(page, `reference-errors-of-doors-${name}`);
    watch.expectNoProblems();
  }
});
