import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestServer, type Method, type TestServer } from "../../../test-server.ts";
import {
  addAccounts,
  addKey,
  admit,
  expectProblem,
  type KeyCredentials,
  loadCatalog,
  UNISSUED_KEY,
} from "../../test-fixtures.ts";
import { LOST_TOKEN } from "../../test-mutations.ts";

let server: TestServer;
let gateway: string;
let credentials: KeyCredentials;

beforeAll(async () => {
  server = await createTestServer();
  await loadCatalog(server);
  await addAccounts(server, "partner", "acme", "zoom");
  credentials = await addKey(server, "partner", ["owner"], "Ours");
  await admit(server, "acme", credentials.key, ["oms-read-only"], "Theirs & ü");
  const { body } = await server.call<{ token: string }>("POST", "/v1/service-keys", { body: { name: "Gateway" } });
  gateway = body.token;
});

afterAll(() => server.close());

const headersOf = ({ key, token }: KeyCredentials) => ({ "x-api-key": key, "x-api-token": token });

function ask(headers: Record<string, string>, method: Method = "GET", body?: unknown) {
  return server.call("GET" === method ? "GET" : method, "/v1/authorize", {
    as: null,
    headers: { "x-latchkey-service-key": gateway, "x-latchkey-account": "acme", ...headers },
    ...(body === undefined ? {} : { body }),
  });
}

describe("forward auth", () => {
  it("lets through what the host's roles allow, and says who it is in headers", async () => {
    const answer = await ask({ ...headersOf(credentials), "x-latchkey-resource": "oms.view-order" });
    expect(answer.status).toBe(200);
    expect(answer.text).toBe("");
    expect(answer.headers).toMatchObject({
      "x-latchkey-code": "VALID",
      "x-latchkey-account": "acme",
      "x-latchkey-key": credentials.key,
      "x-latchkey-owner": "partner",
      "x-latchkey-external": "true",
      "x-latchkey-name": "Theirs%20%26%20%C3%BC",
      "x-latchkey-roles": "oms-read-only",
      "cache-control": "no-store",
    });
  });

  it("takes the credential in each form, and the question by each method, whatever body comes with it", async () => {
    const basic = {
      authorization: `Basic ${Buffer.from(`${credentials.key}:${credentials.token}`).toString("base64")}`,
    };
    const vtex = { "X-VTEX-API-AppKey": credentials.key, "X-VTEX-API-AppToken": credentials.token };
    for (const form of [headersOf(credentials), basic, vtex]) expect((await ask(form)).status).toBe(200);
    for (const method of ["POST", "PUT", "PATCH", "DELETE"] as const) {
      const sent = { ...headersOf(credentials), "content-type": "text/xml" };
      expect((await ask(sent, method, "<not><json>")).status).toBe(200);
    }
  });

  it("refuses what the roles don't open with 403, naming who it is", async () => {
    const denied = await ask({ ...headersOf(credentials), "x-latchkey-resource": "oms.cancel-order" });
    expect(denied).toMatchObject({ status: 403, body: { code: "RESOURCE_DENIED" } });
    expect(denied.headers).toMatchObject({ "x-latchkey-key": credentials.key, "x-latchkey-owner": "partner" });
    expect(denied.headers["x-latchkey-roles"]).toBeUndefined();
    const elsewhere = await ask({ ...headersOf(credentials), "x-latchkey-account": "zoom" });
    expect(elsewhere).toMatchObject({ status: 403, body: { code: "NOT_ADMITTED" } });
    const nowhere = await ask({ ...headersOf(credentials), "x-latchkey-account": "no-such-account" });
    expect(nowhere).toMatchObject({ status: 403, body: { code: "UNKNOWN_ACCOUNT" } });
  });

  it("rule 13: answers every wrong credential alike, with 401 and a challenge", async () => {
    const wrong: Record<string, string>[] = [
      {},
      { "x-api-key": credentials.key },
      headersOf({ key: credentials.key, token: LOST_TOKEN }),
      headersOf({ key: UNISSUED_KEY, token: credentials.token }),
      { authorization: "Bearer whatever" },
    ];
    const answers = new Set<string>();
    for (const headers of wrong) {
      const answer = await ask(headers);
      expect(answer).toMatchObject({ status: 401, body: { code: "INVALID_CREDENTIALS" } });
      expect(answer.headers["www-authenticate"]).toContain("Basic");
      const { date: _date, ...visible } = answer.headers;
      answers.add(JSON.stringify([visible, { ...(answer.body as object), requestId: "" }]));
    }
    expect([...answers]).toHaveLength(1);
    expect(server.log.join("")).not.toContain(credentials.token);
  });

  it("believes the account only beside the gateway's own service key", async () => {
    const own = headersOf(credentials);
    const forged: Record<string, string>[] = [
      { "x-latchkey-service-key": "" },
      { "x-latchkey-service-key": LOST_TOKEN.replace("lkt_", "lks_") },
      { "x-latchkey-service-key": credentials.token },
      { "x-latchkey-account": "" },
    ];
    for (const headers of forged) expectProblem(await ask({ ...own, ...headers }), 403, "FORBIDDEN");
    const bare = await server.call("GET", "/v1/authorize", {
      as: null,
      headers: { ...own, "x-latchkey-account": "acme" },
    });
    expectProblem(bare, 403, "FORBIDDEN");
  });

  it("is over as soon as the service key is deleted", async () => {
    const { body } = await server.call<{ id: string; token: string }>("POST", "/v1/service-keys", {
      body: { name: "n" },
    });
    const headers = { ...headersOf(credentials), "x-latchkey-service-key": body.token };
    expect((await ask(headers)).status).toBe(200);
    await server.call("DELETE", `/v1/service-keys/${body.id}`);
    expectProblem(await ask(headers), 403, "FORBIDDEN");
  });

  it("rule 12: answers 503 once what this node knows is too old", async () => {
    server.clock.monotonicMs += 61_000;
    expectProblem(await ask(headersOf(credentials)), 503, "STALE");
    await server.follower.poll();
    expect((await ask(headersOf(credentials))).status).toBe(200);
  });
});
