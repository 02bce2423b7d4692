import type { Browser, Page } from "playwright-core";
import { expect, test } from "vitest";
import { openPage } from "../support/browser.ts";
import { findClippedText } from "../support/clipped-text.ts";
import { waitForContent } from "../support/console-pages.ts";
import { type Demo, openConsole, signIn, signInByApi, startDemoForAll } from "../support/console.ts";
import { expectGood } from "../support/looks.ts";
import { totp } from "../support/totp.ts";
import { LANGUAGES, readWording } from "../support/wording.ts";

const PASSWORD = "latchkey-demo";
const STEP_MS = 30_000;

let demo: Demo;
let browser: Browser;

startDemoForAll((started) => ({ browser, demo } = started));

/** Good, and nothing cut. */
async function expectWhole(page: Page, name: string): Promise<void> {
  await expectGood(page, name);
  expect(await findClippedText(page), name).toEqual([]);
}

test("a second proof is turned on, asked for at sign-in, and turned off", async () => {
  await using opened = await openConsole(browser, demo, "viewer@acme.example", "/profile");
  const { page, context, watch } = opened;
  await page.getByRole("button", { name: "Turn on two-factor" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Current password").fill("not-my-password");
  await dialog.getByRole("button", { name: "Continue" }).click();
  await dialog.getByText("That isn’t your current password.").waitFor();
  watch.takeExpected(/console error: Failed to load resource/);
  await dialog.getByLabel("Current password").fill(PASSWORD);
  await dialog.getByRole("button", { name: "Continue" }).click();
  await dialog.getByRole("img", { name: "QR code of the key below" }).waitFor();
  await expectWhole(page, "profile-enrolment-1280");
  const secret = (await dialog.getByRole("group", { name: "Setup key" }).locator("code").textContent()) ?? "";
  // The code of the step before is taken as well; that of now can then be used to sign in.
  const enrolledAt = Date.now();
  await dialog.getByLabel("Code from the app").fill(totp(secret, enrolledAt - STEP_MS));
  await dialog.getByRole("button", { name: "Turn on", exact: true }).click();
  await page.getByRole("heading", { name: "Your recovery codes" }).waitFor();
  const codes = await page.getByRole("list", { name: "Your recovery codes" }).locator("code").allTextContents();
  expect(new Set(codes).size).toBeGreaterThanOrEqual(8);
  await expectWhole(page, "profile-recovery-codes-1280");

  await page.getByRole("button", { name: "Close" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Back to the codes" }).click();
  const download = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  expect((await download).suggestedFilename()).toBe("latchkey-recovery-codes.txt");
  await page.getByRole("button", { name: "Close" }).first().click();
  await page.getByText(`${codes.length} recovery codes left`).waitFor();

  await using other = await openPage(browser);
  await other.page.goto(`${demo.url}/profile`);
  await signIn(other.page, "viewer@acme.example");
  await other.page.getByRole("heading", { name: "Confirm that it’s you" }).waitFor();
  await expectWhole(other.page, "sign-in-code-1280");
  await other.page.getByLabel("Code").fill("000000");
  await other.page.getByRole("button", { name: "Sign in" }).click();
  await other.page.getByText("That code is wrong").waitFor();
  other.watch.takeExpected(/console error: Failed to load resource/);
  await other.page.getByLabel("Code").fill(codes[0] ?? "");
  await other.page.getByRole("button", { name: "Sign in" }).click();
  await other.page.getByText(`${codes.length - 1} recovery codes left`).waitFor();
  expect(new URL(other.page.url()).pathname).toBe("/profile");

  await page.getByRole("button", { name: "Turn off two-factor" }).click();
  await dialog.getByLabel("Current password").fill(PASSWORD);
  await dialog.getByRole("button", { name: "Turn off", exact: true }).click();
  await page.getByRole("button", { name: "Turn on two-factor" }).waitFor();
  expect(context.pages()).toHaveLength(1);
  watch.expectNoProblems();
  other.watch.expectNoProblems();
});

test("one's other sessions are listed, and end", async () => {
  await using other = await openConsole(browser, demo, "owner@zoom.example", "/profile");
  await using opened = await openConsole(browser, demo, "owner@zoom.example", "/profile");
  const { page, watch } = opened;
  await page.getByText("This browser").waitFor();
  await page.getByRole("button", { name: "End all others" }).click();
  await page.getByText("All other sessions were ended").waitFor();
  await other.page.reload();
  await other.page.getByRole("heading", { name: "Sign in to Latchkey" }).waitFor();
  expect(await page.getByRole("button", { name: "End all others" }).getAttribute("aria-disabled")).toBe("true");
  watch.expectNoProblems();
});

test("a language that is chosen follows the person to another browser", async () => {
  await using opened = await openConsole(browser, demo, "owner@credipay.example", "/profile");
  await opened.page.getByLabel("Language").selectOption("Español");
  await opened.page.getByRole("heading", { name: "Perfil" }).waitFor();
  await opened.page.waitForLoadState("networkidle");
  await using other = await openPage(browser);
  await signInByApi(other.context, demo, "owner@credipay.example");
  await other.page.goto(`${demo.url}/profile`);
  await other.page.getByRole("heading", { name: "Perfil" }).waitFor();
  opened.watch.expectNoProblems();
  other.watch.expectNoProblems();
});

test.each(LANGUAGES)("the profile is whole in $language, narrow and dark", async ({ language, locale }) => {
  await using opened = await openPage(browser, {
    locale,
    colorScheme: language === "en" ? "light" : "dark",
    viewport: { width: 360, height: 740 },
  });
  await signInByApi(opened.context, demo, "owner@acme.example");
  await opened.page.goto(`${demo.url}/profile`);
  await waitForContent(opened.page);
  await opened.page.getByText(readWording(language)("profile.thisSession")).waitFor();
  await expectWhole(opened.page, `profile-360-${language}`);
  opened.watch.expectNoProblems();
});
