import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient, type Client } from "@latchkey/sdk/client";
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from "playwright-core";
import { beforeAll, inject } from "vitest";
import { connectBrowser, openPage, type WatchedPage } from "./browser.ts";
import { demoAddressOf, runLatchkey } from "./latchkey.ts";

const OPERATOR_TOKEN = "operator-token-of-the-browser-tests-0123456789";
const DEMO_PASSWORD = "latchkey-demo";

/** A real server with the demo data, for one test file. */
export interface Demo extends AsyncDisposable {
  /** Where it listens, and the console is. */
  readonly url: string;
  /** Its API, as the operator. */
  readonly operator: Client;
  /** What a service's question about a credential is answered: the code. */
  readonly verify: (question: { account: string; key: string; token: string; resource: string }) => Promise<string>;
}

/**
 * Starts a server of its own, built console and demo data included. Stop it with `demo[Symbol.asyncDispose]()`.
 *
 * @param environment what differs from the configuration of most tests
 */
export async function startDemo(environment: Readonly<Record<string, string>> = {}): Promise<Demo> {
  const folder = await mkdtemp(join(tmpdir(), "latchkey-console-"));
  await cp(inject("demoFolder"), folder, { recursive: true });
  const own = { LATCHKEY_DATA_DIR: folder, LATCHKEY_OPERATOR_TOKEN: OPERATOR_TOKEN };
  const server = runLatchkey(["start"], { ...own, ...environment }, folder);
  const url = await demoAddressOf(server);
  const operator = createClient({ baseUrl: url, credential: { kind: "bearer", token: OPERATOR_TOKEN } });
  const { data: serviceKey } = await operator.post("/v1/service-keys", { body: { name: "orders-api" } });
  const service = createClient({ baseUrl: url, credential: { kind: "bearer", token: serviceKey.token ?? "" } });
  return {
    url,
    operator,
    verify: async (question) => (await service.post("/v1/verify", { body: question })).data.code,
    [Symbol.asyncDispose]: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Starts a demo and connects to the browser before the tests of a file, hands both over, and ends them behind the tests. */
export function startDemoForAll(take: (started: { readonly browser: Browser; readonly demo: Demo }) => void): void {
  beforeAll(async () => {
    const [demo, browser] = await Promise.all([startDemo(), connectBrowser()]);
    take({ browser, demo });
    return async () => {
      await browser.close();
      await demo[Symbol.asyncDispose]();
    };
  });
}

/** Opens a page of the console for somebody who is signed in. */
export async function openConsole(
  browser: Browser,
  demo: Demo,
  email: string,
  path: string,
  options: BrowserContextOptions = {},
  password = DEMO_PASSWORD,
): Promise<WatchedPage> {
  const opened = await openPage(browser, { permissions: ["clipboard-read", "clipboard-write"], ...options });
  await signInByApi(opened.context, demo, email, password);
  await opened.page.goto(demo.url + path);
  await opened.page.getByRole("button", { name: "Your account menu" }).waitFor();
  return opened;
}

/** Fills in the sign-in form that is shown, and sends it. */
export async function signIn(page: Page, email: string, password = DEMO_PASSWORD): Promise<void> {
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Signs a browser context in without the form, which speaks the language of the context. */
export async function signInByApi(
  context: BrowserContext,
  demo: Demo,
  email: string,
  password = DEMO_PASSWORD,
): Promise<void> {
  const response = await context.request.post(`${demo.url}/v1/session`, {
    headers: { origin: demo.url },
    data: { email, password },
  });
  if (!response.ok()) throw new Error(`signing in as ${email} failed: ${response.status()}`);
}

/** The row of a list whose key, owner or name has the text. */
export function rowOf(page: Page, text: string): Locator {
  return page.getByRole("row").filter({ has: page.getByRole("rowheader").filter({ hasText: text }) });
}

/** Opens a row's menu and chooses from it. */
export async function chooseAction(page: Page, row: string, action: string): Promise<void> {
  await rowOf(page, row)
    .getByRole("button", { name: /^Actions for / })
    .click();
  await page.getByRole("menuitem", { name: action }).click();
}

/** The key string of a row. */
export async function keyOf(page: Page, row: string): Promise<string> {
  return (await rowOf(page, row).getByRole("rowheader").locator("code").textContent()) ?? "";
}

/** The one-time link that a panel shows; by default to a token. */
export async function shownLink(page: Page, label = "One-time link to the token"): Promise<string> {
  return (await page.getByRole("group", { name: label }).locator("code").textContent()) ?? "";
}

/** Copies the one-time link that a panel shows, after which leaving loses nothing. */
export async function copyLink(page: Page): Promise<void> {
  const link = page.getByRole("group", { name: "One-time link to the token" });
  await link.getByRole("button").click();
  await link.getByRole("button", { name: "Copied" }).waitFor();
}

/** Opens a one-time link as somebody who isn't signed in, and reveals the token behind it. */
export async function revealToken(browser: Browser, link: string): Promise<{ key: string; token: string }> {
  await using opened = await openPage(browser, { permissions: ["clipboard-read", "clipboard-write"] });
  const { page, watch } = opened;
  await page.goto(link);
  await page.getByRole("button", { name: "Reveal token" }).click();
  const shown = async (name: string) =>
    (await page.getByRole("group", { name }).locator("code").textContent({ timeout: 10_000 })) ?? "";
  const revealed = { key: await shown("API key"), token: await shown("API token") };
  watch.expectNoProblems();
  return revealed;
}
