import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestServer, START_MS, type TestServer } from "../../../test-server.ts";
import { addAccounts, addKey, addUser, admit, expectProblem, type ListOf, signIn } from "../../test-fixtures.ts";

interface EventBody {
  readonly sequence: number;
  readonly action: string;
}

let server: TestServer;

beforeAll(async () => {
  server = await createTestServer();
});

afterAll(() => server.close());

const events = (account: string, query = "") =>
  server.call<ListOf<EventBody>>("GET", `/v1/accounts/${account}/audit-events${query}`);

it("says who did what to what, from where, and what changed", async () => {
  await addAccounts(server, "who");
  const session = await signIn(server, await addUser(server, "who", ["owner"]));
  const { key } = await addKey(server, "who", [], "Before");
  await server.call("PATCH", `/v1/accounts/who/api-keys/${key}`, {
    as: session,
    ip: "203.0.113.9",
    body: { name: "After" },
  });
  const { body } = await events("who", "?limit=1");
  expect(body.items).toStrictEqual([
    {
      sequence: 4,
      at: new Date(START_MS).toISOString(),
      actor: { kind: "user", id: expect.any(String) as string, name: "A person" },
      actorOwner: null,
      action: "key.changed",
      target: key,
      counterpart: null,
      before: { name: "Before" },
      after: { name: "After" },
      requestId: expect.any(String) as string,
      ip: "203.0.113.9",
    },
  ]);
  expect(body.total).toBe(4);
});

it("rule 11: tells the owner of a host's admission, without the host's people, roles or names", async () => {
  await addAccounts(server, "told", "teller");
  const { key } = await addKey(server, "told");
  await admit(server, "teller", key, ["owner"], "Secret name");
  await server.deliver();
  const mirrored = await events("told", "?action=external-key.added");
  expect(mirrored.body.items).toMatchObject([
    {
      actor: { kind: "account", id: "teller" },
      target: key,
      counterpart: "teller",
      before: null,
      after: null,
      requestId: null,
      ip: null,
    },
  ]);
  expect(mirrored.text).not.toMatch(/Secret name|Operator|"owner"/);
});

it("is filtered by actor, action, target and time", async () => {
  await addAccounts(server, "filters");
  const { key } = await addKey(server, "filters");
  server.clock.wallMs += 60_000;
  server.clock.monotonicMs += 60_000;
  const later = await addKey(server, "filters");
  const total = async (query: string) => (await events("filters", query)).body.total;
  expect(await total("")).toBe(3);
  expect(await total("?action=key.generated")).toBe(2);
  expect(await total(`?target=${key}`)).toBe(1);
  expect(await total("?actor=operat")).toBe(3);
  expect(await total("?actor=nobody")).toBe(0);
  const border = encodeURIComponent(new Date(START_MS + 60_000).toISOString());
  expect(await total(`?from=${border}`)).toBe(1);
  expect(await total(`?to=${border}`)).toBe(2);
  expect(await total(`?from=${border}&target=${later.key}`)).toBe(1);
  expect(await total("?action=key.")).toBe(2);
  expect(await total(`?action=key.&to=${border}&actor=operat`)).toBe(1);
  for (const query of ["?from=yesterday", "?to=2026-13-01T00:00:00Z", "?sort=at", "?nonsense=1"]) {
    expectProblem(await events("filters", query), 422, "INVALID_INPUT");
  }
});

it("takes special characters in filters for what they are", async () => {
  await addAccounts(server, "special");
  for (const text of ["'", '"', "%", "_", "\\", "';drop table audit_events;--", "key.%", "*", "😀"]) {
    for (const name of ["actor", "action", "target", "counterpart"]) {
      const { body, status } = await events("special", `?${name}=${encodeURIComponent(text)}`);
      expect({ name, text, status, total: body.total }).toStrictEqual({ name, text, status: 200, total: 0 });
    }
  }
});

it("names the company whose key acted, in lists of the account in which it did", async () => {
  await addAccounts(server, "hosting", "helping");
  const external = await addKey(server, "helping");
  const own = await addKey(server, "hosting", ["owner"]);
  await admit(server, "hosting", external.key, ["owner"], "The helper");
  for (const as of [external, own]) {
    await server.call("POST", "/v1/accounts/hosting/roles", { as, body: { name: `By ${as.key}`, resources: [] } });
  }
  const { body } = await events("hosting", "?action=role.&sort=sequence");
  expect(body.items).toMatchObject([
    {
      actor: { kind: "key", id: external.key, name: "The helper", owner: "helping" },
      actorOwner: { account: "helping", displayName: "The helping" },
    },
    { actor: { kind: "key", id: own.key, owner: "hosting" }, actorOwner: null },
  ]);
});

it("is shown to who may view it alone", async () => {
  await addAccounts(server, "viewing");
  const as = await addKey(server, "viewing");
  const asked = [
    await server.call("GET", "/v1/accounts/viewing/audit-events", { as }),
    await server.call("GET", "/v1/accounts/viewing/audit-events/export?format=csv", { as }),
    await server.call("GET", "/v1/accounts/viewing/audit-head", { as }),
    await server.call("POST", "/v1/accounts/viewing/audit-events/verification", { as, body: {} }),
  ];
  for (const answer of asked) expect(expectProblem(answer, 403, "FORBIDDEN").resource).toBe("account.view-audit");
});

it("of the platform is shown to operators alone", async () => {
  await addAccounts(server, "not-platform");
  const as = await addKey(server, "not-platform", ["owner"]);
  const { body } = await server.call<{ id: string }>("POST", "/v1/service-keys", { body: { name: "Orders" } });
  const list = await server.call<ListOf<EventBody>>("GET", `/v1/audit-events?target=${body.id}`);
  expect(list.body).toMatchObject({ items: [{ action: "service-key.generated", target: body.id }], total: 1 });
  const head = await server.call<{ sequence: number }>("GET", "/v1/audit-head");
  expect(head.body).toMatchObject({ account: "(platform)", mac: expect.stringMatching(/^[0-9a-f]{64}$/) as string });
  const verified = await server.call("POST", "/v1/audit-events/verification", { body: {} });
  expect(verified.body).toStrictEqual({ events: head.body.sequence, intact: true, fault: null });
  const file = await server.call("GET", "/v1/audit-events/export?format=json");
  expect(file.body).toHaveLength(head.body.sequence);
  expect(file.headers["content-disposition"]).toBe('attachment; filename="audit-platform-2026-11-23.json"');
  for (const path of ["audit-events", "audit-events/export?format=csv", "audit-head"]) {
    expectProblem(await server.call("GET", `/v1/${path}`, { as }), 403, "FORBIDDEN");
  }
  const refused = await server.call("POST", "/v1/audit-events/verification", { as, body: {} });
  expectProblem(refused, 403, "FORBIDDEN");
});
