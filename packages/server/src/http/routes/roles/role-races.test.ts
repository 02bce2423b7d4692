import { describe, expect, onTestFinished, test, vi } from "vitest";
import { OPERATOR } from "../../../domain/actor.ts";
import type { Schema } from "../../../storage/schema.ts";
import type { Changes } from "../../../storage/store.ts";
import { createTestDatabase, engineNames, type EngineName } from "../../../storage/test-database.ts";
import { type Answer, createTestServer, type TestServer } from "../../../test-server.ts";
import { addAccounts, addKey, addUser, admit, expectProblem } from "../../test-fixtures.ts";

const ROUNDS = 12;
const ROLE = { id: "contested", name: "Contested", description: "", resources: ["account.view-audit"] };

/** Nodes of one installation, on one database. */
async function startNodes(engine: EngineName, count: number): Promise<TestServer[]> {
  const database = await createTestDatabase(engine);
  const nodes: TestServer[] = [];
  for (let index = 0; index < count; index++) {
    const node = await createTestServer({ engine: await database.open<Schema>() });
    onTestFinished(() => node.close());
    nodes.push(node);
  }
  return nodes;
}

/** Everything that can be given roles, and the requests that give it one: each is sent as it stands. */
async function everythingThatHasRoles(server: TestServer): Promise<Record<string, Parameters<TestServer["call"]>>> {
  await addAccounts(server, "acme", "partner");
  const { key: own } = await addKey(server, "acme");
  const { key: admitted } = await addKey(server, "partner");
  const { key: foreign } = await addKey(server, "partner");
  await admit(server, "acme", admitted);
  await addUser(server, "acme", ["owner"]);
  const { id: user } = await addUser(server, "acme", []);
  const roles = [ROLE.id];
  const person = { name: "New", email: "new@acme.example" };
  return {
    "generating a key": ["POST", "/v1/accounts/acme/api-keys", { body: { name: "New", roles } }],
    "editing a key": ["PATCH", `/v1/accounts/acme/api-keys/${own}`, { body: { roles } }],
    "admitting a key": ["POST", "/v1/accounts/acme/external-keys", { body: { key: foreign, name: "New", roles } }],
    "editing an external key": ["PATCH", `/v1/accounts/acme/external-keys/${admitted}`, { body: { roles } }],
    "adding a user": ["POST", "/v1/accounts/acme/users", { body: { ...person, roles } }],
    "editing a user": ["PATCH", `/v1/accounts/acme/users/${user}`, { body: { roles } }],
  };
}

/** Runs a change that stays uncommitted until a request has come as far as waiting for its own transaction. */
async function whileUncommitted(
  server: TestServer,
  work: (tx: Changes) => Promise<unknown>,
  request: () => Promise<Answer<unknown>>,
): Promise<Answer<unknown>> {
  const begun = Promise.withResolvers<void>();
  const reached = Promise.withResolvers<void>();
  const committed = server.store.change({ requestId: null, ip: null }, async (tx) => {
    await work(tx);
    await tx.record({ account: "acme", actor: OPERATOR, action: "role.changed", target: ROLE.id });
    begun.resolve();
    await reached.promise;
  });
  await begun.promise;
  const change = server.ports.change.bind(server.ports);
  const spy = vi.spyOn(server.ports, "change").mockImplementation((origin, inside) => {
    reached.resolve();
    return change(origin, inside);
  });
  const answer = await request();
  await committed;
  spy.mockRestore();
  return answer;
}

const create = (server: TestServer) => server.call("POST", "/v1/accounts/acme/roles", { body: ROLE });
const remove = (server: TestServer) => server.call("DELETE", `/v1/accounts/acme/roles/${ROLE.id}`);

describe.each(engineNames)("a role on %s", (engine) => {
  test("can't be given any more where its deletion commits first", async () => {
    const [server] = (await startNodes(engine, 1)) as [TestServer];
    for (const [what, [method, url, options]] of Object.entries(await everythingThatHasRoles(server))) {
      await create(server);
      const answer = await whileUncommitted(
        server,
        (tx) => tx.roles.delete("acme", ROLE.id),
        () => server.call(method, url, options),
      );
      const { errors } = expectProblem(answer, 422, "UNKNOWN_ROLE");
      expect(errors, what).toEqual([{ path: "/roles/0", message: "is no role of this account" }]);
    }
    const use = await server.store.reads.roles.use("acme", ROLE.id, 9);
    expect(use.counts).toEqual({ keys: 0, externalKeys: 0, companies: 0, users: 0, invitations: 0 });
  });

  test("can't be deleted any more where it is given first", async () => {
    const [server] = (await startNodes(engine, 1)) as [TestServer];
    const { key } = await addAccounts(server, "acme").then(() => addKey(server, "acme"));
    await create(server);
    const answer = await whileUncommitted(
      server,
      (tx) => tx.keys.setRoles("acme", key, [ROLE.id]),
      () => remove(server),
    );
    expect(expectProblem(answer, 409, "ROLE_IN_USE").items).toEqual([`key ${key} (A key)`]);
    expect((await server.call("GET", `/v1/accounts/acme/roles/${ROLE.id}`)).status).toBe(200);
  });

  test("is either deleted or given, whoever asks first, on whichever node", async () => {
    const [one, other] = (await startNodes(engine, 2)) as [TestServer, TestServer];
    const requests = Object.values(await everythingThatHasRoles(one)).filter(([method]) => method === "PATCH");
    await other.follower.poll();
    for (let round = 0; round < ROUNDS; round++) {
      await create(one);
      const nodeOf = (index: number) => ((index + round) % 2 === 0 ? one : other);
      const giving = requests.map(
        ([method, url, options], index) =>
          () =>
            nodeOf(index).call(method, url, options),
      );
      const all = giving.toSpliced(round % (giving.length + 1), 0, () => remove(nodeOf(round)));
      const answers = await Promise.all(all.map((send) => send()));
      const deleted = answers[round % (giving.length + 1)];
      const given = answers.filter((answer) => answer !== deleted).map(({ status }) => status);
      const { counts } = await one.store.reads.roles.use("acme", ROLE.id, 9);
      const users = counts.keys + counts.externalKeys + counts.users;
      const isDeleted = deleted?.status === 204;
      const [status, usersThen] = isDeleted ? [422, 0] : [200, 3];
      expect([204, 409]).toContain(deleted?.status);
      expect({ given, users }).toEqual({ given: [status, status, status], users: usersThen });
      for (const [method, url] of requests) await one.call(method, url, { body: { roles: [] } });
      expect((await remove(one)).status).toBe(isDeleted ? 404 : 204);
    }
  });

  test("rule 7: that is being given can't be widened by who lacks what it gains", async () => {
    const [server] = (await startNodes(engine, 1)) as [TestServer];
    await addAccounts(server, "acme");
    await server.call("POST", "/v1/accounts/acme/roles", {
      body: { id: "editors", name: "Editors", resources: ["account.edit-roles"] },
    });
    const as = await addKey(server, "acme", ["editors"]);
    const { key } = await addKey(server, "acme");
    await create(server);
    const widen = () =>
      server.call("PATCH", `/v1/accounts/acme/roles/${ROLE.id}`, { as, body: { resources: ["account.edit-users"] } });
    expect((await widen()).status).toBe(200);
    await server.call("PATCH", `/v1/accounts/acme/roles/${ROLE.id}`, { body: { resources: [] } });
    const answer = await whileUncommitted(server, (tx) => tx.keys.setRoles("acme", key, [ROLE.id]), widen);
    expect(expectProblem(answer, 403, "ROLE_NOT_HELD").resource).toBe("account.edit-users");
  });
});
