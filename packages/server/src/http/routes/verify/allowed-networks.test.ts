import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CallOptions, createTestServer, type TestServer } from "../../../test-server.ts";
import {
  addAccounts,
  addKey,
  addKeyWith,
  expectProblem,
  type KeyCredentials,
  type ListOf,
  loadCatalog,
} from "../../test-fixtures.ts";
import { boundKeysOn, DATA_CENTRE, ELSEWHERE, OFFICE } from "../../test-bound-keys.ts";
import { LOST_TOKEN } from "../../test-mutations.ts";
import { type Invitation, NEW_PERSON, secretOf } from "../../test-invitations.ts";

let server: TestServer;
const { admitted, bindExternal, bindKey } = boundKeysOn(() => server);
let gateway: string;

beforeAll(async () => {
  server = await createTestServer({ trustedProxies: ["10.0.0.0/8"], publicUrl: "https://keys.example.com" });
  await loadCatalog(server);
  const { body } = await server.call<{ token: string }>("POST", "/v1/service-keys", { body: { name: "Gateway" } });
  gateway = body.token;
});

afterAll(() => server.close());

interface Answer {
  readonly valid: boolean;
  readonly code: string;
  readonly networksSetBy?: string;
  readonly validity?: { readonly tokenId: string };
  readonly validityForIp?: { readonly tokenId: string };
}

async function ask(account: string, credentials: KeyCredentials, more: object = {}, options: CallOptions = {}) {
  const { body, status } = await server.call<Answer>("POST", "/v1/verify", {
    body: { account, ...credentials, ...more },
    ...options,
  });
  expect(status).toBe(200);
  return body;
}

const codes = async (account: string, credentials: KeyCredentials, ...ips: (string | undefined)[]) => {
  const answers: string[] = [];
  for (const ip of ips) {
    const { code, networksSetBy } = await ask(account, credentials, ip === undefined ? {} : { ip });
    answers.push(networksSetBy === undefined ? code : `${code} ${networksSetBy}`);
  }
  return answers;
};

describe("a key that is bound to networks", () => {
  it("rule 10: by its owner is refused from elsewhere in every account, from the reply that bound it on", async () => {
    const { credentials, host, key, other, owner } = await admitted("owners");
    expect(await codes(host, credentials, ELSEWHERE, undefined)).toEqual(["VALID", "VALID"]);
    expect((await bindKey(owner, key, ["203.0.113.0/24", "2001:db8::/32"])).status).toBe(200);
    for (const account of [owner, host, other]) {
      expect(
        await codes(account, credentials, OFFICE, `::ffff:${OFFICE}`, "2001:DB8::1", ELSEWHERE, "2001:db9::1"),
      ).toEqual(["VALID", "VALID", "VALID", "IP_DENIED owner", "IP_DENIED owner"]);
    }
    await bindKey(owner, key, []);
    expect(await codes(host, credentials, ELSEWHERE, undefined)).toEqual(["VALID", "VALID"]);
  });

  it("rule 10: by a host is refused there alone; of both sides the address has to be in both", async () => {
    const { credentials, host, key, other, owner } = await admitted("hosts");
    await bindExternal(host, key, [DATA_CENTRE, OFFICE]);
    expect(await codes(host, credentials, DATA_CENTRE, ELSEWHERE)).toEqual(["VALID", "IP_DENIED host"]);
    expect(await codes(other, credentials, ELSEWHERE)).toEqual(["VALID"]);
    expect(await codes(owner, credentials, ELSEWHERE)).toEqual(["VALID"]);
    await bindKey(owner, key, ["203.0.113.0/24"]);
    expect(await codes(host, credentials, OFFICE, DATA_CENTRE, ELSEWHERE, "203.0.113.10")).toEqual([
      "VALID",
      "IP_DENIED owner",
      "IP_DENIED owner",
      "IP_DENIED host",
    ]);
  });

  it("is refused where nobody says where the request comes from", async () => {
    const { credentials, host, key, owner } = await admitted("unknown");
    await bindExternal(host, key, ["0.0.0.0/0", "::/0"]);
    expect(await codes(host, credentials, undefined, ELSEWHERE)).toEqual(["IP_DENIED host", "VALID"]);
    await bindKey(owner, key, ["0.0.0.0/0"]);
    expect(await codes(host, credentials, undefined, "2001:db8::1")).toEqual(["IP_DENIED owner", "IP_DENIED owner"]);
  });

  it("rule 13: says so only to who has its token, and behind what else closes the account", async () => {
    const { credentials, host, key, owner } = await admitted("order");
    await bindKey(owner, key, [OFFICE]);
    expect(await ask(host, { key, token: LOST_TOKEN }, { ip: ELSEWHERE })).toStrictEqual({
      valid: false,
      code: "INVALID_CREDENTIALS",
      revision: expect.any(Number) as number,
    });
    const url = `/v1/accounts/${host}/external-keys/${key}`;
    expect(await ask(host, credentials, { ip: ELSEWHERE, resource: "no.such-resource" })).toMatchObject({
      code: "IP_DENIED",
      key,
      owner,
      external: true,
      name: "A partner",
    });
    await server.call("PATCH", url, { body: { status: "inactive" } });
    expect(await codes(host, credentials, ELSEWHERE)).toEqual(["EXTERNAL_KEY_INACTIVE"]);
  });

  it("uses up nothing of its limit from elsewhere", async () => {
    const { credentials, host, key, owner } = await admitted("limit");
    await server.call("PATCH", `/v1/accounts/${owner}/api-keys/${key}`, {
      body: { allowedNetworks: [OFFICE], requestsPerMinute: 1 },
    });
    expect(await codes(host, credentials, ELSEWHERE, ELSEWHERE, OFFICE, ELSEWHERE, OFFICE)).toEqual([
      "IP_DENIED owner",
      "IP_DENIED owner",
      "VALID",
      "IP_DENIED owner",
      "RATE_LIMITED",
    ]);
  });

  it("is counted as refused on the side that bound it, also where a service has answered by itself", async () => {
    const { credentials, host, key, owner } = await admitted("counted");
    await bindExternal(host, key, [OFFICE]);
    await codes(host, credentials, OFFICE, ELSEWHERE, ELSEWHERE);
    await bindKey(owner, key, ["203.0.113.0/24"]);
    await codes(host, credentials, ELSEWHERE);
    const { validityForIp } = await ask(host, credentials, { ip: OFFICE, expand: ["validity"] });
    const use = { account: host, key, tokenId: validityForIp?.tokenId, code: "IP_DENIED", lastUsedAgoMs: 0 };
    const uses = [
      { ...use, count: 10, networksSetBy: "host" },
      { ...use, count: 20, networksSetBy: "owner" },
    ];
    expect((await server.call("POST", "/v1/use", { body: { uses } })).status).toBe(204);
    await server.keepUse();
    const { body } = await server.call<ListOf<object>>(
      "GET",
      `/v1/accounts/${owner}/api-keys/${key}/use?group=account`,
    );
    expect(body.items).toEqual([{ account: host, allowed: 2, refusedByOwner: 21, refusedByHost: 12 }]);
  });

  it("has answers that are remembered for their address alone", async () => {
    const { credentials, host, key, other, owner } = await admitted("validity");
    const remembered = async (account: string) => {
      const answer = await ask(account, credentials, { ip: OFFICE, expand: ["validity"] });
      return [answer.validity, answer.validityForIp].map((validity) => typeof validity?.tokenId);
    };
    expect(await remembered(host)).toEqual(["string", "undefined"]);
    await bindExternal(host, key, [DATA_CENTRE]);
    expect(await remembered(host)).toEqual(["undefined", "string"]);
    expect(await remembered(other)).toEqual(["string", "undefined"]);
    await bindKey(owner, key, [OFFICE]);
    for (const account of [owner, host, other]) expect(await remembered(account)).toEqual(["undefined", "string"]);
  });
});

describe("where a request comes from", () => {
  it("is said for each question of a batch", async () => {
    const { credentials, host, key } = await admitted("batch");
    await bindExternal(host, key, [OFFICE]);
    const checks = [OFFICE, ELSEWHERE].map((ip) => ({ account: host, ...credentials, ip }));
    const { body } = await server.call<{ results: Answer[] }>("POST", "/v1/verify/batch", { body: { checks } });
    expect(body.results.map(({ code }) => code)).toEqual(["VALID", "IP_DENIED"]);
  });

  it("is told to forward auth by trusted proxies alone", async () => {
    const { credentials, host, key } = await admitted("forward");
    await bindExternal(host, key, [OFFICE]);
    const authorize = async (ip: string, forwardedFor?: string) => {
      const named = { "x-latchkey-service-key": gateway, "x-latchkey-account": host };
      const presented = { "x-api-key": credentials.key, "x-api-token": credentials.token };
      const forwarded = forwardedFor === undefined ? {} : { "x-forwarded-for": forwardedFor };
      const headers = { ...named, ...presented, ...forwarded };
      return server.call<{ code: string }>("GET", "/v1/authorize", { as: null, ip, headers });
    };
    expect(await authorize("10.0.0.1", OFFICE)).toMatchObject({ status: 200 });
    expect(await authorize("::ffff:10.0.0.1", OFFICE)).toMatchObject({ status: 200 });
    expect(await authorize(OFFICE)).toMatchObject({ status: 200 });
    for (const [ip, forwardedFor] of [
      ["10.0.0.1", ELSEWHERE],
      ["10.0.0.1", `${OFFICE}, ${ELSEWHERE}`],
      ["10.0.0.1", undefined],
      [ELSEWHERE, OFFICE],
    ] as const) {
      const refused = await authorize(ip, forwardedFor);
      expect(refused).toMatchObject({
        status: 403,
        headers: { "x-latchkey-code": "IP_DENIED", "x-latchkey-key": key },
        body: { code: "IP_DENIED", title: "The key may not be used from this address" },
      });
    }
  });

  it("is a property of AuthZEN's subject", async () => {
    const { credentials, host, key } = await admitted("authzen");
    await bindExternal(host, key, [OFFICE]);
    const evaluate = async (properties: object) => {
      const { body } = await server.call<{ decision: boolean; context: { code: string } }>(
        "POST",
        "/access/v1/evaluation",
        {
          body: {
            subject: { type: "api-key", id: key, properties: { token: credentials.token, ...properties } },
            action: { name: "access" },
            resource: { type: "account", id: host },
          },
        },
      );
      return [body.decision, body.context.code];
    };
    expect(await evaluate({ ip_address: OFFICE })).toEqual([true, "VALID"]);
    expect(await evaluate({ ip_address: ELSEWHERE })).toEqual([false, "IP_DENIED"]);
    expect(await evaluate({})).toEqual([false, "IP_DENIED"]);
  });

  it("is looked at when an access token is asked for, which is then bound to no address", async () => {
    const { credentials, host, key } = await admitted("oauth");
    await bindExternal(host, key, [OFFICE]);
    const post = (path: string, form: Record<string, string>, authorization: string, ip: string) =>
      server.call<Record<string, unknown>>("POST", path, {
        as: null,
        ip,
        headers: { "content-type": "application/x-www-form-urlencoded", authorization },
        body: new URLSearchParams(form).toString(),
      });
    const basic = `Basic ${Buffer.from(`${key}:${credentials.token}`).toString("base64")}`;
    const resource = `https://keys.example.com/accounts/${host}`;
    const grant = (ip: string) => post("/oauth2/token", { grant_type: "client_credentials", resource }, basic, ip);
    expect(await grant(ELSEWHERE)).toMatchObject({ status: 403, body: { error: "unauthorized_client" } });
    const { body } = await grant(OFFICE);
    const token = String(body["access_token"]);
    const found = await post("/oauth2/introspect", { token }, `Bearer ${gateway}`, ELSEWHERE);
    expect(found.body).toMatchObject({ active: true });
  });

  it("keeps a key from managing an account, and from seeing it", async () => {
    const { credentials, host, key, owner } = await admitted("managing");
    await bindKey(owner, key, [OFFICE]);
    const from = (ip: string) => ({ as: credentials, ip });
    const listed = (ip: string) => server.call<ListOf<{ name: string }>>("GET", "/v1/accounts", from(ip));
    expect((await server.call("GET", `/v1/accounts/${owner}/api-keys`, from(OFFICE))).status).toBe(200);
    expect((await listed(OFFICE)).body.items.map(({ name }) => name)).toContain(host);
    for (const account of [owner, host]) {
      expectProblem(await server.call("GET", `/v1/accounts/${account}/api-keys`, from(ELSEWHERE)), 403, "IP_DENIED");
    }
    expect((await listed(ELSEWHERE)).body.items).toEqual([]);
    // Where it asks from counts, not what it asks about.
    const asker = await addKeyWith(server, host, "account.verify-api-keys");
    await bindKey(host, asker.key, [OFFICE]);
    const body = { account: host, ...credentials, ip: OFFICE };
    expect((await server.call("POST", "/v1/verify", { body, as: asker, ip: OFFICE })).status).toBe(200);
    expectProblem(await server.call("POST", "/v1/verify", { body, as: asker, ip: ELSEWHERE }), 403, "IP_DENIED");
  });

  it("doesn't matter to an invitation that a key has given, once it is accepted", async () => {
    await addAccounts(server, "left");
    const giver = await addKey(server, "left", ["owner"]);
    await bindKey("left", giver.key, [OFFICE]);
    const url = "/v1/accounts/left/invitations";
    const body = { email: "ivy@left.example", roles: ["owner"] };
    const given = await server.call<Invitation>("POST", url, { as: giver, ip: OFFICE, body });
    const accepting = { secret: secretOf(given.body), ...NEW_PERSON };
    const options = { as: null, ip: ELSEWHERE, body: accepting };
    expect((await server.call("POST", `/v1/invitations/${given.body.id}/accept`, options)).status).toBe(200);
  });
});
