import type { Browser } from "playwright-core";
import { describe, expect, test } from "vitest";
import { waitForContent } from "../support/console-pages.ts";
import { chooseAction, type Demo, keyOf, openConsole, rowOf, startDemoForAll } from "../support/console.ts";
import { expectGood, LOOKS } from "../support/looks.ts";

const EXTERNAL = "/accounts/acme/api-keys/external";
const GENERATED = "/accounts/acme/api-keys/generated";
const OWNER = "owner@acme.example";
const KEY = "CrediPay";

let demo: Demo;
let browser: Browser;

startDemoForAll((started) => ({ browser, demo } = started));

test("a host binds an external key to networks, and sees that it is refused from elsewhere", async () => {
  await using opened = await openConsole(browser, demo, OWNER, EXTERNAL);
  const { page, watch } = opened;
  const key = await keyOf(page, KEY);
  await chooseAction(page, KEY, "Edit");
  const field = page.getByRole("textbox", { name: "Allowed networks" });
  const save = page.getByRole("button", { name: "Save" });
  await field.fill("203.0.113.77/24\noffice");
  await save.click();
  await page.getByText("“office” is neither an IP address nor a network").waitFor();
  await field.fill("203.0.113.77/24\n2001:DB8::/32");
  await save.click();
  await rowOf(page, KEY).getByText("Only from 2 networks").waitFor();
  const path = { account: "acme", key };
  const { data } = await demo.operator.get("/v1/accounts/{account}/external-keys/{key}", { path });
  expect(data.allowedNetworks).toEqual(["203.0.113.0/24", "2001:db8::/32"]);

  await chooseAction(page, KEY, "Check access");
  const panel = page.getByRole("dialog");
  const failed = panel.locator(".explain-step[data-tone=failed]");
  await failed.getByText("Acme Store lets it be used from certain networks only").waitFor();
  await panel.getByText("IP_DENIED").waitFor();
  const address = panel.getByRole("textbox", { name: "From address" });
  await address.fill("203.0.113.9");
  await panel.getByText("This key is let into Acme Store").waitFor();
  expect(await failed.count()).toBe(0);
  await address.fill("198.51.100.7");
  await panel.getByText("This key isn’t let into Acme Store").waitFor();
  await page.keyboard.press("Escape");

  await chooseAction(page, KEY, "Edit");
  expect(await field.inputValue()).toBe("203.0.113.0/24\n2001:db8::/32");
  await field.fill("");
  await save.click();
  await rowOf(page, KEY).getByText("Only from").waitFor({ state: "detached" });
  watch.expectNoProblems();
});

describe.each(LOOKS)("%s", (look, options) => {
  test("networks look right in forms, lists, log and check, and axe finds nothing", async () => {
    await using opened = await openConsole(browser, demo, OWNER, GENERATED, options);
    const { page, watch } = opened;
    const see = async (name: string) => {
      await waitForContent(page);
      await expectGood(page, `${look}-networks-${name}`);
    };
    const field = page.getByRole("textbox", { name: "Allowed networks" });
    await page.getByRole("button", { name: "Generate key" }).click();
    await page.getByText("From where alone this key may be used").scrollIntoViewIfNeeded();
    await see("generate");
    await page.goto(demo.url + EXTERNAL);
    const key = await keyOf(page, KEY);
    const path = { account: "acme", key };
    const allowedNetworks = ["203.0.113.0/24", "2001:db8:85a3:8d3:1319:8a2e:370:7344/128"];
    await demo.operator.patch("/v1/accounts/{account}/external-keys/{key}", { path, body: { allowedNetworks } });
    await page.reload();
    await rowOf(page, KEY).getByText("Only from 2 networks").waitFor();
    await see("list");
    await chooseAction(page, KEY, "Edit");
    await field.fill("203.0.113.0/24\nmy office");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByText("“my” is neither an IP address nor a network").scrollIntoViewIfNeeded();
    await see("invalid");
    await field.fill(allowedNetworks.join("\n"));
    await see("edit");
    await page.keyboard.press("Escape");
    await page.goto(demo.url + EXTERNAL);
    await chooseAction(page, KEY, "Check access");
    await page.getByRole("textbox", { name: "From address" }).fill("198.51.100.7");
    await page.getByText("This key isn’t let into Acme Store").waitFor();
    await page.locator(".explain-step[data-tone=failed]").scrollIntoViewIfNeeded();
    await see("check");
    await demo.operator.patch("/v1/accounts/{account}/external-keys/{key}", { path, body: { allowedNetworks: [] } });
    watch.expectNoProblems();
  });
});
