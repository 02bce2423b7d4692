import type { Browser, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { openPage } from "../support/browser.ts";
import { type Demo, keyOf, openConsole, rowOf, startDemoForAll } from "../support/console.ts";
import { expectGood, LOOKS } from "../support/looks.ts";

const EXTERNAL = "/accounts/acme/api-keys/external";
const GENERATED = "/accounts/acme/api-keys/generated";
const PARTNERS = "/accounts/farmaciasapp/api-keys/generated";

let demo: Demo;
let browser: Browser;

startDemoForAll((started) => ({ browser, demo } = started));

describe.each(LOOKS)("%s", (look, options) => {
  const see = (page: Page, name: string) => expectGood(page, `${look}-${name}`);

  const menuOf = (page: Page, row: string) => rowOf(page, row).getByRole("button", { name: /^Actions for / });

  test("signing in", async () => {
    await using opened = await openPage(browser, options);
    await opened.page.goto(demo.url);
    await opened.page.getByRole("heading", { name: "Sign in to Latchkey" }).waitFor();
    await see(opened.page, "sign-in");
    await opened.page.getByRole("button", { name: "Sign in" }).click();
    await opened.page.getByText("Enter your email.").waitFor();
    await see(opened.page, "sign-in-empty");
    opened.watch.expectNoProblems();
  });

  test("external keys", async () => {
    await using opened = await openConsole(browser, demo, "owner@acme.example", EXTERNAL, options);
    const { page, watch } = opened;
    await rowOf(page, "CrediPay").waitFor();
    await see(page, "external");
    await menuOf(page, "CrediPay").click();
    await see(page, "external-menu");
    await page.getByRole("menuitem", { name: "Use", exact: true }).click();
    await page.getByRole("rowheader", { name: /oms\.view-order/ }).waitFor();
    await see(page, "external-use");
    await page.keyboard.press("Escape");
    await menuOf(page, "CrediPay").click();
    await page.getByRole("menuitem", { name: "Remove" }).click();
    await see(page, "external-remove");
    await page.getByRole("button", { name: "Cancel" }).click();
    await menuOf(page, "CrediPay").click();
    await page.getByRole("menuitem", { name: "Edit" }).click();
    await page.getByRole("switch").waitFor();
    await page.getByRole("button", { name: / permissions of CrediPay connector$/ }).click();
    await see(page, "external-edit");
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("searchbox").fill("nothing like it");
    await page.getByText("No key matches").waitFor();
    await see(page, "external-no-match");
    await page.getByRole("button", { name: "Your account menu" }).click();
    await see(page, "user-menu");
    watch.expectNoProblems();
  });

  test("adding a key", async () => {
    await using partner = await openConsole(
      browser,
      demo,
      "owner@credipay.example",
      "/accounts/credipay/api-keys/generated",
    );
    const key = await keyOf(partner.page, "admitted by");
    await using opened = await openConsole(
      browser,
      demo,
      "owner@zoom.example",
      "/accounts/zoom/api-keys/external/add",
      options,
    );
    const { page, watch } = opened;
    const field = page.getByRole("textbox", { name: "API key" });
    await page.getByRole("checkbox", { name: "OMS - Read only" }).waitFor();
    await see(page, "add");
    await field.fill("acme");
    await see(page, "add-malformed");
    await field.fill("lkt_vTmgMJk8QOaw5nWonf66nSZheOOmGiKuhlPfvj2KVmW3EEv6F");
    await see(page, "add-token");
    await field.fill(key);
    await page.getByText(/asks for \d+ permissions/).waitFor();
    await page.getByRole("checkbox", { name: "OMS - Full access" }).check();
    await page.getByRole("button", { name: "Show all" }).click();
    await see(page, "add-needs");
    watch.expectNoProblems();
  });

  test("generated keys", async () => {
    await using opened = await openConsole(browser, demo, "owner@acme.example", GENERATED, options);
    const { page, watch } = opened;
    await rowOf(page, "ERP").waitFor();
    await see(page, "generated");
    await menuOf(page, "ERP").click();
    await page.getByRole("menuitem", { name: "Delete key" }).click();
    await see(page, "generated-delete");
    await page.getByRole("checkbox").check();
    await see(page, "generated-delete-ready");
    await page.getByRole("button", { name: "Cancel" }).click();
    await menuOf(page, "ERP").click();
    await page.getByRole("menuitem", { name: "Deactivate" }).click();
    await see(page, "generated-deactivate");
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("button", { name: "Generate key" }).click();
    await page.getByRole("checkbox", { name: "OMS - Read only" }).waitFor();
    await page.getByRole("button", { name: "Generate", exact: true }).click();
    await page.getByText("Give the key a name").waitFor();
    await see(page, "generate");
    await page.getByLabel("Key identification").fill(`Made in ${look}`);
    await page.getByRole("button", { name: "Generate", exact: true }).click();
    await page.getByRole("heading", { name: "Key generated" }).waitFor();
    await see(page, "generate-done");
    await page.getByRole("button", { name: "Close" }).click();
    await see(page, "generate-leave");
    watch.expectNoProblems();
  });

  test("who admitted a key, and its use", async () => {
    await using opened = await openConsole(browser, demo, "owner@farmaciasapp.example", PARTNERS, options);
    const { page, watch } = opened;
    await menuOf(page, "Sellers' integration").click();
    await page.getByRole("menuitem", { name: "Hosts and use" }).click();
    await page.getByRole("heading", { name: "Admitted by 2 accounts" }).waitFor();
    await page.getByRole("button", { name: /permissions in Acme Store/ }).click();
    await page.getByText("oms.view-order").waitFor();
    await see(page, "key-use");
    watch.expectNoProblems();
  });

  test("for who may only look, or not even that", async () => {
    await using viewer = await openConsole(browser, demo, "viewer@acme.example", EXTERNAL, options);
    await rowOf(viewer.page, "CrediPay").waitFor();
    await see(viewer.page, "view-only");
    await menuOf(viewer.page, "CrediPay").click();
    await see(viewer.page, "view-only-menu");
    viewer.watch.expectNoProblems();
    await using staff = await openConsole(browser, demo, "staff@acme.example", EXTERNAL, options);
    await staff.page.getByRole("heading", { name: "You can’t see this page" }).waitFor();
    await see(staff.page, "forbidden");
    await staff.page.goto(`${demo.url}/nowhere`);
    await staff.page.getByRole("heading", { name: "There is no such page" }).waitFor();
    await see(staff.page, "not-found");
    staff.watch.expectNoProblems();
  });
});

test("Inter and the type of key strings are the service's own files, and are what one reads", async () => {
  await using opened = await openConsole(browser, demo, "owner@acme.example", EXTERNAL);
  const { page, watch } = opened;
  await rowOf(page, "CrediPay").waitFor();
  const loaded = await page.evaluate(async () => {
    await document.fonts.ready;
    return [...document.fonts].filter(({ status }) => status === "loaded").map(({ family }) => family);
  });
  expect(new Set(loaded)).toEqual(new Set(["Inter Variable", "JetBrains Mono Variable"]));
  const files = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
  expect(files.filter((file) => !file.startsWith(demo.url))).toEqual([]);
  watch.expectNoProblems();
});

test("a theme that is chosen stays, before the first paint", async () => {
  await using opened = await openConsole(browser, demo, "owner@acme.example", EXTERNAL);
  const { page, watch } = opened;
  const scheme = () => page.evaluate(() => getComputedStyle(document.documentElement).colorScheme);
  expect(await scheme()).toBe("light dark");
  await page.getByRole("button", { name: "Your account menu" }).click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  expect(await scheme()).toBe("dark");
  await page.reload({ waitUntil: "commit" });
  await expect.poll(scheme).toBe("dark");
  await page.getByRole("button", { name: "Your account menu" }).click();
  await page.getByRole("menuitemradio", { name: "System" }).click();
  expect(await scheme()).toBe("light dark");
  watch.expectNoProblems();
});

test("everything works by keyboard, and the focus goes back to where it came from", async () => {
  await using opened = await openConsole(browser, demo, "owner@zoom.example", "/accounts/zoom/api-keys/generated");
  const { page, watch } = opened;
  const { keyboard } = page;
  const focused = () =>
    page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent);
  await page.getByRole("tab", { name: "Generated" }).waitFor();

  await keyboard.press("Tab");
  expect(await focused()).toBe("Skip to content");
  await keyboard.press("Enter");
  await keyboard.press("Tab");
  expect(await focused()).toBe("Check access");
  await keyboard.press("Tab");
  expect(await focused()).toBe("Export");
  await keyboard.press("Tab");
  expect(await focused()).toBe("Generated");
  await keyboard.press("ArrowRight");
  await expect.poll(() => page.url()).toBe(`${demo.url}/accounts/zoom/api-keys/external`);
  const kebab = page.getByRole("button", { name: /^Actions for / }).first();
  await kebab.waitFor();

  await kebab.focus();
  const label = await kebab.getAttribute("aria-label");
  await keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Edit" }).waitFor();
  await keyboard.press("Enter");
  const name = page.getByRole("textbox", { name: "Key identification" });
  await name.waitFor();
  await name.focus();
  await keyboard.press("ControlOrMeta+A");
  await keyboard.type("By keyboard");
  await keyboard.press("Tab");
  await keyboard.press("Space");
  await name.focus();
  await keyboard.press("Enter");
  await page.getByText("By keyboard was saved").waitFor();
  await rowOf(page, "By keyboard").getByText("Suspended here").waitFor();
  await expect.poll(focused).toBe(label);

  await keyboard.press("Enter");
  await keyboard.press("ArrowUp");
  await keyboard.press("Enter");
  await page.getByRole("alertdialog").waitFor();
  await expect.poll(focused).toBe("Cancel");
  await keyboard.press("Escape");
  await expect.poll(focused).toBe(label);
  watch.expectNoProblems();
});
