import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { connectBrowser } from "../support/browser.ts";
import { chooseAction, openConsole, rowOf, startDemo } from "../support/console.ts";
import { latchkey, temporaryFolder } from "../support/latchkey.ts";
import { expectGood, LOOKS } from "../support/looks.ts";

const GENERATED = "/accounts/farmaciasapp/api-keys/generated";
const EXTERNAL = "/accounts/acme/api-keys/external";

let browser: Browser;

beforeAll(async () => {
  browser = await connectBrowser();
});

afterAll(() => browser.close());

test("a backup taken beside a server is restored, and what it quarantined is decided on in the console", async () => {
  const [before, after, file] = [await temporaryFolder(), await temporaryFolder(), await temporaryFolder()];
  const backup = join(file, "backup.gz");
  {
    await using _demo = await startDemo({ LATCHKEY_DATA_DIR: before });
    const taken = latchkey(["backup", backup], { LATCHKEY_DATA_DIR: before });
    expect(await taken.exited, taken.output).toBe(0);
    const copied = latchkey(["copy", "--to", "postgres://nobody@localhost/nowhere"], { LATCHKEY_DATA_DIR: before });
    expect(await copied.exited).toBe(1);
    expect(copied.output).toContain("a server runs on");
  }
  await copyFile(join(before, "secret"), join(after, "secret"));
  const undecided = latchkey(["restore", backup], { LATCHKEY_DATA_DIR: after });
  expect(await undecided.exited).toBe(2);
  expect(undecided.output).toContain("--quarantine-all");
  const restored = latchkey(["restore", backup, "--quarantine-all"], { LATCHKEY_DATA_DIR: after });
  expect(await restored.exited, restored.output).toBe(0);
  // What was demo data still is: it may be served to this machine alone.
  await copyFile(join(before, "demo"), join(after, "demo"));

  await using demo = await startDemo({ LATCHKEY_DATA_DIR: after });
  for (const [look, options] of LOOKS) {
    for (const [name, path, email] of [
      ["generated", GENERATED, "owner@farmaciasapp.example"],
      ["external", EXTERNAL, "owner@acme.example"],
    ] as const) {
      await using opened = await openConsole(browser, demo, email, path, options);
      await opened.page
        .getByText(/quarantined after a restore$/i)
        .first()
        .waitFor();
      await expectGood(opened.page, `quarantine-${name}-${look}`);
    }
  }

  await using opened = await openConsole(browser, demo, "owner@farmaciasapp.example", GENERATED);
  const { page, watch } = opened;
  const banner = page.locator(".banner").filter({ hasText: /quarantined after a restore/ });
  await banner.getByRole("button").click();
  await page.waitForURL(/quarantined=true/);
  const [first] = await page.getByRole("rowheader").allInnerTexts();
  const key = first?.trim().split(/\s/)[0] ?? "";
  await chooseAction(page, key, "Release");
  await page.getByRole("alertdialog").getByRole("button", { name: "Release" }).click();
  await page.getByText(/was released$/).waitFor();
  await page.getByRole("button", { name: /Show all keys/ }).click();
  await rowOf(page, key).getByText("Active", { exact: true }).waitFor();
  watch.expectNoProblems();
});
