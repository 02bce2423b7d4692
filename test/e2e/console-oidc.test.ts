import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { startProvider } from "../../packages/server/src/http/test-oidc-provider.ts";
import { axe } from "../support/axe.ts";
import { connectBrowser, openPage, screenshot } from "../support/browser.ts";
import { openConsole, shownLink, startDemo } from "../support/console.ts";
import { freePort } from "../support/latchkey.ts";

test("signs in by a provider and lands where the person was going; whom it can't vouch for is told so", async () => {
  const port = freePort();
  // As the README states it.
  const provider = await startProvider(`http://127.0.0.1:${port}/v1/session/oidc/main/callback`);
  const { clientId, clientSecret, issuer, name } = provider.settings;
  const verified = { email: "owner@acme.example", email_verified: true };
  provider.accounts.set("olivia", { subject: "subject-olivia", claims: verified });
  provider.accounts.set("mallory", { subject: "subject-mallory", claims: { ...verified, email_verified: false } });
  await using demo = await startDemo({
    PORT: String(port),
    LATCHKEY_OIDC_ISSUER: issuer,
    LATCHKEY_OIDC_CLIENT_ID: clientId,
    LATCHKEY_OIDC_CLIENT_SECRET: clientSecret,
    LATCHKEY_OIDC_NAME: name,
  });
  await using browser = await connectBrowser();

  /** Goes to a page of the console as somebody whom the provider knows. */
  async function arrive(path: string, login: string) {
    const opened = await openPage(browser);
    await opened.page.goto(demo.url + path);
    await signInByProvider(opened.page, login);
    return opened;
  }

  /** Signs in as somebody whom the provider knows, from the page that asks for it. */
  async function signInByProvider(page: Page, login: string): Promise<void> {
    const link = page.getByRole("link", { name: `Continue with ${name}` });
    await link.waitFor();
    await screenshot(page, `sign-in-provider-${login}`);
    expect(await axe(page)).toEqual([]);
    await link.click();
    await page.locator("input[name=login]").fill(login);
    await page.locator("input[name=password]").fill("any");
    await page.locator("button[type=submit]").click();
    await page.waitForURL(/interaction/);
    await page.locator("form button[type=submit]").click();
  }

  const unproven = await arrive("/", "mallory");
  await unproven.page.getByRole("alert").getByText("You couldn’t be signed in that way").waitFor();
  await screenshot(unproven.page, "sign-in-provider-failed");
  expect(await axe(unproven.page)).toEqual([]);
  await unproven.close();

  const known = await arrive("/accounts/acme/api-keys/external?status=inactive", "olivia");
  await known.page.getByRole("radio", { name: "Inactive", checked: true }).waitFor();
  expect(known.page.url()).toBe(`${demo.url}/accounts/acme/api-keys/external?status=inactive`);
  await known.page.getByRole("button", { name: "Your account menu" }).click();
  await known.page.getByText("owner@acme.example").waitFor();

  // Whoever has a link to an invitation comes back to it: its secret waits in the tab, and no server sees it.
  await using inviting = await openConsole(browser, demo, "owner@zoom.example", "/accounts/zoom/users/invitations/new");
  const panel = inviting.page.getByRole("dialog");
  await panel.getByLabel("Email").fill("owner@acme.example");
  await panel.getByRole("button", { name: "Invite", exact: true }).click();
  const invitation = await shownLink(inviting.page, "Link to the invitation");
  await using joining = await openPage(browser);
  const { page } = joining;
  const addresses: string[] = [];
  page.on("request", (request) => addresses.push(request.url(), request.headers()["referer"] ?? ""));
  await page.goto(invitation);
  await page.getByRole("link", { name: "Sign in", exact: true }).click();
  await signInByProvider(page, "olivia");
  await page.getByRole("button", { name: /^Join / }).click();
  await page.getByText("Welcome: you belong to the account now").waitFor();
  expect(addresses.filter((address) => /lki_/.test(address.replace(invitation, "")))).toEqual([]);
  expect(await page.evaluate(() => JSON.stringify([location.href, { ...sessionStorage }]))).not.toContain("lki_");
});
