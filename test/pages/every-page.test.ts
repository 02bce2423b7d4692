// Every page and dialog of the console, in every language, narrow and wide, light and dark.
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { axe } from "../support/axe.ts";
import { openPage, screenshot, type WatchedPage } from "../support/browser.ts";
import { findClippedText } from "../support/clipped-text.ts";
import { CONSOLE_PAGES, waitForContent } from "../support/console-pages.ts";
import { type Demo, signInByApi, startDemoForAll } from "../support/console.ts";
import { expectGood } from "../support/looks.ts";
import { LANGUAGES, readWording } from "../support/wording.ts";

let demo: Demo;
let browser: Browser;

startDemoForAll((started) => ({ browser, demo } = started));

/** Where the cookies of whoever signed in before are kept: one session each is enough. */
const signedIn = new Map<string, BrowserContextOptions["storageState"]>();

async function openAs(email: string | null, path: string, options: BrowserContextOptions): Promise<WatchedPage> {
  const storageState = email === null ? undefined : signedIn.get(email);
  const opened = await openPage(browser, { ...options, ...(storageState !== undefined && { storageState }) });
  if (email !== null && storageState === undefined) {
    await signInByApi(opened.context, demo, email);
    signedIn.set(email, await opened.context.storageState());
  }
  await opened.page.goto(demo.url + path);
  await waitForContent(opened.page);
  return opened;
}

/** Has a page speak another language where it stands, as when it is chosen on another page of the same browser. */
async function speak(page: Page, language: string): Promise<void> {
  await page.evaluate((chosen) => {
    localStorage.setItem("latchkey.language", chosen);
    dispatchEvent(new StorageEvent("storage", { key: "latchkey.language", newValue: chosen }));
  }, language);
  await page.waitForFunction((wanted) => document.documentElement.lang === wanted, language);
}

describe.each(CONSOLE_PAGES)("$name", ({ name, email, path, prepare }) => {
  test("at 360 pixels no text is cut, in any language", async () => {
    await using opened = await openAs(email, path, { locale: "en-US", viewport: { width: 360, height: 740 } });
    const { page } = opened;
    await prepare?.(page, readWording("en"));
    // What axe looks for doesn't depend on the words.
    expect(await axe(page)).toEqual([]);
    const found: Record<string, readonly string[]> = {};
    for (const { language } of LANGUAGES) {
      await speak(page, language);
      await screenshot(page, `${language}-360-${name}`);
      const width = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      found[language] = [
        ...(await findClippedText(page)),
        ...(width > 0 ? [`the page is ${width} pixels too wide`] : []),
      ];
    }
    expect(found).toEqual(Object.fromEntries(LANGUAGES.map(({ language }) => [language, []])));
  });

  test("with room, light and dark, it looks right, and axe finds nothing", async () => {
    await using opened = await openAs(email, path, { locale: "en-US" });
    const { page, watch } = opened;
    await prepare?.(page, readWording("en"));
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await expectGood(page, `${colorScheme}-1280-${name}`);
    }
    // The browser says by itself of what isn't there, or isn't for them, that it wasn't given.
    expect(watch.problems.filter((problem) => !/status of 40[34]/.test(problem))).toEqual([]);
  });
});
