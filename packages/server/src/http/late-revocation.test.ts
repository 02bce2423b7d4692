import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { createTestServer, type TestServer } from "../test-server.ts";
import { addAccounts, addKey, expectProblem, revisionOf } from "./test-fixtures.ts";

let server: TestServer;
let port: number;

beforeAll(async () => {
  server = await createTestServer();
  await addAccounts(server, "acme");
  port = Number(new URL(await server.listen({ host: "127.0.0.1", port: 0 })).port);
});

afterEach(() => vi.restoreAllMocks());
afterAll(() => server.close());

/** Sends a request whose body comes only after something else has happened; answers all that came back. */
async function sendInTwoParts(path: string, headers: string[], body: object, between: () => Promise<void>) {
  const payload = JSON.stringify(body);
  const socket = connect(port, "127.0.0.1");
  const seen = once(server.app.server, "request");
  const head = [`POST ${path} HTTP/1.1`, "host: localhost", "connection: close", "content-type: application/json"];
  socket.write([...head, `content-length: ${payload.length}`, ...headers, "", payload.slice(0, 3)].join("\r\n"));
  await seen;
  await between();
  socket.write(payload.slice(3));
  return text(socket);
}

it("rules 4 and 12: a key that is deleted while its request's body is on the way does nothing any more", async () => {
  const { key, token } = await addKey(server, "acme", ["owner"]);
  let revision = -1;
  const headers = [`x-api-key: ${key}`, `x-api-token: ${token}`];
  const body = { name: "Accomplice", roles: ["owner"] };
  const answer = await sendInTwoParts("/v1/accounts/acme/api-keys", headers, body, async () => {
    expect((await server.call("DELETE", `/v1/accounts/acme/api-keys/${key}`)).status).toBe(204);
    revision = await revisionOf(server);
  });
  expect(answer).toMatch(/^HTTP\/1\.1 401 /);
  expect(await revisionOf(server)).toBe(revision);
});

it("rule 12: a service key that is deleted while its question is on the way gets no answer", async () => {
  const { body: serviceKey } = await server.call<{ id: string; token: string }>("POST", "/v1/service-keys", {
    body: { name: "Orders API" },
  });
  const question = { account: "acme", ...(await addKey(server, "acme")) };
  const headers = [`authorization: Bearer ${serviceKey.token}`];
  const answer = await sendInTwoParts("/v1/verify", headers, question, async () => {
    expect((await server.call("DELETE", `/v1/service-keys/${serviceKey.id}`)).status).toBe(204);
  });
  expect(answer).toMatch(/^HTTP\/1\.1 401 /);
});

it("rules 7 and 12: what is taken from somebody counts for what they have under way", async () => {
  const mallory = await addKey(server, "acme", ["owner"]);
  const isHashing = Promise.withResolvers<void>();
  const isTaken = Promise.withResolvers<void>();
  const hash = server.ports.hashPassword;
  vi.spyOn(server.ports, "hashPassword").mockImplementation(async (password) => {
    isHashing.resolve();
    await isTaken.promise;
    return hash(password);
  });
  const accomplice = {
    email: "accomplice@acme.example",
    name: "Accomplice",
    roles: ["owner"],
    password: "long enough",
  };
  const adding = server.call("POST", "/v1/accounts/acme/users", { as: mallory, body: accomplice });
  await isHashing.promise;
  const taken = await server.call("PATCH", `/v1/accounts/acme/api-keys/${mallory.key}`, { body: { roles: [] } });
  expect(taken.status).toBe(200);
  const revision = await revisionOf(server);
  isTaken.resolve();

  expectProblem(await adding, 403, "FORBIDDEN");
  expect(await revisionOf(server)).toBe(revision);
  expect(await server.store.reads.users.findByEmail(accomplice.email)).toBeUndefined();
});
