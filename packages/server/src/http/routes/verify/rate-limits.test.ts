import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestServer, type Credentials, type TestServer } from "../../../test-server.ts";
import {
  addAccounts,
  addKey,
  addKeyWith,
  admit,
  expectProblem,
  type KeyCredentials,
  type ListOf,
  loadCatalog,
} from "../../test-fixtures.ts";
import { LOST_TOKEN } from "../../test-mutations.ts";

let server: TestServer;
let gateway: string;

beforeAll(async () => {
  server = await createTestServer();
  await loadCatalog(server);
  const { body } = await server.call<{ token: string }>("POST", "/v1/service-keys", { body: { name: "Gateway" } });
  gateway = body.token;
});

afterAll(() => server.close());

interface Answer {
  readonly code: string;
  readonly rateLimit?: { limit: number; setBy: string; remaining: number; resetSeconds: number };
  readonly retryAfterSeconds?: number;
}

async function ask(account: string, credentials: KeyCredentials, as?: Credentials, resource?: string): Promise<Answer> {
  const body = { account, ...credentials, ...(resource === undefined ? {} : { resource }) };
  return (await server.call<Answer>("POST", "/v1/verify", { body, ...(as ? { as } : {}) })).body;
}

async function codes(count: number, account: string, credentials: KeyCredentials, resource?: string) {
  const answers: string[] = [];
  for (let at = 0; at < count; at++) answers.push((await ask(account, credentials, undefined, resource)).code);
  return answers;
}

const limitKey = (owner: string, key: string, requestsPerMinute: number | null) =>
  server.call("PATCH", `/v1/accounts/${owner}/api-keys/${key}`, { body: { requestsPerMinute } });
const limitExternal = (host: string, key: string, requestsPerMinute: number | null) =>
  server.call("PATCH", `/v1/accounts/${host}/external-keys/${key}`, { body: { requestsPerMinute } });

const passMinute = () => {
  server.clock.monotonicMs += 60_000;
  server.clock.wallMs += 60_000;
};

/** An owner's key that two hosts admitted. */
async function admitted(name: string) {
  const [owner, host, other] = [`${name}-owner`, `${name}-host`, `${name}-other`];
  await addAccounts(server, owner, host, other);
  const credentials = await addKey(server, owner, ["owner"]);
  for (const account of [host, other]) await admit(server, account, credentials.key, ["oms-read-only"]);
  return { owner, host, other, credentials, key: credentials.key };
}

describe("a limit", () => {
  it("of the owner counts over all accounts, and holds from the reply that set it on", async () => {
    const { credentials, host, key, other, owner } = await admitted("owners");
    expect((await limitKey(owner, key, 5)).status).toBe(200);
    expect(await codes(2, host, credentials)).toEqual(["VALID", "VALID"]);
    expect(await codes(2, owner, credentials)).toEqual(["VALID", "VALID"]);
    expect(await codes(2, other, credentials)).toEqual(["VALID", "RATE_LIMITED"]);
    passMinute();
    expect(await codes(1, other, credentials)).toEqual(["VALID"]);
  });

  it("rule 10: of a host counts in its account alone; the stricter of two answers", async () => {
    const { credentials, host, key, other, owner } = await admitted("hosts");
    await limitExternal(host, key, 2);
    await limitKey(owner, key, 4);
    expect(await ask(host, credentials)).toMatchObject({ rateLimit: { limit: 2, setBy: "host", remaining: 1 } });
    expect(await codes(2, host, credentials)).toEqual(["VALID", "RATE_LIMITED"]);
    expect(await ask(other, credentials)).toMatchObject({ rateLimit: { limit: 4, setBy: "owner", remaining: 1 } });
    expect(await codes(2, owner, credentials)).toEqual(["VALID", "RATE_LIMITED"]);
    await limitKey(owner, key, null);
    expect(await codes(2, other, credentials)).toEqual(["VALID", "VALID"]);
    expect(await codes(1, host, credentials)).toEqual(["RATE_LIMITED"]);
    await limitExternal(host, key, null);
    expect(await ask(host, credentials)).not.toHaveProperty("rateLimit");
  });

  it("counts proven tokens alone, and no more what it refuses; whoever asks for too much is counted", async () => {
    const { credentials, host, key } = await admitted("proven");
    await limitExternal(host, key, 2);
    for (let at = 0; at < 5; at++) {
      expect(await ask(host, { key, token: LOST_TOKEN })).toMatchObject({ code: "INVALID_CREDENTIALS" });
    }
    expect(await codes(2, host, credentials, "oms.cancel-order")).toEqual(["RESOURCE_DENIED", "RESOURCE_DENIED"]);
    expect(await codes(3, host, credentials)).toEqual(["RATE_LIMITED", "RATE_LIMITED", "RATE_LIMITED"]);
    passMinute();
    expect(await codes(3, host, credentials)).toEqual(["VALID", "VALID", "RATE_LIMITED"]);
  });

  it("is told in the answer, also to each of a batch", async () => {
    const { credentials, host, key } = await admitted("told");
    await limitExternal(host, key, 2);
    const check = { account: host, ...credentials };
    const { body } = await server.call<{ results: Answer[] }>("POST", "/v1/verify/batch", {
      body: { checks: [check, check, check] },
    });
    expect(
      body.results.map(({ code, rateLimit, retryAfterSeconds }) => ({ code, rateLimit, retryAfterSeconds })),
    ).toEqual([
      { code: "VALID", rateLimit: { limit: 2, setBy: "host", remaining: 1, resetSeconds: 60 } },
      { code: "VALID", rateLimit: { limit: 2, setBy: "host", remaining: 0, resetSeconds: 60 } },
      {
        code: "RATE_LIMITED",
        rateLimit: { limit: 2, setBy: "host", remaining: 0, resetSeconds: 60 },
        retryAfterSeconds: 60,
      },
    ]);
  });

  it("rule 8: tells a host's own key nothing of what is left of the owner's", async () => {
    const { credentials, host, key, owner } = await admitted("private");
    await limitKey(owner, key, 2);
    const asker = await addKeyWith(server, host, "account.verify-api-keys");
    expect(await ask(host, credentials, asker)).not.toHaveProperty("rateLimit");
    expect(await ask(host, credentials, { bearer: gateway })).toMatchObject({ rateLimit: { setBy: "owner" } });
    const refused = await ask(host, credentials, asker);
    expect(refused).toMatchObject({ code: "RATE_LIMITED", retryAfterSeconds: 60 });
    expect(refused).not.toHaveProperty("rateLimit");
  });

  it("is counted as refused on the side that set it", async () => {
    const { credentials, host, key, owner } = await admitted("counted");
    await limitExternal(host, key, 1);
    await codes(3, host, credentials);
    await limitKey(owner, key, 1);
    await codes(3, owner, credentials);
    await server.keepUse();
    const { body } = await server.call<ListOf<object>>(
      "GET",
      `/v1/accounts/${owner}/api-keys/${key}/use?group=account`,
    );
    expect(body.items).toEqual([
      { account: host, allowed: 1, refusedByOwner: 0, refusedByHost: 2 },
      { account: owner, allowed: 1, refusedByOwner: 2, refusedByHost: 0 },
    ]);
  });

  it("isn't in the way of managing keys with the key", async () => {
    const { credentials, key, owner } = await admitted("managing");
    await limitKey(owner, key, 1);
    for (let at = 0; at < 3; at++) {
      expect((await server.call("GET", `/v1/accounts/${owner}/api-keys`, { as: credentials })).status).toBe(200);
    }
  });
});

describe("forward auth of a limited key", () => {
  const authorize = (account: string, { key, token }: KeyCredentials) =>
    server.call("GET", "/v1/authorize", {
      as: null,
      headers: {
        "x-latchkey-service-key": gateway,
        "x-latchkey-account": account,
        "x-api-key": key,
        "x-api-token": token,
      },
    });

  it("answers 429 past the limit, with headers to go by", async () => {
    const { credentials, host, key } = await admitted("forward");
    const unlimited = await authorize(host, credentials);
    expect(Object.keys(unlimited.headers).filter((name) => /ratelimit|retry/.test(name))).toEqual([]);
    await limitExternal(host, key, 1);
    const allowed = await authorize(host, credentials);
    expect(allowed).toMatchObject({
      status: 200,
      headers: { "ratelimit-policy": '"host";q=1;w=60', ratelimit: '"host";r=0;t=60' },
    });
    expect(allowed.headers).not.toHaveProperty("retry-after");
    server.clock.monotonicMs += 20_500;
    const refused = await authorize(host, credentials);
    expect(refused).toMatchObject({
      status: 429,
      headers: {
        "retry-after": "40",
        "ratelimit-policy": '"host";q=1;w=60',
        ratelimit: '"host";r=0;t=40',
        "x-latchkey-code": "RATE_LIMITED",
        "x-latchkey-key": key,
      },
      body: { code: "RATE_LIMITED", status: 429, title: "Too many requests within a minute" },
    });
    server.clock.monotonicMs += 39_500;
    expect((await authorize(host, credentials)).status).toBe(200);
  });
});

describe("setting a limit", () => {
  it("is possible from the start, shows in the key and its ETag, and stands in the log before and after", async () => {
    await addAccounts(server, "set", "set-host");
    const made = await server.call<KeyCredentials>("POST", "/v1/accounts/set/api-keys", {
      body: { name: "ERP", roles: [], requestsPerMinute: 600 },
    });
    expect(made).toMatchObject({ status: 201, body: { requestsPerMinute: 600 } });
    const { key } = made.body;
    const added = await server.call("POST", "/v1/accounts/set-host/external-keys", {
      body: { key, name: "Partner", roles: [], requestsPerMinute: 1_000_000 },
    });
    expect(added).toMatchObject({ status: 201, body: { requestsPerMinute: 1_000_000 } });
    for (const [account, list, before] of [
      ["set", "api-keys", 600],
      ["set-host", "external-keys", 1_000_000],
    ] as const) {
      const url = `/v1/accounts/${account}/${list}/${key}`;
      const opened = await server.call("GET", url);
      const headers = { "if-match": String(opened.headers["etag"]) };
      const changed = await server.call("PATCH", url, { headers, body: { requestsPerMinute: 1 } });
      expect(changed).toMatchObject({ status: 200, body: { requestsPerMinute: 1 } });
      expectProblem(
        await server.call("PATCH", url, { headers, body: { requestsPerMinute: 2 } }),
        412,
        "PRECONDITION_FAILED",
      );
      expect((await server.call("PATCH", url, { body: { name: "New name" } })).body).toMatchObject({
        requestsPerMinute: 1,
      });
      await server.call("PATCH", url, { body: { requestsPerMinute: null } });
      const { body } = await server.call<ListOf<{ before: object; after: object }>>(
        "GET",
        `/v1/accounts/${account}/audit-events?action=${list === "api-keys" ? "key" : "external-key"}.changed`,
      );
      expect(body.items.map((event) => [event.before, event.after])).toEqual([
        [{ requestsPerMinute: 1 }, { requestsPerMinute: null }],
        [expect.objectContaining({ name: expect.any(String) as string }), { name: "New name" }],
        [{ requestsPerMinute: before }, { requestsPerMinute: 1 }],
      ]);
      expect((await server.call<ListOf<object>>("GET", `/v1/accounts/${account}/${list}`)).body.items).toMatchObject([
        { requestsPerMinute: null },
      ]);
    }
  });

  it.each([0, -1, 1.5, 1_000_001, "60", true])("to %j is refused", async (requestsPerMinute) => {
    await addAccounts(server, `bad-${String(requestsPerMinute).replace(/\W/, "x")}`);
    const account = `bad-${String(requestsPerMinute).replace(/\W/, "x")}`;
    const body = { name: "ERP", roles: [], requestsPerMinute };
    const problem = expectProblem(
      await server.call("POST", `/v1/accounts/${account}/api-keys`, { body }),
      422,
      "INVALID_INPUT",
    );
    expect(problem.errors).toMatchObject([{ path: "/requestsPerMinute" }]);
  });
});
