import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestServer, type TestServer } from "../test-server.ts";
import { expectProblem, PASSWORD, revisionOf, signIn } from "./test-fixtures.ts";
import { addWorld, samplesOf, type World } from "./test-routes.ts";
import type { Sample } from "./test-sample.ts";

let server: TestServer;
let world: World;
let cookie: string;

beforeAll(async () => {
  server = await createTestServer();
  world = await addWorld(server, "acme");
  ({ cookie } = await signIn(server, world.user));
});

afterAll(() => server.close());

const ELSEWHERE: Readonly<Record<string, string>>[] = [
  {},
  { origin: "null" },
  { origin: "https://evil.example" },
  { origin: "http://evil.localhost" },
  { origin: "http://localhost.evil.example" },
  { origin: "https://localhost" },
  { origin: "http://localhost:8080" },
  { origin: "http://127.0.0.2" },
  { origin: "http://localhost/" },
  { origin: "http://user@localhost" },
  { origin: "http://LOCALHOST" },
  { origin: "not an origin" },
  { origin: "" },
  { origin: "http://localhost", "sec-fetch-site": "cross-site" },
  { origin: "http://localhost", "sec-fetch-site": "same-site" },
  { origin: "http://localhost", "sec-fetch-site": "none" },
  { "sec-fetch-site": "same-origin" },
  { referer: "http://localhost/" },
  { host: "evil.example", origin: "http://evil.example" },
];

const changing = () => samplesOf(world).filter(({ method }) => method !== "GET");

const send = ({ body, method, url }: Sample, headers: Record<string, string>) =>
  server.call(method, url, { as: null, headers, ...(body === undefined ? {} : { body }) });

describe("a page of another site", () => {
  it("changes nothing with a signed-in person's cookie, on any route", async () => {
    const before = await revisionOf(server);
    // These ask for no cookie: what they are let in by, no other site has.
    const others = ["signIn", "revealTokenLink", "lookUpInvitation", "lookUpPasswordReset", "resetPassword"];
    others.push("issueAccessToken", "introspectAccessToken", "revokeAccessToken");
    const byCookie = changing().filter(({ operationId }) => !others.includes(operationId));
    for (const sample of byCookie) {
      for (const headers of ELSEWHERE) {
        const answer = await send(sample, { cookie, ...headers });
        expect({ ...sample, headers, status: answer.status }).toMatchObject({ status: 403 });
        expectProblem(answer, 403, "ORIGIN_REFUSED");
      }
    }
    expect(await revisionOf(server)).toBe(before);
    expect((await server.call("GET", "/v1/session", { as: { cookie } })).body).toMatchObject({
      user: { id: world.userId },
    });
  });

  it("can sign nobody in, either", async () => {
    const body = { email: world.user.email, password: PASSWORD };
    // Without any word of where it comes from it is a script, which has no cookies to lose.
    const elsewhere = ELSEWHERE.filter((headers) => "origin" in headers || headers["sec-fetch-site"] === "cross-site");
    for (const headers of elsewhere) {
      const answer = await server.call("POST", "/v1/session", { as: null, headers, body });
      expectProblem(answer, 403, "ORIGIN_REFUSED");
      expect(answer.headers["set-cookie"]).toBeUndefined();
    }
  });

  it("can open no link, either", async () => {
    const { linkSecret: secret, tokenLinkId } = world;
    const elsewhere = ELSEWHERE.filter((headers) => "origin" in headers || headers["sec-fetch-site"] === "cross-site");
    for (const headers of elsewhere) {
      const url = `/v1/token-links/${tokenLinkId}/reveal`;
      expectProblem(await server.call("POST", url, { as: null, headers, body: { secret } }), 403, "ORIGIN_REFUSED");
    }
    const { body } = await server.call<{ items: object[] }>("GET", "/v1/accounts/acme/token-links?state=waiting");
    expect(body.items).toContainEqual(expect.objectContaining({ id: tokenLinkId }));
  });

  it("can accept no invitation, either", async () => {
    const { joinId, joinSecret: secret } = world;
    const elsewhere = ELSEWHERE.filter((headers) => "origin" in headers || headers["sec-fetch-site"] === "cross-site");
    const body = { secret, name: "Ivy", password: PASSWORD };
    for (const headers of elsewhere) {
      const answer = await server.call("POST", `/v1/invitations/${joinId}/accept`, { as: null, headers, body });
      expectProblem(answer, 403, "ORIGIN_REFUSED");
      expect(answer.headers["set-cookie"]).toBeUndefined();
    }
  });

  it("is allowed nothing by CORS", async () => {
    const headers = { origin: "https://evil.example", "access-control-request-method": "POST" };
    const preflight = await server.app.inject({ method: "OPTIONS", url: "/v1/accounts", headers });
    expect(preflight.statusCode).toBe(404);
    const read = await server.call("GET", "/v1/session", { as: null, headers });
    for (const answer of [preflight.headers, read.headers]) {
      expect(Object.keys(answer).filter((name) => name.startsWith("access-control"))).toStrictEqual([]);
    }
  });
});

it("a credential in a header needs no origin, and may come from anywhere", async () => {
  const body = { name: "n", roles: [] };
  for (const headers of ELSEWHERE) {
    expect((await server.call("POST", "/v1/accounts/acme/api-keys", { headers, body })).status).toBe(201);
  }
});

it("our own pages may, by each name of the loopback address", async () => {
  const url = "/v1/accounts/acme/api-keys";
  for (const origin of ["http://localhost", "http://127.0.0.1", "http://[::1]"]) {
    for (const site of [{}, { "sec-fetch-site": "same-origin" }]) {
      const headers = { cookie, origin, ...site };
      expect((await server.call("POST", url, { as: null, headers, body: { name: "n", roles: [] } })).status).toBe(201);
    }
  }
});
