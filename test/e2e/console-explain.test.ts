import type { Browser, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { waitForContent } from "../support/console-pages.ts";
import { chooseAction, type Demo, keyOf, openConsole, rowOf, startDemoForAll } from "../support/console.ts";
import { expectGood, LOOKS } from "../support/looks.ts";

const EXTERNAL = "/accounts/acme/api-keys/external";
const GENERATED = "/accounts/acme/api-keys/generated";
const OWNER = "owner@acme.example";
const path = { account: "acme" };

let demo: Demo;
let browser: Browser;

startDemoForAll((started) => ({ browser, demo } = started));

const panel = (page: Page) => page.getByRole("dialog");
const steps = (page: Page, tone: "passed" | "failed") => panel(page).locator(`.explain-step[data-tone=${tone}]`);

/** Chooses a permission by its key. */
async function choose(page: Page, resource: string): Promise<void> {
  const field = page.getByRole("combobox", { name: "Permission" });
  await field.fill(resource);
  await page.getByRole("listbox").getByRole("option").filter({ hasText: resource }).first().click();
}

test("from a row's menu: what opens a permission, and what stands in the way", async () => {
  await using opened = await openConsole(browser, demo, OWNER, EXTERNAL);
  const { page, watch } = opened;
  await chooseAction(page, "CrediPay", "Check access");
  await page.getByText("This key is let into Acme Store").waitFor();
  await choose(page, "oms.view-order");
  await page.getByText("This key may do this in Acme Store: View order").waitFor();
  expect(await steps(page, "failed").count()).toBe(0);
  // The role that opens it, by its name.
  expect(await steps(page, "passed").last().locator(".badge").allInnerTexts()).toEqual(["CrediPay connector"]);

  await choose(page, "account.edit-users");
  await page.getByText("This key may not do this in Acme Store").waitFor();
  await steps(page, "failed").getByText("None of its roles in Acme Store opens it").waitFor();
  await panel(page).getByText("RESOURCE_DENIED").waitFor();
  await page.keyboard.press("Escape");
  await panel(page).waitFor({ state: "detached" });
  await rowOf(page, "CrediPay").waitFor();
  watch.expectNoProblems();
});

test("by keyboard alone: a pasted key is explained as a verification answers it", async () => {
  const { data: made } = await demo.operator.post("/v1/accounts/{account}/api-keys", {
    path,
    body: { name: "Explained", roles: ["oms-read-only"] },
  });
  const { key, token = "" } = made as typeof made & { token?: string };
  await demo.operator.patch("/v1/accounts/{account}/api-keys/{key}", {
    path: { ...path, key },
    body: { status: "inactive" },
  });
  await using opened = await openConsole(browser, demo, OWNER, GENERATED);
  const { page, watch } = opened;
  await page.getByRole("button", { name: "Check access" }).press("Enter");
  const field = page.getByRole("textbox", { name: "API key" });
  await field.waitFor();
  await page.keyboard.insertText(token);
  await page.getByText("That was an API token.").waitFor();
  expect(await field.inputValue()).toBe("");
  await page.keyboard.insertText(key);
  await page.getByText("This key isn’t let into Acme Store").waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.type("oms.cancel");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByText("This key may not do this in Acme Store: Cancel order").waitFor();
  // What was answered before stays in view until the answer is there.
  await steps(page, "failed").nth(1).waitFor();
  expect(await steps(page, "failed").count()).toBe(2);
  await panel(page).getByText("KEY_INACTIVE").waitFor();
  await panel(page).getByText("This comes first").waitFor();
  expect(await demo.verify({ account: "acme", key, token, resource: "oms.cancel-order" })).toBe("KEY_INACTIVE");
  expect(page.url()).not.toContain(token);
  watch.expectNoProblems();
});

test("rule 9: of a key that is none of the account's it says no more than that", async () => {
  await using partner = await openConsole(
    browser,
    demo,
    "owner@farmaciasapp.example",
    "/accounts/farmaciasapp/api-keys/generated",
  );
  await rowOf(partner.page, "Sellers' integration").waitFor();
  const key = await keyOf(partner.page, "Sellers' integration");
  await using opened = await openConsole(
    browser,
    demo,
    "owner@credipay.example",
    "/accounts/credipay/api-keys/external",
  );
  const { page, watch } = opened;
  await page.getByRole("button", { name: "Check access" }).click();
  await page.getByRole("textbox", { name: "API key" }).fill(key);
  await page.getByText(/has neither generated this key nor added it, or has deleted it/).waitFor();
  await panel(page).getByText("NOT_ADMITTED").waitFor();
  expect(await panel(page).locator(".explain-step").count()).toBe(1);
  watch.expectNoProblems();
});

describe.each(LOOKS)("%s", (look, options) => {
  test("the check looks right, and axe finds nothing", async () => {
    await using opened = await openConsole(browser, demo, OWNER, EXTERNAL, options);
    const { page, watch } = opened;
    const see = async (name: string) => {
      await waitForContent(page);
      await expectGood(page, `${look}-${name}`);
    };
    await rowOf(page, "CrediPay").waitFor();
    await see("explain-button");
    await chooseAction(page, "CrediPay", "Check access");
    await page.getByText("This key is let into Acme Store").waitFor();
    await choose(page, "oms.view-order");
    await page.getByText("This key may do this").waitFor();
    await see("explain-allowed");
    await page.getByRole("combobox", { name: "Permission" }).fill("order");
    await page.getByRole("listbox").getByRole("option").first().waitFor();
    await see("explain-choose");
    await page.keyboard.press("Escape");
    await choose(page, "account.edit-users");
    await page.getByText("This key may not do this").waitFor();
    await see("explain-refused");
    watch.expectNoProblems();
  });
});
