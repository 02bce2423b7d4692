import { expect, test } from "vitest";
import { startProvider } from "../../packages/server/src/http/test-oidc-provider.ts";
import { axe } from "../support/axe.ts";
import { connectBrowser, openPage, screenshot } from "../support/browser.ts";
import { startDemo } from "../support/console.ts";
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
    const { page } = opened;
    await page.goto(demo.url + path);
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
    return opened;
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
});
