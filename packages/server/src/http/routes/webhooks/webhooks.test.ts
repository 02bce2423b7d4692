import { afterEach, beforeEach, expect, test } from "vitest";
import type { OutgoingWebhook } from "../../../usecases/deliver-webhooks.ts";
import { ServerSecret } from "../../../secrets/server-secret.ts";
import { createTestServer, SERVER_SECRET, START_MS, type TestServer } from "../../../test-server.ts";
import { addAccounts, addKey, admit, expectProblem } from "../../test-fixtures.ts";
import { linkOf, renew, reveal } from "../../test-tokens.ts";

const HOUR_MS = 3_600_000;
const URL_OF_ACME = "https://hooks.example.com/in?secret=path-secret";
const URL_OF_PARTNER = "https://hooks.example.org/latchkey";
const WEBHOOKS = "/v1/accounts/acme/webhooks";

interface Delivery {
  readonly id: string;
  readonly type: string;
  readonly state: string;
  readonly nextAttemptAt: string | null;
  readonly attempts: { at: string; status: number | null; problem: string | null }[];
}

let server: TestServer;
let sent: OutgoingWebhook[];
/** What the receiver answers. */
let status: number;

beforeEach(async () => {
  sent = [];
  status = 204;
  server = await createTestServer({
    sendWebhook: (message) => {
      sent.push(message);
      return Promise.resolve({ status, problem: status < 300 ? null : "answer" });
    },
  });
  await addAccounts(server, "acme", "partner");
});

afterEach(() => server.close());

async function addWebhook(fields: object = {}): Promise<{ id: string; secret: string }> {
  const { body } = await server.call<{ id: string; secret: string }>("POST", WEBHOOKS, {
    body: { url: URL_OF_ACME, ...fields },
  });
  return body;
}

async function deliveriesOf(id: string): Promise<Delivery[]> {
  const answer = await server.call<{ items: Delivery[] }>("GET", `${WEBHOOKS}/${id}/deliveries?sort=createdAt`);
  return answer.body.items;
}

async function actions(): Promise<string[]> {
  const answer = await server.call<{ items: { action: string }[] }>("GET", "/v1/accounts/acme/audit-events");
  return answer.body.items.map(({ action }) => action);
}

const setStatus = (key: string, to: "active" | "inactive") =>
  server.call("PATCH", `/v1/accounts/acme/api-keys/${key}`, { body: { status: to } });

const typesSent = () => sent.map(({ body }) => (JSON.parse(body) as { type: string }).type);

test("tells an account what happens to its keys, also by others, and nobody's name", async () => {
  const { secret } = await addWebhook();
  const { key } = await addKey(server, "acme");
  await admit(server, "partner", key);
  await server.deliver();
  await setStatus(key, "inactive");
  await server.call("DELETE", `/v1/accounts/acme/api-keys/${key}`);
  await server.deliverWebhooks();
  expect(typesSent()).toEqual(["external_key.added", "key.deactivated", "key.deleted"]);
  const [added] = sent;
  expect(JSON.parse(added?.body ?? "")).toEqual({
    type: "external_key.added",
    timestamp: new Date(START_MS).toISOString(),
    data: { account: "acme", sequence: expect.any(Number) as number, key, otherAccount: "partner" },
  });
  expect(added?.secrets).toEqual([secret]);
});

test("tells owner and host of a key's whole way through both accounts, each of their side of it", async () => {
  await addWebhook();
  await server.call("POST", "/v1/accounts/partner/webhooks", { body: { url: URL_OF_PARTNER } });
  const { key } = await addKey(server, "partner");
  await admit(server, "acme", key);
  const external = `/v1/accounts/acme/external-keys/${key}`;
  await server.call("PATCH", external, { body: { name: "Renamed" } });
  const own = `/v1/accounts/partner/api-keys/${key}`;
  const renewed = await renew(server, "partner", key, { tokenDelivery: "link" });
  expect((await reveal(server, linkOf(renewed))).status).toBe(200);
  await server.call("POST", `${own}/renewal/complete`);
  await server.call("DELETE", external);
  await server.deliver();
  await server.deliverWebhooks();
  const toldTo = (url: string) =>
    sent.filter((message) => message.url === url).map(({ body }) => (JSON.parse(body) as { type: string }).type);
  const before = ["external_key.added", "external_key.changed"];
  expect(toldTo(URL_OF_ACME)).toEqual([...before, "key.renewed", "external_key.removed"]);
  // Opening the link concerns nobody but its owner.
  expect(toldTo(URL_OF_PARTNER)).toEqual([...before, "key.renewed", "token_link.opened", "external_key.removed"]);
});

test("tells of what was asked for alone, and of nothing where the change failed", async () => {
  await addWebhook({ events: ["key.deleted"] });
  const { key } = await addKey(server, "acme");
  await setStatus(key, "inactive");
  await server.call("DELETE", `/v1/accounts/acme/api-keys/${key}`);
  await server.call("DELETE", `/v1/accounts/acme/api-keys/${key}`);
  await server.deliverWebhooks();
  expect(typesSent()).toEqual(["key.deleted"]);
});

test("tries again after growing pauses, keeps the order of one key, and shows each attempt", async () => {
  status = 500;
  const { id } = await addWebhook();
  const { key } = await addKey(server, "acme");
  await setStatus(key, "inactive");
  await server.deliverWebhooks();
  await setStatus(key, "active");
  await server.deliverWebhooks();
  expect(typesSent()).toEqual(["key.deactivated"]);
  const other = await addKey(server, "acme");
  await setStatus(other.key, "inactive");
  await server.deliverWebhooks();
  expect(typesSent()).toEqual(["key.deactivated", "key.deactivated"]);
  status = 200;
  server.clock.wallMs += 5_000;
  await server.deliverWebhooks();
  const ofKey = sent.filter(({ body }) => body.includes(key)).map(({ body }) => JSON.parse(body) as { type: string });
  expect(ofKey.map(({ type }) => type)).toEqual(["key.deactivated", "key.deactivated", "key.activated"]);
  expect(sent[0]?.id).toBe(sent.filter(({ body }) => body.includes(key))[1]?.id);
  const first = (await deliveriesOf(id)).find((delivery) => delivery.id === sent[0]?.id);
  expect(first).toMatchObject({ state: "delivered", nextAttemptAt: null });
  expect(first?.attempts).toEqual([
    { at: new Date(START_MS).toISOString(), status: 500, problem: "answer" },
    { at: new Date(START_MS + 5_000).toISOString(), status: 200, problem: null },
  ]);
});

test("turns a webhook off that nothing has reached for three days, and says so", async () => {
  status = 503;
  const { id } = await addWebhook();
  const { key } = await addKey(server, "acme");
  await setStatus(key, "inactive");
  await server.deliverWebhooks();
  for (let hours = 0; hours < 71; hours++) {
    server.clock.wallMs += HOUR_MS;
    await server.deliverWebhooks();
  }
  expect((await server.call("GET", `${WEBHOOKS}/${id}`)).body).toMatchObject({ status: "active" });
  server.clock.wallMs += HOUR_MS;
  await server.deliverWebhooks();
  expect((await server.call("GET", `${WEBHOOKS}/${id}`)).body).toMatchObject({
    status: "inactive",
    statusReason: "failing",
  });
  expect(await deliveriesOf(id)).toMatchObject([{ state: "failed", nextAttemptAt: null }]);
  expect(await actions()).toContain("webhook.disabled");
  expectProblem(await server.call("POST", `${WEBHOOKS}/${id}/test`), 409, "WEBHOOK_INACTIVE");
  const attempts = sent.length;
  await setStatus(key, "active");
  await server.deliverWebhooks();
  expect(sent).toHaveLength(attempts);
});

test("turns a webhook off that answers that it is gone", async () => {
  status = 410;
  const { id } = await addWebhook();
  await server.call("POST", `${WEBHOOKS}/${id}/test`);
  await server.deliverWebhooks();
  const { body } = await server.call("GET", `${WEBHOOKS}/${id}`);
  expect(body).toMatchObject({ status: "inactive", statusReason: "gone" });
});

test("tells nothing while the account is suspended, and in its order what waited once it is restored", async () => {
  status = 500;
  const { id } = await addWebhook();
  const { key } = await addKey(server, "acme");
  await setStatus(key, "inactive");
  await server.deliverWebhooks();
  const account = (to: string) => server.call("PATCH", "/v1/accounts/acme", { body: { status: to } });
  await account("suspended");
  status = 204;
  await setStatus(key, "active");
  // Far beyond the three days for which a delivery is tried.
  for (let days = 0; days < 10; days++) {
    server.clock.wallMs += 24 * HOUR_MS;
    await server.deliverWebhooks();
  }
  expect(sent).toHaveLength(1);
  expect(await deliveriesOf(id)).toMatchObject([{ state: "waiting" }, { state: "waiting" }]);
  status = 500;
  await account("active");
  await server.deliverWebhooks();
  expect(typesSent()).toEqual(["key.deactivated", "key.deactivated"]);
  // It has its three days again.
  expect((await server.call("GET", `${WEBHOOKS}/${id}`)).body).toMatchObject({ status: "active" });
  status = 204;
  server.clock.wallMs += 5_000;
  await server.deliverWebhooks();
  expect(typesSent()).toEqual(["key.deactivated", "key.deactivated", "key.deactivated", "key.activated"]);
});

test("sends a test, and a delivery once more by hand, under its own id", async () => {
  const { id } = await addWebhook({ events: ["key.deleted"] });
  const other = await addWebhook();
  await server.call("POST", `${WEBHOOKS}/${id}/test`);
  await server.deliverWebhooks();
  expect(typesSent()).toEqual(["webhook.test"]);
  expect(await deliveriesOf(other.id)).toEqual([]);
  const [delivery] = await deliveriesOf(id);
  const replay = await server.call("POST", `${WEBHOOKS}/${id}/deliveries/${delivery?.id}/replay`);
  expect(replay.body).toMatchObject({ state: "waiting" });
  await server.deliverWebhooks();
  expect(sent.map((message) => message.id)).toEqual([delivery?.id, delivery?.id]);
  expectProblem(
    await server.call("POST", `${WEBHOOKS}/${other.id}/deliveries/${delivery?.id}/replay`),
    404,
    "NOT_FOUND",
  );
});

test("signs by two secrets while they overlap", async () => {
  const { id, secret } = await addWebhook();
  const { body } = await server.call<{ secret: string }>("POST", `${WEBHOOKS}/${id}/secret`, {
    body: { overlapHours: 1 },
  });
  expect(body.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  await server.call("POST", `${WEBHOOKS}/${id}/test`);
  await server.deliverWebhooks();
  server.clock.wallMs += HOUR_MS;
  await server.call("POST", `${WEBHOOKS}/${id}/test`);
  await server.deliverWebhooks();
  // Rule 15: the overlap doesn't begin again.
  server.clock.wallMs = START_MS;
  await server.call("POST", `${WEBHOOKS}/${id}/test`);
  await server.deliverWebhooks();
  expect(sent.map(({ secrets }) => secrets)).toEqual([[body.secret, secret], [body.secret], [body.secret]]);
});

test("sends nothing unsigned: where no server secret opens a webhook's, the attempt has failed", async () => {
  const { id } = await addWebhook();
  const { digests } = server.store;
  const { id: secretId } = new ServerSecret(SERVER_SECRET);
  const [kept] = await digests.webhookSecretsUnder(secretId);
  if (!kept) throw new Error("there is no webhook");
  await digests.resealWebhook(id, kept.sealed, { bytes: new Uint8Array(80), secretId }, undefined);
  await server.call("POST", `${WEBHOOKS}/${id}/test`);
  await server.deliverWebhooks();
  expect(sent).toEqual([]);
  const attempts = [{ at: new Date(START_MS).toISOString(), status: null, problem: "secret-unreadable" }];
  expect(await deliveriesOf(id)).toMatchObject([{ state: "waiting", attempts }]);

  // A new one signs by itself: nothing of the other is kept, whatever overlap was asked for.
  const { body } = await server.call<{ secret: string; overlapEndsAt: string | null }>(
    "POST",
    `${WEBHOOKS}/${id}/secret`,
    { body: { overlapHours: 24 } },
  );
  server.clock.wallMs += HOUR_MS;
  await server.deliverWebhooks();
  expect(sent.map(({ secrets }) => secrets)).toEqual([[body.secret]]);
});

test("shows its secret once, and keeps neither it nor the path in log or audit", async () => {
  const headers = { "idempotency-key": "once" };
  const options = { body: { url: URL_OF_ACME }, headers };
  const first = await server.call<{ id: string; secret: string }>("POST", WEBHOOKS, options);
  const repeat = await server.call<{ id: string }>("POST", WEBHOOKS, options);
  expect(repeat.body).toMatchObject({ id: first.body.id, secretOmitted: true });
  expect(repeat.text).not.toContain(first.body.secret);
  const audit = await server.call("GET", "/v1/accounts/acme/audit-events");
  expect(audit.text).toContain("hooks.example.com");
  expect(audit.text).not.toContain("path-secret");
  expect(server.log.join("")).not.toContain(first.body.secret);
});

test("refuses addresses that lead inside, the 21st, and an edit of another state", async () => {
  const inside = await server.call("POST", WEBHOOKS, { body: { url: "https://169.254.169.254/" } });
  expectProblem(inside, 422, "INVALID_INPUT");
  const { id } = await addWebhook();
  const stale = await server.call("PATCH", `${WEBHOOKS}/${id}`, {
    body: { status: "inactive" },
    headers: { "if-match": '"another"' },
  });
  expectProblem(stale, 412, "PRECONDITION_FAILED");
  for (let count = 1; count < 20; count++) await addWebhook();
  expectProblem(await server.call("POST", WEBHOOKS, { body: { url: URL_OF_ACME } }), 409, "WEBHOOK_LIMIT");
  expect((await server.call("DELETE", `${WEBHOOKS}/${id}`)).status).toBe(204);
  expect((await server.call("GET", WEBHOOKS)).body).toMatchObject({ total: 19 });
});
