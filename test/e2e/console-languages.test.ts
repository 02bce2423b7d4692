import type { Browser } from "playwright-core";
import { describe, expect, test } from "vitest";
import { openPage, screenshot, type WatchedPage } from "../support/browser.ts";
import { findClippedText } from "../support/clipped-text.ts";
import { waitForContent } from "../support/console-pages.ts";
import { type Demo, signInByApi, startDemoForAll } from "../support/console.ts";
import { LANGUAGES, readWording } from "../support/wording.ts";

const KEYS = "/accounts/acme/api-keys/generated";

let demo: Demo;
let browser: Browser;

startDemoForAll((started) => ({ browser, demo } = started));

async function openAsOwner(path: string, locale: string): Promise<WatchedPage> {
  const opened = await openPage(browser, { locale });
  await signInByApi(opened.context, demo, "owner@acme.example");
  await opened.page.goto(demo.url + path);
  await waitForContent(opened.page);
  return opened;
}

describe.each(LANGUAGES)("$language", ({ language, locale }) => {
  const words = readWording(language);

  test("titles, dates and numbers are the language's own", async () => {
    await using opened = await openAsOwner(KEYS, locale);
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
  await using opened = await openAsOwner(KEYS, "en-US");
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
  await using opened = await openAsOwner("/accounts/acme/roles", "pt-BR");
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
