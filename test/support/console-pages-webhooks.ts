import type { Page } from "playwright-core";
import { choose, type ConsolePage, openRowMenu } from "./console-page.ts";

const WEBHOOKS = "/accounts/acme/webhooks";
const API = `/v1${WEBHOOKS}`;
const OWNER = "owner@acme.example";

/** Sees to it that the account has a webhook, to a host that there isn't, and answers its id. */
async function haveWebhook(page: Page): Promise<string> {
  const { origin } = new URL(page.url());
  const list = (await (await page.request.get(origin + API)).json()) as { items: { id: string }[] };
  const [first] = list.items;
  if (first) return first.id;
  const data = { url: "https://hooks.acme.invalid/latchkey?key=long-and-secret-0123456789", events: null };
  const made = await page.request.post(origin + API, { headers: { origin }, data });
  return ((await made.json()) as { id: string }).id;
}

/** Shows the list with a webhook in it. */
async function openList(page: Page): Promise<void> {
  await haveWebhook(page);
  await page.reload();
  await page.locator(".table-cell[data-kind=actions] button").first().waitFor();
}

/** Shows what opens over the list by an address, and waits for what it says. */
function openOver(part: string, awaited: string): NonNullable<ConsolePage["prepare"]> {
  return async (page, words) => {
    const id = await haveWebhook(page);
    await page.goto(`${new URL(page.url()).origin}${WEBHOOKS}/${id}/${part}`);
    await page.getByText(words(awaited)).first().waitFor();
  };
}

/** The pages of *Webhooks*. */
export const WEBHOOKS_PAGES: readonly ConsolePage[] = [
  { name: "webhooks-empty", email: "owner@zoom.example", path: "/accounts/zoom/webhooks" },
  { name: "webhooks-forbidden", email: "viewer@acme.example", path: WEBHOOKS },
  { name: "webhooks", email: OWNER, path: WEBHOOKS, prepare: openList },
  {
    name: "webhooks-menu",
    email: OWNER,
    path: WEBHOOKS,
    prepare: async (page) => {
      await openList(page);
      await openRowMenu(page);
    },
  },
  {
    name: "webhooks-add",
    email: OWNER,
    path: `${WEBHOOKS}/add`,
    prepare: async (page, words) => {
      await page.getByRole("radio", { name: words("webhookForm.some") }).check({ force: true });
      await page.getByRole("button", { name: words("webhooks.addConfirm"), exact: true }).click();
      await page.getByText(words("errors.fieldUrl")).waitFor();
      await page.getByText(words("webhookForm.noEvents")).waitFor();
    },
  },
  {
    name: "webhooks-added",
    email: OWNER,
    path: `${WEBHOOKS}/add`,
    prepare: async (page, words) => {
      await page.getByLabel(words("webhookForm.url")).fill("https://orders.acme.invalid/keys");
      await page.getByRole("button", { name: words("webhooks.addConfirm"), exact: true }).click();
      await page.getByText(words("webhookSecret.onceTitle")).waitFor();
    },
  },
  { name: "webhooks-edit", email: OWNER, path: WEBHOOKS, prepare: openOver("edit", "webhookForm.urlHint") },
  { name: "webhooks-secret", email: OWNER, path: WEBHOOKS, prepare: openOver("secret", "webhookSecret.atOnceText") },
  {
    name: "webhooks-deactivate",
    email: OWNER,
    path: WEBHOOKS,
    prepare: async (page, words) => {
      await openList(page);
      await choose("webhooks.deactivate")(page, words);
      await page.getByRole("alertdialog").locator(".skeleton").waitFor({ state: "detached" });
    },
  },
  {
    name: "webhooks-delete",
    email: OWNER,
    path: WEBHOOKS,
    prepare: async (page, words) => {
      await openList(page);
      await choose("webhooks.delete")(page, words);
      await page.getByRole("alertdialog").locator(".skeleton").waitFor({ state: "detached" });
    },
  },
  {
    name: "webhooks-deliveries",
    email: OWNER,
    path: WEBHOOKS,
    prepare: async (page, words) => {
      const id = await haveWebhook(page);
      const { origin } = new URL(page.url());
      const sent = await page.request.post(`${origin}${API}/${id}/test`, { headers: { origin } });
      if (!sent.ok()) throw new Error(`the test wasn't sent: ${sent.status()}`);
      await page.goto(`${origin}${WEBHOOKS}/${id}/deliveries`);
      // No host has this name.
      await page.getByText(words("deliveries.nameUnknown")).first().waitFor();
      await page.locator(".table-cell[data-kind=actions] button").last().click();
      await page.locator(".delivery-attempts").waitFor();
    },
  },
  { name: "webhooks-gone", email: OWNER, path: `${WEBHOOKS}/none/deliveries` },
];
