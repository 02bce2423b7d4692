import type { Browser } from "playwright-core";
import { expect, test } from "vitest";
import { openPage } from "../support/browser.ts";
import { type Demo, openConsole, rowOf, signIn, startDemoForAll } from "../support/console.ts";

const EXTERNAL = "/accounts/acme/api-keys/external";

let demo: Demo;
let browser: Browser;

startDemoForAll((started) => ({ browser, demo } = started));

test("a link leads through signing in to where it points, with all that it says", async () => {
  await using opened = await openPage(browser);
  const { page, watch } = opened;
  await page.goto(`${demo.url}${EXTERNAL}?status=inactive`);
  await page.getByRole("heading", { name: "Sign in to Latchkey" }).waitFor();
  expect(await page.title()).toBe("Sign in · Latchkey");
  await signIn(page, "owner@acme.example");
  await page.getByRole("radio", { name: "Inactive", checked: true }).waitFor();
  expect(page.url()).toBe(`${demo.url}${EXTERNAL}?status=inactive`);
  await expect.poll(() => page.title()).toBe("External keys · Acme Store · Latchkey");
  watch.expectNoProblems();
});

test.each(["//evil.example/", "/\\evil.example/", "https://evil.example/"])(
  "a link to sign in never leads elsewhere: %s",
  async (to) => {
    await using opened = await openPage(browser);
    const { page, watch } = opened;
    await page.goto(`${demo.url}/sign-in?to=${encodeURIComponent(to)}`);
    await signIn(page, "owner@acme.example");
    await page.getByRole("heading", { name: "API keys" }).waitFor();
    expect(new URL(page.url()).origin).toBe(demo.url);
    watch.expectNoProblems();
  },
);

test("an unknown email and a wrong password get one answer", async () => {
  await using opened = await openPage(browser);
  const { page, watch } = opened;
  await page.goto(demo.url);
  const answers: string[] = [];
  for (const email of ["owner@acme.example", "nobody@acme.example"]) {
    await signIn(page, email, "not the password");
    await expect.poll(() => page.getByLabel("Password", { exact: true }).inputValue()).toBe("");
    answers.push(await page.getByRole("alert").innerText());
    watch.takeExpected(/401/);
  }
  expect(answers).toEqual([expect.stringContaining("don’t match"), answers[0]]);
  watch.expectNoProblems();
});

test("guessing is told to wait, and for how long", async () => {
  await using opened = await openPage(browser);
  const { page, watch } = opened;
  await page.goto(demo.url);
  const wait = page.getByText(/^Too many attempts\. Try again in \d+ (second|minute)s?\.$/);
  for (let attempt = 0; attempt < 30 && !(await wait.isVisible()); attempt++) {
    await signIn(page, "viewer@zoom.example", `guess ${attempt}`);
    await wait.or(page.getByRole("alert")).waitFor();
    await expect.poll(() => page.getByLabel("Password", { exact: true }).inputValue()).toBe("");
  }
  await wait.waitFor();
  expect(await page.getByRole("button", { name: "Sign in" }).getAttribute("aria-disabled")).toBe("true");
  watch.takeExpected(/401|429/);
  watch.expectNoProblems();
});

test("the avatar's menu says who is signed in, switches accounts, leads to the keys and signs out", async () => {
  const both = { email: "both@example.com", name: "Bea", roles: ["owner"] };
  const password = "a long password for Bea";
  await demo.operator.post("/v1/accounts/{account}/users", { path: { account: "acme" }, body: { ...both, password } });
  await demo.operator.post("/v1/accounts/{account}/users", { path: { account: "zoom" }, body: both });
  await using opened = await openPage(browser);
  const { page, watch } = opened;
  await page.goto(`${demo.url}${EXTERNAL}`);
  await signIn(page, both.email, password);
  const avatar = page.getByRole("button", { name: "Your account menu" });
  expect(await avatar.innerText()).toBe("B");
  await avatar.click();
  await page.getByText(both.email).waitFor();
  await page.getByRole("menuitemradio", { name: "Zoom" }).click();
  await expect.poll(() => page.url()).toBe(`${demo.url}/accounts/zoom/api-keys/generated`);
  await page.getByText("Keys of Zoom").waitFor();
  expect(await page.title()).toBe("Generated keys · Zoom · Latchkey");

  await page.goto(demo.url);
  await expect.poll(() => page.url()).toBe(`${demo.url}/accounts/zoom/api-keys/generated`);
  await page.getByRole("tab", { name: "External" }).click();
  await avatar.click();
  await page.getByRole("menuitem", { name: "API keys" }).click();
  await expect.poll(() => page.url()).toBe(`${demo.url}/accounts/zoom/api-keys/generated`);

  await avatar.click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Sign in to Latchkey" }).waitFor();
  await page.goBack();
  await page.getByRole("heading", { name: "Sign in to Latchkey" }).waitFor();
  watch.expectNoProblems();
});

test("a session that has ended leads to signing in, and back to where one was", async () => {
  await using opened = await openConsole(browser, demo, "owner@acme.example", EXTERNAL);
  const { page, context, watch } = opened;
  await page.getByRole("searchbox").fill("credipay");
  await expect.poll(() => page.url()).toContain("search=credipay");
  // Not before the answer has come: the session is to end between two requests.
  await expect.poll(() => rowOf(page, "Opte+").count()).toBe(0);
  await context.clearCookies();
  await page.getByRole("radio", { name: "Inactive" }).click();
  await page.getByText("Your session has ended").waitFor();
  watch.takeExpected(/401/);
  await signIn(page, "owner@acme.example");
  await page.getByRole("radio", { name: "Inactive", checked: true }).waitFor();
  expect(await page.getByRole("searchbox").inputValue()).toBe("credipay");
  watch.expectNoProblems();
});

test("an address that leads nowhere, and an account of others, say so", async () => {
  await using opened = await openConsole(browser, demo, "owner@acme.example", EXTERNAL);
  const { page, watch } = opened;
  await page.goto(`${demo.url}/nowhere`);
  await page.getByRole("heading", { name: "There is no such page" }).waitFor();
  await expect.poll(() => page.title()).toBe("Page not found · Latchkey");
  for (const account of ["zoom", "no-such-account"]) {
    await page.goto(`${demo.url}/accounts/${account}/api-keys/external`);
    await page.getByRole("heading", { name: `No account “${account}” that you can open` }).waitFor();
    watch.takeExpected(/404|403/);
  }
  watch.expectNoProblems();
});

test("who belongs to no account is told what to do, and looks again when they like", async () => {
  await using opened = await openPage(browser);
  const { page, watch } = opened;
  // The service forgets people with their last account: this is only met in the moment between.
  const user = { id: "u1", email: "alone@example.com", name: "Al" };
  await page.route("**/v1/session", (route) => route.fulfill({ json: { user, accounts: [] } }));
  await page.goto(demo.url);
  await page.getByRole("heading", { name: "You don’t belong to an account yet" }).waitFor();
  expect(await page.getByRole("main").innerText()).toContain(user.email);
  await page.unroute("**/v1/session");
  await page.getByRole("button", { name: "Check again" }).click();
  await page.getByRole("heading", { name: "Sign in to Latchkey" }).waitFor();
  watch.expectNoProblems();
});
