import { afterEach, beforeEach, expect, test } from "vitest";
import { addAccounts, addKey, type ListOf } from "../http/test-fixtures.ts";
import { createTestServer, type TestServer } from "../test-server.ts";
import type { OutgoingWebhook } from "./deliver-webhooks.ts";

let server: TestServer;
let sent: OutgoingWebhook[];

beforeEach(async () => {
  sent = [];
  server = await createTestServer({
    sendWebhook: (message) => {
      sent.push(message);
      return Promise.resolve({ status: 204, problem: null });
    },
  });
  await addAccounts(server, "acme", "zoom");
  await passUntil("2028-01-31T10:00:00.000Z");
});

afterEach(() => server.close());

/** Time passes until then. */
async function passUntil(time: string): Promise<void> {
  const ms = Date.parse(time) - server.clock.wallMs;
  server.clock.wallMs += ms;
  server.clock.monotonicMs += ms;
  await server.follower.poll();
}

const decide = (account: string, body: object) =>
  server.call("PATCH", `/v1/accounts/${account}/api-key-settings`, { body });

/** What an account was told of renewals, as it was: the alert and the key. */
async function told(account: string): Promise<string[]> {
  const { body } = await server.call<ListOf<{ action: string; target: string }>>(
    "GET",
    `/v1/accounts/${account}/audit-events?sort=sequence&limit=200&action=token.`,
  );
  return body.items.map(({ action, target }) => `${action} ${target}`);
}

test("each age of each token is told once, by the months of its account, and to that alone", async () => {
  const { key } = await addKey(server, "acme");
  await addKey(server, "zoom");
  await decide("zoom", { renewalMonths: 6 });
  // Three months after 31 January.
  await passUntil("2028-04-30T09:59:59.999Z");
  expect(await server.tellOfRenewalAlerts()).toBe(0);
  await passUntil("2028-04-30T10:00:00.000Z");
  expect([await server.tellOfRenewalAlerts(), await server.tellOfRenewalAlerts()]).toEqual([1, 0]);
  await passUntil("2028-07-31T09:59:59.999Z");
  expect(await server.tellOfRenewalAlerts()).toBe(0);
  await passUntil("2028-07-31T10:00:00.000Z");
  // And the other's is recommended.
  expect([await server.tellOfRenewalAlerts(), await server.tellOfRenewalAlerts()]).toEqual([2, 0]);
  expect(await told("acme")).toEqual([`token.renewal-recommended ${key}`, `token.renewal-overdue ${key}`]);
  expect(await told("zoom")).toHaveLength(1);
  await passUntil("2029-07-31T10:00:00.000Z");
  expect(await server.tellOfRenewalAlerts()).toBe(1);
  expect(await told("acme")).toHaveLength(2);
});

test("an event says which token, and nobody did it", async () => {
  const { key } = await addKey(server, "acme");
  await passUntil("2028-05-01T10:00:00.000Z");
  await server.tellOfRenewalAlerts();
  const { body } = await server.call<ListOf<object>>("GET", "/v1/accounts/acme/audit-events?action=token.");
  expect(body.items).toMatchObject([
    {
      actor: { kind: "system" },
      target: key,
      after: { token: expect.any(String) as string, createdAt: Date.parse("2028-01-31T10:00:00.000Z") },
      ip: null,
    },
  ]);
});

test("webhooks are told, of what they asked for", async () => {
  await server.call("POST", "/v1/accounts/acme/webhooks", { body: { url: "https://hooks.example.com/" } });
  const events = ["token.renewal_overdue"];
  await server.call("POST", "/v1/accounts/acme/webhooks", { body: { url: "https://late.example.com/", events } });
  const { key } = await addKey(server, "acme");
  for (const time of ["2028-05-01T10:00:00.000Z", "2028-08-01T10:00:00.000Z"]) {
    await passUntil(time);
    await server.tellOfRenewalAlerts();
    await server.deliverWebhooks();
  }
  const messages = sent.map(({ body, url }) => ({ url, ...(JSON.parse(body) as { type: string; data: object }) }));
  expect(messages.map(({ type, url }) => `${type} ${url}`)).toEqual([
    "token.renewal_recommended https://hooks.example.com/",
    "token.renewal_overdue https://hooks.example.com/",
    "token.renewal_overdue https://late.example.com/",
  ]);
  expect(messages[0]?.data).toEqual({
    account: "acme",
    sequence: expect.any(Number) as number,
    key,
    otherAccount: null,
    token: expect.any(String) as string,
    createdAt: "2028-01-31T10:00:00.000Z",
  });
});

test("after a pause only the more urgent is told; a renewed token has its own ages", async () => {
  const { key } = await addKey(server, "acme");
  await passUntil("2028-09-01T10:00:00.000Z");
  expect(await server.tellOfRenewalAlerts()).toBe(1);
  expect(await told("acme")).toEqual([`token.renewal-overdue ${key}`]);
  await server.call("POST", `/v1/accounts/acme/api-keys/${key}/renewal`, { body: { oldToken: "now" } });
  expect(await server.tellOfRenewalAlerts()).toBe(0);
  await passUntil("2028-12-01T10:00:00.000Z");
  expect(await server.tellOfRenewalAlerts()).toBe(1);
  expect(await told("acme")).toEqual([`token.renewal-overdue ${key}`, `token.renewal-recommended ${key}`]);
});

test("other months tell nothing twice; where tokens stop at that age, that is told instead", async () => {
  await addKey(server, "acme");
  await passUntil("2028-05-01T10:00:00.000Z");
  expect(await server.tellOfRenewalAlerts()).toBe(1);
  await decide("acme", { renewalMonths: 6 });
  await passUntil("2028-08-01T10:00:00.000Z");
  expect(await server.tellOfRenewalAlerts()).toBe(0);
  await decide("acme", { enforcement: "expire" });
  await passUntil("2028-12-01T10:00:00.000Z");
  expect(await server.tellOfRenewalAlerts()).toBe(0);
  expect(await server.tellOfExpiry()).toBe(1);
  // It works again, and is older than it should be.
  await decide("acme", { enforcement: "alert" });
  expect([await server.tellOfRenewalAlerts(), await server.tellOfRenewalAlerts()]).toEqual([1, 0]);
});

test("each is told once where several nodes tell it at once, and none of what is gone or decided otherwise meanwhile", async () => {
  const keys: string[] = [];
  for (let made = 0; made < 120; made++) keys.push((await addKey(server, "acme")).key);
  await passUntil("2028-05-01T10:00:00.000Z");
  const counts = await Promise.all(Array.from({ length: 5 }, () => server.tellOfRenewalAlerts()));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(120);
  expect(new Set(await told("acme")).size).toBe(120);

  await passUntil("2028-08-01T10:00:00.000Z");
  const { keys: reads } = server.store.reads;
  const original = reads.untoldTokens;
  // Found while it was so, told when it is so no more.
  const stale: typeof original = async (request) => {
    const found = await original(request);
    await decide("acme", { enforcement: "expire" });
    return found;
  };
  Object.assign(reads, { untoldTokens: stale });
  expect(await server.tellOfRenewalAlerts()).toBe(0);
  Object.assign(reads, { untoldTokens: original });
  await decide("acme", { enforcement: "alert" });
  await server.call("DELETE", `/v1/accounts/acme/api-keys/${keys[0] ?? ""}`);
  expect(await server.tellOfRenewalAlerts()).toBe(119);
});
