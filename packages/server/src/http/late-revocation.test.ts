import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { createTestServer, TEST_ORIGIN, type TestServer } from "../test-server.ts";
import { addAccounts, addKey, addUser, expectProblem, revisionOf, signIn } from "./test-fixtures.ts";

let server: TestServer;
let port: number;

beforeAll(async () => {
  server = await createTestServer({ publicUrl: TEST_ORIGIN });
  await addAccounts(server, "acme");
  await server.listen({ host: "127.0.0.1", port: 0 });
  port = (server.app.server.address() as AddressInfo).port;
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

it("rules 4 and 12: who signs out while their request's body is on the way does nothing any more", async () => {
  const { cookie } = await signIn(server, await addUser(server, "acme", ["owner"]));
  const revision = await revisionOf(server);
  const body = { name: "Accomplice", roles: ["owner"] };
  const answer = await sendInTwoParts(
    "/v1/accounts/acme/api-keys",
    [`cookie: ${cookie}`, `origin: ${TEST_ORIGIN}`],
    body,
    async () => {
      expect((await server.call("DELETE", "/v1/session", { as: { cookie } })).status).toBe(204);
    },
  );
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

/** Lets passwords be hashed only when the test says so. Answers when so many wait for it, and what lets them go on. */
function holdPasswords(count: number): { isHeld: Promise<void>; release: () => void } {
  const held = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  let waiting = 0;
  vi.spyOn(server.ports, "hashPassword").mockImplementation(async () => {
    if (++waiting === count) held.resolve();
    await released.promise;
    return "$argon2id$of-nobody";
  });
  return { isHeld: held.promise, release: released.resolve };
}

const accomplice = (email: string) => ({ email, name: "Accomplice", roles: ["owner"], password: "long enough" });

it("rules 7 and 12: a role that is taken from a key counts for what it has under way", async () => {
  const mallory = await addKey(server, "acme", ["owner"]);
  const { isHeld, release } = holdPasswords(1);
  const body = accomplice("accomplice@acme.example");
  const adding = server.call("POST", "/v1/accounts/acme/users", { as: mallory, body });
  await isHeld;
  const taken = await server.call("PATCH", `/v1/accounts/acme/api-keys/${mallory.key}`, { body: { roles: [] } });
  expect(taken.status).toBe(200);
  const revision = await revisionOf(server);
  release();

  expectProblem(await adding, 403, "FORBIDDEN");
  expect(await revisionOf(server)).toBe(revision);
  expect(await server.store.reads.users.findByEmail(body.email)).toBeUndefined();
});

it("rules 7 and 12: an owner who is removed leaves nobody behind whom they were adding", async () => {
  await addAccounts(server, "owned");
  await addUser(server, "owned", ["owner"]);
  const mallory = await addUser(server, "owned", ["owner"]);
  const as = await signIn(server, mallory);
  const { isHeld, release } = holdPasswords(12);
  const adding = Array.from({ length: 12 }, (_, index) =>
    server.call("POST", "/v1/accounts/owned/users", {
      as,
      body: accomplice(`accomplice-${index}@owned.example`),
    }),
  );
  await isHeld;
  expect((await server.call("DELETE", `/v1/accounts/owned/users/${mallory.id}`)).status).toBe(204);
  const revision = await revisionOf(server);
  release();

  for (const answer of await Promise.all(adding)) expectProblem(answer, 404, "UNKNOWN_ACCOUNT");
  expect(await revisionOf(server)).toBe(revision);
  expect((await server.call("GET", "/v1/accounts/owned/users")).body).toMatchObject({ total: 1 });
});
