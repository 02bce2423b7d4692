import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { connectBrowser } from "../support/browser.ts";
import { waitForContent } from "../support/console-pages.ts";
import { chooseAction, type Demo, openConsole, rowOf, startDemo } from "../support/console.ts";
import { expectGood, LOOKS } from "../support/looks.ts";

const WEBHOOKS = "/accounts/acme/webhooks";
const OWNER = "owner@acme.example";
const path = { account: "acme" };

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let demo: Demo;
let browser: Browser;
let receiver: Server;
let url: string;
/** What the receiver was sent, and what it answers. */
let received: Received[] = [];
let answer = 204;

beforeAll(async () => {
  receiver = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => (body += part.toString("utf8")));
    request.on("end", () => {
      received.push({ headers: request.headers, body });
      response.writeHead(answer).end();
    });
  }).listen(0, "127.0.0.1");
  await once(receiver, "listening");
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/latchkey`;
  [demo, browser] = await Promise.all([startDemo({ LATCHKEY_WEBHOOK_ALLOW: "127.0.0.0/8" }), connectBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await demo[Symbol.asyncDispose]();
  receiver.close();
});

const panel = (page: Page) => page.getByRole("dialog");
const confirmation = (page: Page) => page.getByRole("alertdialog");
const press = (page: Page, name: string) => panel(page).getByRole("button", { name, exact: true }).click();
const secretShown = async (page: Page) =>
  (await page.getByRole("group", { name: "Secret" }).locator("code").textContent()) ?? "";

/** Copies the secret that is shown, after which leaving loses nothing. */
async function keepSecret(page: Page): Promise<string> {
  const secret = await secretShown(page);
  await page.getByRole("group", { name: "Secret" }).getByRole("button").click();
  await panel(page).getByRole("button", { name: "Close" }).last().click();
  await panel(page).waitFor({ state: "detached" });
  return secret;
}

function isSignedBy(secret: string, { body, headers }: Received): boolean {
  const signed = `${String(headers["webhook-id"])}.${String(headers["webhook-timestamp"])}.${body}`;
  const digest = createHmac("sha256", Buffer.from(secret.slice("whsec_".length), "base64"))
    .update(signed)
    .digest("base64");
  return String(headers["webhook-signature"]).split(" ").includes(`v1,${digest}`);
}

afterEach(async () => {
  const { data } = await demo.operator.get("/v1/accounts/{account}/webhooks", { path });
  for (const { id } of data.items) {
    await demo.operator.delete("/v1/accounts/{account}/webhooks/{id}", { path: { ...path, id } });
  }
  received = [];
  answer = 204;
});

async function addByApi(events: "key.deactivated"[] | null = null): Promise<string> {
  const body = { url, events };
  return (await demo.operator.post("/v1/accounts/{account}/webhooks", { path, body })).data.id;
}

test("by keyboard alone: a webhook is added, its secret is shown this once and signs what is sent", async () => {
  await using opened = await openConsole(browser, demo, OWNER, WEBHOOKS);
  const { page, watch } = opened;
  await page.getByRole("heading", { name: "Nobody is told yet" }).waitFor();
  await page.getByRole("button", { name: "Add webhook" }).press("Enter");
  const address = page.getByRole("textbox", { name: "Address" });
  await address.waitFor();
  await address.focus();
  await page.keyboard.type(url);
  await page.keyboard.press("Enter");
  await page.getByText("This secret will only be displayed once").waitFor();
  const secret = await secretShown(page);
  expect(secret).toMatch(/^whsec_/);

  // Leaving would lose it.
  await panel(page).getByRole("button", { name: "Close" }).press("Enter");
  await confirmation(page).getByRole("button", { name: "Back to the secret" }).press("Enter");
  await confirmation(page).waitFor({ state: "detached" });
  expect(await keepSecret(page)).toBe(secret);
  expect(await page.content()).not.toContain(secret);

  const { host } = new URL(url);
  await chooseAction(page, host, "Send a test");
  await page.getByRole("heading", { name: "Deliveries", level: 1 }).waitFor();
  await rowOf(page, "Test message").getByText("Delivered").waitFor();
  const [message] = received;
  expect(message && isSignedBy(secret, message)).toBe(true);
  await rowOf(page, "Test message").getByRole("button", { name: "1 attempt" }).click();
  await page.getByRole("listitem").filter({ hasText: "Arrived: answered 204" }).waitFor();
  expect(received).toHaveLength(1);
  await page.getByRole("button", { name: "Send again" }).click();
  await expect.poll(() => received.length).toBe(2);
  expect(received[1]?.headers["webhook-id"]).toBe(message?.headers["webhook-id"]);
  await rowOf(page, "Test message").getByRole("button", { name: "2 attempts" }).waitFor();
  await page.getByRole("link", { name: "Webhooks" }).first().click();
  await rowOf(page, host).getByText("Everything").waitFor();
  watch.expectNoProblems();
});

test("what doesn't arrive says why and when it is tried next, and can be tried at once", async () => {
  answer = 500;
  const id = await addByApi(["key.deactivated"]);
  const { data: key } = await demo.operator.post("/v1/accounts/{account}/api-keys", {
    path,
    body: { name: "Told of", roles: [] },
  });
  await demo.operator.patch("/v1/accounts/{account}/api-keys/{key}", {
    path: { ...path, key: key.key },
    body: { status: "inactive" },
  });
  await using opened = await openConsole(browser, demo, OWNER, `${WEBHOOKS}/${id}/deliveries`);
  const { page, watch } = opened;
  const row = rowOf(page, "Key deactivated");
  await row.getByText("Refused: answered 500").waitFor();
  await row.getByText(/^Next attempt|^Tried once/).waitFor();
  await row.getByText(key.key).waitFor();
  answer = 204;
  await row.getByRole("button", { name: /attempt/ }).click();
  const tryNow = page.getByRole("button", { name: "Try now" });
  // By now it may have been tried again by itself, which is as good.
  await tryNow.click({ timeout: 5_000 }).catch(() => undefined);
  await row.getByText("Delivered").waitFor();
  await page.getByRole("radio", { name: "Failed" }).click();
  await page.getByText("No delivery is in this state").waitFor();
  expect(page.url()).toContain("state=failed");
  await page.getByRole("button", { name: "Clear search and filter" }).click();
  await row.waitFor();
  watch.expectNoProblems();
});

test("an edit names what it is told of, and one that was overtaken is not saved", async () => {
  const id = await addByApi();
  const { host } = new URL(url);
  await using opened = await openConsole(browser, demo, OWNER, WEBHOOKS);
  const { page, watch } = opened;
  await chooseAction(page, host, "Edit");
  await panel(page).getByRole("radio", { name: "Only what you choose" }).check({ force: true });
  await press(page, "Save");
  await page.getByText("Choose at least one, or everything.").waitFor();
  await panel(page).getByRole("checkbox", { name: "Key deleted" }).click();
  await panel(page).getByRole("checkbox", { name: "Token renewed" }).click();

  await demo.operator.patch("/v1/accounts/{account}/webhooks/{id}", {
    path: { ...path, id },
    body: { events: ["key.deactivated"] },
  });
  await press(page, "Save");
  await page.getByText("Somebody else changed this after you opened it.").waitFor();
  watch.takeExpected(/412/);
  await press(page, "Load the current version");
  await expect.poll(() => panel(page).getByRole("checkbox", { name: "Key deactivated" }).isChecked()).toBe(true);
  await panel(page).getByRole("checkbox", { name: "Key deleted" }).click();
  await press(page, "Save");
  await panel(page).waitFor({ state: "detached" });
  await rowOf(page, host).getByText("Key deactivated").waitFor();
  await rowOf(page, host).getByRole("button", { name: /^\+1/ }).click();
  await page.getByRole("listitem").filter({ hasText: "Key deleted" }).waitFor();
  const { data } = await demo.operator.get("/v1/accounts/{account}/webhooks/{id}", { path: { ...path, id } });
  expect(data.events).toEqual(["key.deactivated", "key.deleted"]);
  await page.keyboard.press("Escape");

  // The audit log says it in words.
  await page.goto(`${demo.url}/accounts/acme/audit?action=webhook.changed`);
  await page
    .getByRole("button", { name: /^Details of entry/ })
    .first()
    .click();
  await page.getByRole("rowheader", { name: "Told of" }).waitFor();
  await page.locator(".audit-changes").getByText("Key deleted").waitFor();
  watch.expectNoProblems();
});

test("another address that may not be told anything is refused in words, and a token doesn't get far", async () => {
  await using opened = await openConsole(browser, demo, OWNER, `${WEBHOOKS}/add`);
  const { page, watch } = opened;
  const address = page.getByRole("textbox", { name: "Address" });
  await address.fill("https://169.254.169.254/latest");
  await press(page, "Add");
  await page.getByText(/^Enter a whole address that begins with https/).waitFor();
  watch.takeExpected(/422/);
  await address.fill("https://h.example/lkt_vTmgMJk8QOaw5nWonf66nSZheOOmGiKuhlPfvj2KVmW3EEv6F");
  await page.getByText("That was an API token.").waitFor();
  expect(await address.inputValue()).toBe("");
  watch.expectNoProblems();
});

test("the secret is changed with an overlap in which both sign", async () => {
  const { data: made } = await demo.operator.post("/v1/accounts/{account}/webhooks", { path, body: { url } });
  const { host } = new URL(url);
  await using opened = await openConsole(browser, demo, OWNER, WEBHOOKS);
  const { page, watch } = opened;
  await chooseAction(page, host, "Change secret");
  await press(page, "Change secret");
  await page.getByText("The secret before it signs too, until").waitFor();
  const secret = await keepSecret(page);
  await chooseAction(page, host, "Send a test");
  await expect.poll(() => received.length).toBe(1);
  const [message] = received;
  expect(message && [secret, made.secret ?? ""].map((each) => isSignedBy(each, message))).toEqual([true, true]);

  await page.goto(`${demo.url}${WEBHOOKS}/${made.id}/secret`);
  await page.getByText("The secret was changed a short while ago").waitFor();
  await page.getByRole("radio", { name: "no longer" }).check({ force: true });
  await press(page, "Change secret");
  await page.getByText("This secret will only be displayed once").waitFor();
  expect(await page.getByText("The secret before it signs too").count()).toBe(0);
  const newest = await keepSecret(page);
  await chooseAction(page, host, "Send a test");
  await expect.poll(() => received.length).toBe(2);
  const last = received[1];
  expect(last && [newest, secret].map((each) => isSignedBy(each, last))).toEqual([true, false]);
  watch.expectNoProblems();
});

test("turning off says what fails by it; then nothing can be sent; deleting asks twice", async () => {
  answer = 500;
  const id = await addByApi();
  const { host } = new URL(url);
  await demo.operator.post("/v1/accounts/{account}/webhooks/{id}/test", { path: { ...path, id } });
  await expect.poll(() => received.length).toBeGreaterThan(0);
  await using opened = await openConsole(browser, demo, OWNER, WEBHOOKS);
  const { page, watch } = opened;
  await chooseAction(page, host, "Deactivate");
  await confirmation(page).getByText("1 message that hasn’t arrived yet fails.").waitFor();
  await confirmation(page).getByRole("button", { name: "Deactivate" }).click();
  await rowOf(page, host).getByText("Inactive").waitFor();
  await rowOf(page, host)
    .getByRole("button", { name: /^Actions for / })
    .click();
  const sendTest = page.getByRole("menuitem", { name: /^Send a test/ });
  expect(await sendTest.getAttribute("aria-disabled")).toBe("true");
  await sendTest.getByText("activate it first").waitFor();
  await page.keyboard.press("Escape");

  await page.goto(`${demo.url}${WEBHOOKS}/${id}/deliveries`);
  await rowOf(page, "Test message").getByText("Failed").waitFor();
  expect(await page.getByRole("button", { name: "Send a test" }).getAttribute("aria-disabled")).toBe("true");
  await page.goto(demo.url + WEBHOOKS);
  await rowOf(page, host)
    .getByRole("button", { name: /^Actions for / })
    .click();
  await page.getByRole("menuitem", { name: "Activate", exact: true }).click();
  await confirmation(page).getByRole("button", { name: "Activate" }).click();
  await rowOf(page, host).getByText("Active", { exact: true }).waitFor();

  await chooseAction(page, host, "Delete webhook");
  await confirmation(page).getByText("Nothing is on its way to it.").waitFor();
  const remove = confirmation(page).getByRole("button", { name: "Delete" });
  expect(await remove.getAttribute("aria-disabled")).toBe("true");
  await confirmation(page).getByRole("checkbox").check({ force: true });
  await remove.click();
  await page.getByRole("heading", { name: "Nobody is told yet" }).waitFor();
  watch.expectNoProblems();
});

test("who may not change the settings isn't shown where anything is sent", async () => {
  const id = await addByApi();
  await using opened = await openConsole(browser, demo, "viewer@acme.example", WEBHOOKS);
  const { page, watch } = opened;
  await page.getByText("account.edit-api-keys-settings").first().waitFor();
  await page.goto(`${demo.url}${WEBHOOKS}/${id}/deliveries`);
  await page.getByRole("heading", { name: "You can’t see this page" }).waitFor();
  expect(await page.content()).not.toContain("127.0.0.1:");
  watch.expectNoProblems();
});

describe.each(LOOKS)("%s", (look, options) => {
  test("webhooks and their deliveries look right, and axe finds nothing", async () => {
    answer = 503;
    const id = await addByApi(["key.deactivated"]);
    await demo.operator.post("/v1/accounts/{account}/webhooks", {
      path,
      body: { url: "https://hooks.acme.example/in/0123456789abcdef0123456789abcdef?from=latchkey&tenant=acme" },
    });
    await demo.operator.post("/v1/accounts/{account}/webhooks/{id}/test", { path: { ...path, id } });
    await using opened = await openConsole(browser, demo, OWNER, WEBHOOKS, options);
    const { page, watch } = opened;
    const see = async (name: string) => {
      await waitForContent(page);
      await expectGood(page, `${look}-${name}`);
    };
    await rowOf(page, "127.0.0.1").waitFor();
    await see("webhooks");
    await page.goto(`${demo.url}${WEBHOOKS}/add`);
    await page.getByRole("radio", { name: "Only what you choose" }).check({ force: true });
    await see("webhooks-add");
    await page.goto(`${demo.url}${WEBHOOKS}/${id}/secret`);
    await page.getByRole("radio", { name: "for 7 days" }).waitFor();
    await see("webhooks-secret");
    await page.goto(`${demo.url}${WEBHOOKS}/${id}/deliveries`);
    await rowOf(page, "Test message").getByText("Refused: answered 503").waitFor();
    await rowOf(page, "Test message")
      .getByRole("button", { name: /attempt/ })
      .click();
    await see("webhooks-deliveries");
    watch.expectNoProblems();
  });
});
