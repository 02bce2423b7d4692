import type { Browser } from "playwright-core";
import { describe, expect, test } from "vitest";
import {
  chooseAction,
  type Demo,
  keyOf,
  openConsole,
  revealToken,
  rowOf,
  shownLink,
  startDemoForAll,
} from "../support/console.ts";

const EXTERNAL = "/accounts/acme/api-keys/external";
const GENERATED = "/accounts/farmaciasapp/api-keys/generated";

let demo: Demo;
let browser: Browser;

startDemoForAll((started) => ({ browser, demo } = started));

test("a partner's key opens the account from the moment it is added until it is removed (S2, S11)", async () => {
  await using partner = await openConsole(browser, demo, "owner@farmaciasapp.example", GENERATED);
  const theirs = partner.page;
  await theirs.getByRole("button", { name: "Generate key" }).click();
  await theirs.getByLabel("Key identification").fill("Marketplace orders");
  await theirs.getByRole("button", { name: "Generate", exact: true }).click();
  const { key, token } = await revealToken(browser, await shownLink(theirs));
  await theirs.getByRole("group", { name: "One-time link to the token" }).getByRole("button").click();
  await theirs.getByRole("button", { name: "Close" }).last().click();

  await using host = await openConsole(browser, demo, "owner@acme.example", EXTERNAL);
  const { page } = host;
  const ask = (resource = "oms.view-order") => demo.verify({ account: "acme", key, token, resource });
  expect(await ask()).toBe("NOT_ADMITTED");

  await page.getByRole("button", { name: "Add key" }).click();
  const field = page.getByRole("textbox", { name: "API key" });
  const last = key.at(-1) === "7" ? "8" : "7";
  await field.fill(key.slice(0, -1) + last);
  await page.getByText("This key has a typing error").waitFor();
  await field.fill(` ${key}\n`);
  await page.getByText("Key of Farmácias App").waitFor();
  expect(await page.getByLabel("Key identification").inputValue()).toBe("Farmácias App");
  expect(await page.getByRole("checkbox", { checked: true }).count()).toBe(0);
  await page.getByLabel("Key identification").fill("Farmácias orders");
  await page.getByRole("checkbox", { name: "OMS - Read only" }).click();
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByText("Farmácias orders was added").waitFor();

  const row = rowOf(page, key);
  expect(await row.getByRole("rowheader").innerText()).toContain("Farmácias App");
  expect(await row.innerText()).toMatch(/OMS - Read only[^]*Active/);
  expect(await ask()).toBe("VALID");
  expect(await ask("oms.cancel-order")).toBe("RESOURCE_DENIED");

  await chooseAction(page, key, "Edit");
  await page.getByRole("switch", { name: "Active in Acme Store" }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await row.getByText("Suspended here").waitFor();
  expect(await ask()).toBe("EXTERNAL_KEY_INACTIVE");
  await chooseAction(page, key, "Edit");
  await page.getByRole("switch", { name: "Active in Acme Store" }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await row.getByText("Active", { exact: true }).waitFor();
  expect(await ask()).toBe("VALID");

  const owner = { path: { account: "farmaciasapp" } };
  await demo.operator.patch("/v1/accounts/{account}", { ...owner, body: { status: "suspended" } });
  await page.reload();
  await row.getByText("Owner’s account is suspended").waitFor();
  expect(await ask()).toBe("OWNER_SUSPENDED");
  await demo.operator.patch("/v1/accounts/{account}", { ...owner, body: { status: "active" } });

  await chooseAction(page, key, "Remove");
  const confirmation = page.getByRole("alertdialog");
  expect(await confirmation.innerText()).toContain("Farmácias App loses access to Acme Store at once");
  await confirmation.getByRole("button", { name: "Remove" }).click();
  await page.getByText("Farmácias orders was removed").waitFor();
  expect(await row.count()).toBe(0);
  expect(await ask()).toBe("NOT_ADMITTED");

  partner.watch.expectNoProblems();
  host.watch.expectNoProblems();
});

describe("adding a key", () => {
  test("shows what the partner asks for and the chosen roles don't give, before anything is saved (S1)", async () => {
    await using partner = await openConsole(
      browser,
      demo,
      "owner@credipay.example",
      "/accounts/credipay/api-keys/generated",
    );
    const key = await keyOf(partner.page, "admitted by");
    await using host = await openConsole(browser, demo, "owner@zoom.example", "/accounts/zoom/api-keys/external/add");
    const { page } = host;
    await page.getByRole("textbox", { name: "API key" }).fill(key);
    await page.getByText(/^CrediPay asks for \d+ permissions$/).waitFor();
    const state = page.getByText(/not given by the roles chosen so far/);
    const before = Number.parseInt(await state.innerText(), 10);
    await page.getByRole("checkbox", { name: "OMS - Full access" }).click();
    const after = Number.parseInt(await state.innerText(), 10);
    expect(after).toBeGreaterThan(0);
    expect(after).toBeLessThan(before);
    expect(await page.getByText("PCI Gateway", { exact: true }).count()).toBeGreaterThan(0);
    host.watch.expectNoProblems();
  });

  test("refuses a token, one's own key, a key that is there already and one that nobody has", async () => {
    await using host = await openConsole(browser, demo, "owner@acme.example", EXTERNAL);
    const { page, watch } = host;
    const requested: string[] = [];
    page.on("request", (request) => requested.push(`${request.url()} ${request.postData() ?? ""}`));
    const credipay = await keyOf(page, "CrediPay");
    await page.getByRole("tab", { name: "Generated" }).click();
    const own = await keyOf(page, "ERP");

    await page.goto(`${demo.url}${EXTERNAL}/add`);
    const field = page.getByRole("textbox", { name: "API key" });
    await field.fill("lkt_vTmgMJk8QOaw5nWonf66nSZheOOmGiKuhlPfvj2KVmW3EEv6F");
    await page.getByText("That was an API token, not a key").waitFor();
    expect(await field.inputValue()).toBe("");

    await field.fill(own);
    await page.getByText("This is a key of Acme Store itself").waitFor();
    await field.fill(credipay);
    await page.getByText("was already added to Acme Store").waitFor();
    await field.fill("lk-nobody-00000000000Y");
    await page.getByText(/No such key exists|typing error/).waitFor();
    await page.getByRole("button", { name: "Add", exact: true }).click();
    expect(requested.filter((request) => request.includes("lkt_"))).toEqual([]);
    expect(requested.some((request) => request.includes("POST"))).toBe(false);
    if (watch.problems.length > 0) watch.takeExpected(/404/);
    watch.expectNoProblems();
  });

  test("is offered where somebody is about to send a key and its token to another company (S13)", async () => {
    await using opened = await openConsole(
      browser,
      demo,
      "owner@acme.example",
      "/accounts/acme/api-keys/generated/generate",
    );
    const { page, watch } = opened;
    await page.getByText("Working with another company?").waitFor();
    await page.getByRole("link", { name: "Add their key instead" }).click();
    await page.getByRole("heading", { name: "Add key" }).waitFor();
    expect(new URL(page.url()).pathname).toBe(`${EXTERNAL}/add`);
    watch.expectNoProblems();
  });
});

test("a key is found by key, owner or own name, filtered and sorted, and all of it can be shared as a link (S3)", async () => {
  await using opened = await openConsole(browser, demo, "owner@acme.example", EXTERNAL);
  const { page, watch } = opened;
  const search = page.getByRole("searchbox");
  const rows = page.getByRole("rowheader");
  const key = await keyOf(page, "CSU Opte+");

  for (const text of [key, "csu opte", "affiliates"]) {
    await search.fill(text);
    await expect.poll(() => rows.allInnerTexts()).toEqual([expect.stringContaining(key)]);
  }
  await search.fill("nothing like it");
  await page.getByText("No key matches").waitFor();
  await page.getByRole("button", { name: "Clear search and filter" }).click();
  await expect.poll(() => rows.count()).toBeGreaterThan(3);

  await page.getByRole("radio", { name: "Inactive" }).click();
  await page.getByRole("button", { name: "Key/Owner" }).click();
  await expect.poll(() => page.url()).toContain("sort=key");
  expect(await page.getByRole("columnheader", { name: "Key/Owner" }).getAttribute("aria-sort")).toBe("ascending");
  const shown = await rows.allInnerTexts();
  expect(shown.length).toBeGreaterThan(1);
  expect(shown).toEqual(shown.toSorted());

  await using other = await openConsole(browser, demo, "viewer@acme.example", page.url().slice(demo.url.length));
  await expect.poll(() => other.page.getByRole("rowheader").allInnerTexts()).toEqual(shown);
  watch.expectNoProblems();
});

test("who may only look sees everything, and every action with the permission that it needs", async () => {
  await using opened = await openConsole(browser, demo, "viewer@acme.example", EXTERNAL);
  const { page, watch } = opened;
  const reason = "You need the permission “Edit API keys” (account.edit-api-keys).";
  await page.getByRole("rowheader").nth(3).waitFor();
  const add = page.getByRole("button", { name: "Add key" });
  expect(await add.getAttribute("aria-disabled")).toBe("true");
  await page.getByLabel("Role", { exact: true }).focus();
  await page.keyboard.press("Tab");
  await page.getByRole("tooltip").filter({ hasText: reason }).waitFor();
  await page.keyboard.press("Enter");
  expect(page.url()).toBe(demo.url + EXTERNAL);

  await rowOf(page, "CrediPay")
    .getByRole("button", { name: /^Actions for / })
    .click();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  expect(await page.getByRole("menuitem", { name: "Remove" }).getAttribute("aria-disabled")).toBe("true");
  expect(await page.getByRole("alertdialog").count()).toBe(0);
  expect(await page.getByRole("menu").innerText()).toContain(reason);
  watch.expectNoProblems();
});

test("who may not even look is told which permission is missing", async () => {
  await using opened = await openConsole(browser, demo, "staff@acme.example", EXTERNAL);
  const { page, watch } = opened;
  await page.getByRole("heading", { name: "You can’t see this page" }).waitFor();
  expect(await page.getByRole("main").innerText()).toMatch(/View API keys \(account\.view-api-keys\) in Acme Store/);
  watch.expectNoProblems();
});
