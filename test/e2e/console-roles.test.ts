import type { Browser, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { chooseAction, type Demo, keyOf, openConsole, rowOf, startDemoForAll } from "../support/console.ts";
import { expectGood, LOOKS } from "../support/looks.ts";

const ROLES = "/accounts/acme/roles";
const GENERATED = "/accounts/acme/api-keys/generated";

let demo: Demo;
let browser: Browser;

startDemoForAll((started) => ({ browser, demo } = started));

/** Narrows the tree of permissions to one, and chooses it. */
async function chooseResource(page: Page, key: string): Promise<void> {
  await page.getByRole("searchbox", { name: "Search permissions" }).fill(key);
  await page
    .getByRole("row", { name: new RegExp(`, ${key}$`) })
    .getByRole("checkbox")
    .click();
}

/** The panel, as deep as panels lie over one another. */
const panel = (page: Page) => page.getByRole("dialog").last();

test("a role is created from the catalog, given, widened with the names of who gains, and deleted once nothing has it", async () => {
  await using opened = await openConsole(browser, demo, "owner@acme.example", ROLES);
  const { page, watch } = opened;
  await page.getByRole("button", { name: "Create role" }).click();
  await page.getByLabel("Name").fill("Order robots");
  await page.getByLabel("Description").fill("What our robots may do.");
  await chooseResource(page, "oms.view-order");
  await page.getByText("1 permission chosen.").waitFor();
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await page.getByText("Order robots was created").waitFor();
  expect(await rowOf(page, "Order robots").innerText()).toMatch(/Custom[^]*1 permission[^]*Nothing/);

  // Given to a key of the account's own and to a partner's.
  const path = { account: "acme" };
  const { data } = await demo.operator.post("/v1/accounts/{account}/api-keys", {
    path,
    body: { name: "Robot", roles: ["order-robots"] },
  });
  const credential = { account: "acme", key: data.key, token: data.token ?? "" };
  await page.goto(`${demo.url}/accounts/acme/api-keys/external`);
  await chooseAction(page, "Farmácias App", "Edit");
  await page.getByRole("searchbox", { name: "Search roles and permissions" }).fill("Order robots");
  await page.getByRole("checkbox", { name: "Order robots" }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Farmácias App was saved").waitFor();
  expect(await demo.verify({ ...credential, resource: "oms.cancel-order" })).toBe("RESOURCE_DENIED");

  await page.goto(demo.url + ROLES);
  await chooseAction(page, "Order robots", "Edit");
  await chooseResource(page, "oms.cancel-order");
  await page.getByRole("button", { name: "Save" }).click();
  const question = page.getByRole("alertdialog");
  const text = await question.innerText();
  expect(text).toContain("1 external key of 1 company and 1 key gain:");
  expect(text).toMatch(/oms\.cancel-order[^]*Farmácias App[^]*Robot/);
  expect(await demo.verify({ ...credential, resource: "oms.cancel-order" })).toBe("RESOURCE_DENIED");
  await question.getByRole("button", { name: "Save" }).click();
  await page.getByText("Order robots was saved").waitFor();
  expect(await demo.verify({ ...credential, resource: "oms.cancel-order" })).toBe("VALID");

  await chooseAction(page, "Order robots", "Delete role");
  await question.getByText("1 external key of 1 company").waitFor();
  expect(await question.innerText()).toMatch(/is in use[^]*1 external key of 1 company[^]*1 key[^]*Robot/);
  expect(await question.getByRole("button", { name: "Delete" }).getAttribute("aria-disabled")).toBe("true");
  await question.getByRole("button", { name: "Cancel" }).click();

  // The lists of keys that have it are a click away.
  await page.getByRole("link", { name: "Order robots" }).click();
  await page.getByRole("link", { name: "1 key", exact: true }).click();
  await expect.poll(() => page.getByRole("rowheader").allInnerTexts()).toEqual([expect.stringContaining("Robot")]);
  expect(page.url()).toContain("role=order-robots");
  await chooseAction(page, "Robot", "Delete key");
  await question.getByRole("checkbox").click();
  await question.getByRole("button", { name: "Delete" }).click();
  await page.getByText("No key matches").waitFor();
  await page.goto(`${demo.url}/accounts/acme/api-keys/external?role=order-robots`);
  await chooseAction(page, "Farmácias App", "Edit");
  await page.getByRole("checkbox", { name: "Order robots" }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("No key matches").waitFor();
  await page.goto(demo.url + ROLES);
  await chooseAction(page, "Order robots", "Delete role");
  await question.getByRole("button", { name: "Delete" }).click();
  await page.getByText("Order robots was deleted").waitFor();
  await expect.poll(() => rowOf(page, "Order robots").count()).toBe(0);
  watch.expectNoProblems();
});

test("a predefined role is looked through, can't be changed, and is copied", async () => {
  await using opened = await openConsole(browser, demo, "owner@acme.example", ROLES);
  const { page, watch } = opened;
  await page.getByRole("radio", { name: "Predefined" }).click();
  await expect.poll(() => page.url()).toContain("kind=predefined");
  await page.getByRole("link", { name: "OMS - Full access" }).click();
  await page.getByRole("searchbox", { name: "Search permissions" }).fill("cancel");
  await page.getByRole("row", { name: /oms\.cancel-order/ }).waitFor();
  expect(await page.getByRole("button", { name: "Edit", exact: true }).getAttribute("aria-disabled")).toBe("true");
  await page.getByRole("button", { name: "Create a copy" }).click();
  await expect.poll(() => page.getByLabel("Name").inputValue()).toBe("Copy of OMS - Full access");
  const chosen = await page.getByText(/permissions chosen\./).innerText();
  expect(Number.parseInt(chosen, 10)).toBeGreaterThan(5);
  await page.getByRole("button", { name: "Create", exact: true }).click();
  await page.getByText("Copy of OMS - Full access was created").waitFor();
  watch.expectNoProblems();
});

test("a role is made while a key is being added, without leaving it (S5)", async () => {
  await using partner = await openConsole(browser, demo, "owner@zoom.example", "/accounts/zoom/api-keys/generated");
  const key = await keyOf(partner.page, "Marketplace sellers");
  const at = "/accounts/farmaciasapp/api-keys/external/add";
  await using host = await openConsole(browser, demo, "owner@farmaciasapp.example", at);
  const { page, watch } = host;
  await page.getByRole("textbox", { name: "API key" }).fill(key);
  await page.getByText("Key of Zoom").waitFor();
  await page.getByRole("button", { name: "Create role" }).click();
  await panel(page).getByLabel("Name").fill("Zoom orders");
  await chooseResource(page, "oms.view-order");
  await panel(page).getByRole("button", { name: "Create", exact: true }).click();
  await page.getByText("Zoom orders was created").waitFor();
  // What was filled in is there as it was, and the new role is chosen in it.
  expect(await page.getByRole("textbox", { name: "API key" }).inputValue()).toBe(key);
  await expect.poll(() => page.getByRole("checkbox", { name: "Zoom orders" }).isChecked()).toBe(true);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByText("Zoom was added").waitFor();
  expect(await rowOf(page, key).innerText()).toContain("Zoom orders");
  watch.expectNoProblems();
});

test("one click makes a role with exactly what the partner asks for, and chooses it (S4, S1)", async () => {
  await using partner = await openConsole(
    browser,
    demo,
    "owner@credipay.example",
    "/accounts/credipay/api-keys/generated",
  );
  const key = await keyOf(partner.page, "Merchant connector");
  await using host = await openConsole(browser, demo, "owner@zoom.example", "/accounts/zoom/api-keys/external/add");
  const { page, watch } = host;
  await page.getByRole("textbox", { name: "API key" }).fill(key);
  await page.getByRole("button", { name: "Create a role with exactly what CrediPay asks for" }).click();
  await page.getByText("The chosen roles give all of them.").waitFor();
  expect(await page.getByRole("checkbox", { name: "CrediPay" }).isChecked()).toBe(true);
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByText("CrediPay was added").waitFor();

  const { data: role } = await demo.operator.get("/v1/accounts/{account}/roles/{roleId}", {
    path: { account: "zoom", roleId: "credipay" },
  });
  const { data: found } = await demo.operator.get("/v1/accounts/{account}/external-keys/lookup", {
    path: { account: "acme" },
    query: { key },
  });
  expect(role.resources.toSorted()).toEqual(found.profile?.resources.toSorted());
  // The next one who adds it is offered the role that is there.
  await chooseAction(page, key, "Edit");
  await page.getByRole("checkbox", { name: "CrediPay" }).click();
  await page.getByRole("button", { name: "Choose “CrediPay”: it gives exactly that" }).click();
  expect(await page.getByRole("checkbox", { name: "CrediPay" }).isChecked()).toBe(true);
  watch.expectNoProblems();
});

test("an owner publishes what its key needs, and a partner sees it", async () => {
  await using opened = await openConsole(
    browser,
    demo,
    "owner@madeiramadeira.example",
    "/accounts/madeiramadeira/api-keys/generated",
  );
  const { page, watch } = opened;
  const key = await keyOf(page, "Sellers");
  await chooseAction(page, "Sellers", "Edit");
  await page.getByRole("button", { name: /^Show what partners see/ }).click();
  await page.getByLabel("What the key is for").fill("Reads your orders.");
  await chooseResource(page, "oms.view-order");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Sellers was saved").waitFor();
  await using host = await openConsole(browser, demo, "owner@zoom.example", "/accounts/zoom/api-keys/external/add");
  await host.page.getByRole("textbox", { name: "API key" }).fill(key);
  await host.page.getByText("Reads your orders.").waitFor();
  await host.page.getByText("MadeiraMadeira asks for 1 permission").waitFor();
  watch.expectNoProblems();
  host.watch.expectNoProblems();
});

test("the tree of permissions is one stop of the Tab key, and arrows and space do the rest", async () => {
  await using opened = await openConsole(browser, demo, "owner@acme.example", `${ROLES}/new`);
  const { page, watch } = opened;
  await page.getByRole("searchbox", { name: "Search permissions" }).focus();
  await page.keyboard.press("Tab");
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");
  expect(await focused()).toMatch(/^Account, 0 of/);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  expect(await focused()).toContain("account.view-api-keys");
  await page.keyboard.press("Space");
  await page.getByText("1 permission chosen.").waitFor();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  expect(await focused()).toMatch(/^Account, 1 of/);
  await page.keyboard.press("Space");
  await page.getByText("10 permissions chosen.").waitFor();
  await page.keyboard.press("Space");
  await page.getByText("0 permissions chosen.").waitFor();
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Cancel");
  watch.expectNoProblems();
});

test("who may only look is told which permission each act needs", async () => {
  await using opened = await openConsole(browser, demo, "viewer@acme.example", ROLES);
  const { page, watch } = opened;
  const reason = "You need the permission “Edit roles” (account.edit-roles).";
  await page.getByText(reason).first().waitFor();
  expect(await page.getByRole("button", { name: "Create role" }).getAttribute("aria-disabled")).toBe("true");
  await page.getByRole("link", { name: "CrediPay connector" }).click();
  await page.getByText("1 external key of 1 company").waitFor();
  expect(await page.getByRole("button", { name: "Edit", exact: true }).getAttribute("aria-disabled")).toBe("true");
  watch.expectNoProblems();
});

test("a list of keys narrowed to a role is kept in its address", async () => {
  await using opened = await openConsole(browser, demo, "owner@acme.example", GENERATED);
  const { page, watch } = opened;
  await page.getByLabel("Role", { exact: true }).selectOption({ label: "OMS - Read only" });
  await expect
    .poll(() => page.getByRole("rowheader").allInnerTexts())
    .toEqual([expect.stringContaining("Order dashboard")]);
  await page.reload();
  await rowOf(page, "Order dashboard").waitFor();
  await expect.poll(() => page.getByRole("rowheader").count()).toBe(1);
  expect(await page.getByLabel("Role", { exact: true }).inputValue()).toBe("oms-read-only");
  await page.getByLabel("Role", { exact: true }).selectOption({ label: "All" });
  await expect.poll(() => page.getByRole("rowheader").count()).toBeGreaterThan(3);
  watch.expectNoProblems();
});

describe.each(LOOKS)("%s", (look, options) => {
  const see = (page: Page, name: string) => expectGood(page, `${look}-roles-${name}`);

  test("roles", async () => {
    await using opened = await openConsole(browser, demo, "owner@acme.example", ROLES, options);
    const { page, watch } = opened;
    await rowOf(page, "CrediPay connector").waitFor();
    await see(page, "list");
    await rowOf(page, "CrediPay connector")
      .getByRole("button", { name: /^Actions for / })
      .click();
    await see(page, "menu");
    await page.getByRole("menuitem", { name: "Delete role" }).click();
    await page.getByText("1 external key of 1 company").waitFor();
    await see(page, "delete-in-use");
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByRole("link", { name: "CrediPay connector" }).click();
    await page.getByText("1 external key of 1 company").waitFor();
    await page.getByRole("button", { name: /^Show or hide OMS/ }).click();
    await see(page, "view");
    await page.getByRole("button", { name: "Edit", exact: true }).click();
    await page.getByRole("searchbox", { name: "Search permissions" }).fill("oms.");
    await page
      .getByRole("row", { name: /oms\.cancel-order/ })
      .getByRole("checkbox")
      .click();
    await see(page, "edit");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText(/loses at once/).waitFor();
    await see(page, "change");
    await page.getByRole("button", { name: "Cancel" }).last().click();
    await page.goto(`${demo.url}${ROLES}/new`);
    await page.getByRole("button", { name: /^Show or hide Account,/ }).click();
    await page
      .getByRole("row", { name: /account\.view-roles/ })
      .getByRole("checkbox")
      .click();
    await see(page, "new");
    await page.getByRole("button", { name: "Create", exact: true }).click();
    await page.getByText("Give the role a name.").waitFor();
    await see(page, "new-invalid");
    await page.goto(`${demo.url}${ROLES}?search=nothing+like+it`);
    await page.getByText("No role matches").waitFor();
    await see(page, "no-match");
    await page.goto(`${demo.url}${GENERATED}`);
    await chooseAction(page, "ERP", "Edit");
    await page.getByRole("button", { name: /^Show what partners see/ }).click();
    await page.getByLabel("What the key is for").waitFor();
    await see(page, "profile");
    watch.expectNoProblems();
  });
});
