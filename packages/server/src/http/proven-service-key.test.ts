import { expect, onTestFinished, test, vi } from "vitest";
import { createTestServer } from "../test-server.ts";
import { serviceKeyOn } from "./proven-service-key.ts";

async function start() {
  const server = await createTestServer();
  onTestFinished(() => server.close());
  const { judge } = server;
  const digests = vi.spyOn(judge.hasher, "digests");
  const add = async (name: string) =>
    (await server.call<{ id: string; token: string }>("POST", "/v1/service-keys", { body: { name } })).body;
  /** Whose key it is, and whether that took a digest. */
  const ask = (connection: object, token: string) => {
    digests.mockClear();
    return [serviceKeyOn(connection, judge, token)?.id, digests.mock.calls.length];
  };
  return { add, ask, server };
}

test("a service key is proven once on each connection", async () => {
  const { add, ask } = await start();
  const { id, token } = await add("Gateway");
  const [one, another] = [{}, {}];
  expect(ask(one, token)).toEqual([id, 1]);
  expect(ask(one, token)).toEqual([id, 0]);
  expect(ask(another, token)).toEqual([id, 1]);
});

test("what one connection has proven opens nothing to another token on it", async () => {
  const { add, ask } = await start();
  const [first, second] = [await add("Gateway"), await add("Orders")];
  const connection = {};
  expect(ask(connection, first.token)).toEqual([first.id, 1]);
  expect(ask(connection, second.token)).toEqual([second.id, 1]);
  expect(ask(connection, first.token)).toEqual([first.id, 1]);
  const last = first.token.at(-1);
  const almost = [
    first.token.slice(0, -1),
    `${first.token}a`,
    first.token.slice(0, -1) + (last === "a" ? "b" : "a"),
    // The same low byte.
    first.token.slice(0, -1) + String.fromCharCode(0x100 + first.token.charCodeAt(first.token.length - 1)),
    "",
  ];
  for (const token of almost) expect(ask(connection, token)).toEqual([undefined, 0]);
  expect(ask(connection, first.token)).toEqual([first.id, 0]);
});

test("rule 12: a service key that is deleted opens nothing any more on connections that have proven it", async () => {
  const { add, ask, server } = await start();
  const { id, token } = await add("Gateway");
  const connection = {};
  ask(connection, token);
  expect((await server.call("DELETE", `/v1/service-keys/${id}`)).status).toBe(204);
  expect(ask(connection, token)).toEqual([undefined, 1]);
});

test("rule 12: nor is one remembered over what this node has read anew", async () => {
  const { add, ask, server } = await start();
  const { id, token } = await add("Gateway");
  const connection = {};
  ask(connection, token);
  server.judge.directory.apply([{ kind: "gone", what: { kind: "service-key", id } }]);
  expect(ask(connection, token)).toEqual([undefined, 1]);
});
