import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { axe } from "../support/axe.ts";
import { connectBrowser, openPage, screenshot, type WatchedPage } from "../support/browser.ts";
import { findClippedText } from "../support/clipped-text.ts";
import { CONSOLE_PAGES, waitForContent } from "../support/console-pages.ts";
import { type Demo, signInByApi, startDemo } from "../support/console.ts";
import { LANGUAGES, readWording } from "../support/wording.ts";

const KEYS = "/accounts/acme/api-keys/generated";

let demo: Demo;
let browser: Browser;

beforeAll(async () => {
  [demo, browser] = await Promise.all([startDemo(), connectBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await demo[Symbol.asyncDispose]();
});

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

test.each(CONSOLE_PAGES)(
  "$name: no text is cut at 360 pixels, in any language",
  async ({ name, email, path, prepare }) => {
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
  },
);

describe.each(LANGUAGES)("$language", ({ language, locale }) => {
  const words = readWording(language);

  test("titles, dates and numbers are the language's own", async () => {
    await using opened = await openAs("owner@acme.example", KEYS, { locale });
    const { page, watch } = opened;
    await screenshot(page, `${language}-1280-generated`);
    expect(await page.title()).toBe(
      words("common.titleInAccount", { page: words("generated.table"), account: "Acme Store" }),
    );
    const date = page.locator(".table time").first();
    const at = new Date((await date.getAttribute("datetime")) ?? "");
    const format = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" });
    expect(await date.textContent()).toBe(format.format(at));
    watch.expectNoProblems();
  });
});

test("a language that is chosen is used at once, and kept", async () => {
  await using opened = await openAs("owner@acme.example", KEYS, { locale: "en-US" });
  const { page, watch } = opened;
  const heading = (text: string) => page.getByRole("heading", { level: 1, name: text }).waitFor();
  await page.getByRole("button", { name: "Your account menu" }).click();
  await page.getByRole("menuitemradio", { name: "Español" }).click();
  await heading("Claves de API");
  await expect.poll(() => page.title()).toBe("Claves generadas · Acme Store · Latchkey");
  expect(await page.evaluate(() => document.documentElement.lang)).toBe("es");
  await page.reload();
  await heading("Claves de API");
  expect(await page.evaluate(() => document.documentElement.lang)).toBe("es");
  const another = await opened.context.newPage();
  await another.goto(demo.url + KEYS);
  await another.getByRole("heading", { level: 1, name: "Claves de API" }).waitFor();
  await page.getByRole("button", { name: "Menú de tu cuenta" }).click();
  await page.getByRole("menuitemradio", { name: "Português (Brasil)" }).click();
  await heading("Chaves de API");
  // Every page of the browser.
  await another.getByRole("heading", { level: 1, name: "Chaves de API" }).waitFor();
  watch.expectNoProblems();
});

test("the service's own roles are called as the language does, wherever they stand, and found so; others are left", async () => {
  await using opened = await openAs("owner@acme.example", "/accounts/acme/roles", { locale: "pt-BR" });
  const { page, watch } = opened;
  const names = () => page.getByRole("rowheader").allInnerTexts();
  expect((await names()).join("\n")).toMatch(/Proprietário[^]*Administrador de usuários/);
  expect((await names()).join("\n")).toContain("OMS - Read only");
  await page.getByRole("searchbox").fill("proprietario");
  await expect.poll(async () => (await names()).length).toBe(1);
  await page.goto(`${demo.url}/accounts/acme/roles/owner/view`);
  await page.getByRole("dialog").getByRole("heading", { name: "Proprietário" }).waitFor();
  await page.goto(`${demo.url}/accounts/acme/users/people`);
  await page.locator(".badge").filter({ hasText: "Proprietário" }).first().waitFor();
  expect(await page.locator(".badge").filter({ hasText: "Owner" }).count()).toBe(0);
  watch.expectNoProblems();
});

describe("text that is cut", () => {
  test.each([
    ["by its own box", `<p style="width: 60px; overflow: hidden; white-space: nowrap">A label that is cut</p>`],
    [
      "by a box around it",
      `<div style="width: 60px; overflow: hidden"><b style="white-space: nowrap">A cut label</b></div>`,
    ],
    ["in its height", `<p style="height: 8px; overflow: hidden">A label</p>`],
    [
      "with an ellipsis and no whole text",
      `<p style="width: 40px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis">A cut label</p>`,
    ],
    [
      "by sticking out of a button",
      `<button style="width: 30px; white-space: nowrap; padding: 0">A label too long</button>`,
    ],
    ["by the edge of the screen", `<p style="position: absolute; left: 340px; white-space: nowrap">A label</p>`],
    ["as a placeholder", `<input aria-label="A" placeholder="A placeholder that is too long" style="width: 60px">`],
    [
      "as a choice",
      `<select aria-label="A" style="width: 60px"><option>A</option><option>A choice too long</option></select>`,
    ],
  ])("%s is found", async (_where, html) => {
    await using opened = await openPage(browser, { viewport: { width: 360, height: 740 } });
    await opened.page.setContent(html);
    expect(await findClippedText(opened.page)).toHaveLength(1);
  });

  test.each([
    ["whole", `<p>A label</p>`],
    [
      "cut on purpose",
      `<p title="A cut label" style="width: 40px; overflow: hidden; white-space: nowrap; text-overflow: ellipsis">A cut label</p>`,
    ],
    ["scrolling", `<div style="width: 60px; overflow: auto; white-space: nowrap">A label that scrolls</div>`],
    [
      "for screen readers",
      `<p style="position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)">Spoken</p>`,
    ],
  ])("is not what is %s", async (_what, html) => {
    await using opened = await openPage(browser, { viewport: { width: 360, height: 740 } });
    await opened.page.setContent(html);
    expect(await findClippedText(opened.page)).toEqual([]);
  });
});
