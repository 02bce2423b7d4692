import type { Browser, Page } from "playwright-core";
import { expect, test } from "vitest";
import {
  chooseAction,
  copyLink,
  type Demo,
  openConsole,
  revealToken,
  rowOf,
  shownLink,
  startDemoForAll,
} from "../support/console.ts";

const GENERATED = "/accounts/acme/api-keys/generated";

let demo: Demo;
let browser: Browser;

startDemoForAll((started) => ({ browser, demo } = started));

const textOf = async (page: Page, group: string) =>
  (await page.getByRole("group", { name: group }).locator("code").textContent()) ?? "";

/** Fills in and sends the form that generates a key. */
async function generate(page: Page, name: string, roles: readonly string[] = []): Promise<void> {
  await page.getByRole("button", { name: "Generate key" }).click();
  await page.getByLabel("Key identification").fill(name);
  for (const role of roles) await page.getByRole("checkbox", { name: role }).check();
  await page.getByRole("button", { name: "Generate", exact: true }).click();
  await page.getByRole("heading", { name: "Key generated" }).waitFor();
}

test("a key lives: generated, deactivated, activated, edited, deleted for ever", async () => {
  await using opened = await openConsole(browser, demo, "owner@acme.example", GENERATED);
  const { page, watch } = opened;
  await generate(page, "Order export", ["OMS - Read only"]);
  const [key, link] = [await textOf(page, "API key"), await shownLink(page)];
  await copyLink(page);
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);
  await page.getByRole("button", { name: "Close" }).last().click();
  const { token, ...revealed } = await revealToken(browser, link);
  expect(revealed.key).toBe(key);
  expect(token).toMatch(/^lkt_/);
  await page.reload();

  const row = rowOf(page, key);
  const ask = () => demo.verify({ account: "acme", key, token, resource: "oms.view-order" });
  await row.getByText("Order export").waitFor();
  expect(await ask()).toBe("VALID");

  await chooseAction(page, key, "Deactivate");
  await page.getByRole("alertdialog").getByText("no other account admitted this key").waitFor();
  await page.getByRole("alertdialog").getByRole("button", { name: "Deactivate" }).click();
  await row.getByText("Inactive").waitFor();
  expect(await ask()).toBe("KEY_INACTIVE");

  await chooseAction(page, key, "Activate");
  await page.getByRole("alertdialog").getByRole("button", { name: "Activate" }).click();
  await row.getByText("Active", { exact: true }).waitFor();
  expect(await ask()).toBe("VALID");

  await chooseAction(page, key, "Edit");
  await page.getByLabel("Key identification").fill("Order export 2");
  await page.getByRole("checkbox", { name: "OMS - Read only" }).uncheck();
  await page.getByLabel("Requests per minute").fill("1");
  await page.getByRole("button", { name: "Save" }).click();
  await row.getByText("Order export 2").waitFor();
  await row.getByText("May do nothing").waitFor();
  await row.getByText("At most 1 request a minute").waitFor();
  expect(await ask()).toBe("RESOURCE_DENIED");
  expect(await ask()).toBe("RATE_LIMITED");

  await chooseAction(page, key, "Delete key");
  const confirmation = page.getByRole("alertdialog");
  const remove = confirmation.getByRole("button", { name: "Delete" });
  expect(await remove.getAttribute("aria-disabled")).toBe("true");
  await confirmation.getByRole("checkbox", { name: "I understand that this action cannot be undone" }).check();
  await remove.click();
  await page.getByText("Order export 2 was deleted").waitFor();
  expect(await row.count()).toBe(0);
  expect(await ask()).toBe("INVALID_CREDENTIALS");
  watch.expectNoProblems();
});

test("the link to a token is shown once, isn't left by accident, and stays nowhere", async () => {
  await using opened = await openConsole(browser, demo, "owner@acme.example", GENERATED);
  const { page, watch } = opened;
  await generate(page, "Once");
  const [key, link] = [await textOf(page, "API key"), await shownLink(page)];
  const asked = page.getByRole("alertdialog", { name: "Close without having copied the link?" });

  await page.keyboard.press("Escape");
  expect(await shownLink(page)).toBe(link);
  await page.getByRole("button", { name: "Close" }).click();
  await asked.getByRole("button", { name: "Back to the link" }).click();
  await page.evaluate(() => history.back());
  await asked.getByRole("button", { name: "Back to the link" }).click();
  expect(await shownLink(page)).toBe(link);

  await copyLink(page);
  await page
    .getByRole("group", { name: "One-time link to the token" })
    .getByRole("button", { name: "Copied" })
    .waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  expect(await page.content()).not.toContain(link);
  await page.reload();
  await rowOf(page, key).waitFor();
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href]));
  expect(kept + (await page.content())).not.toMatch(/lk[tl]_/);
  watch.expectNoProblems();
});

test("deactivating or deleting a key says for how many other accounts it stops working", async () => {
  const path = "/accounts/farmaciasapp/api-keys/generated";
  await using opened = await openConsole(browser, demo, "owner@farmaciasapp.example", path);
  const { page, watch } = opened;
  const hosts = /admitted by (\d+) accounts/.exec(await rowOf(page, "admitted by").first().innerText())?.[1];
  expect(Number(hosts)).toBeGreaterThan(1);
  for (const action of ["Deactivate", "Delete key"]) {
    await chooseAction(page, `admitted by ${hosts} accounts`, action);
    expect(await page.getByRole("alertdialog").innerText()).toContain(`${hosts} other accounts`);
    await page.getByRole("button", { name: "Cancel" }).click();
  }
  watch.expectNoProblems();
});

test("somebody else's change in between is noticed, not overwritten", async () => {
  await using opened = await openConsole(browser, demo, "owner@acme.example", GENERATED);
  const { page, watch } = opened;
  await chooseAction(page, "ERP", "Edit");
  const name = page.getByLabel("Key identification");
  await name.fill("Mine");
  const [key = ""] = /lk-[\w-]+/.exec(page.url()) ?? [];
  const path = { account: "acme", key };
  await demo.operator.patch("/v1/accounts/{account}/api-keys/{key}", { path, body: { name: "ERP of the others" } });
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Somebody else changed this after you opened it").waitFor();
  watch.takeExpected(/412/);
  await page.getByRole("button", { name: "Load the current version" }).click();
  await expect.poll(() => name.inputValue()).toBe("ERP of the others");
  watch.expectNoProblems();
});

// Markup as the name of whatever has one: console-hostile.test.ts.
test.each(["=cmd()|'/C calc'!A0", "{{key}} $t(errors.title) 🔑"])(
  "a key named %j is that text everywhere",
  async (name) => {
    await using opened = await openConsole(browser, demo, "owner@acme.example", GENERATED);
    const { page, watch } = opened;
    await generate(page, name);
    await copyLink(page);
    await page.getByRole("button", { name: "Close" }).last().click();
    const row = page.getByRole("rowheader").filter({ hasText: name });
    await row.waitFor();
    await page.getByRole("button", { name: `Actions for ${await row.locator("code").innerText()}` }).click();
    await page.getByRole("menuitem", { name: "Deactivate" }).click();
    expect(await page.getByRole("alertdialog").getByRole("heading").innerText()).toBe(`Deactivate ${name}?`);
    expect(await page.title()).toContain("Acme Store");
    watch.expectNoProblems();
  },
);

test.each([
  ["marks that reorder text", "\u202Etxet\u202C key"],
  ["10,000 characters", "x".repeat(10_000)],
  ["a token", "my lkt_vTmgMJk8QOaw5nWonf66nSZheOOmGiKuhlPfvj2KVmW3EEv6F"],
])("a name of %s is refused at its field", async (_, name) => {
  await using opened = await openConsole(browser, demo, "owner@acme.example", `${GENERATED}/generate`);
  const { page } = opened;
  const field = page.getByLabel("Key identification");
  await field.fill(name);
  await page.getByRole("button", { name: "Generate", exact: true }).click();
  await expect.poll(() => field.getAttribute("aria-invalid")).toBe("true");
  expect(await page.getByRole("heading", { name: "Key generated" }).count()).toBe(0);
});
