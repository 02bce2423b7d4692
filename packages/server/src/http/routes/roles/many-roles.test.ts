import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { OPERATOR } from "../../../domain/actor.ts";
import { createTestServer, type TestServer } from "../../../test-server.ts";
import { addAccounts, addKey, addUser, admit, type ListOf } from "../../test-fixtures.ts";

const ROLES = 2_000;
const RESOURCES = ["account.view-api-keys", "account.view-users"];
const id = (index: number) => `role-${`${index}`.padStart(4, "0")}`;

let server: TestServer;

beforeAll(async () => {
  server = await createTestServer();
  await addAccounts(server, "acme", "partner");
  await server.store.change({ requestId: null, ip: null }, async (tx) => {
    for (let index = 0; index < ROLES; index++) {
      const role = { id: id(index), name: `Role ${id(index)}`, description: "", resources: RESOURCES };
      await tx.roles.insert("acme", role);
      tx.changed({ kind: "role", account: "acme", role: role.id });
    }
    await tx.record({ account: "acme", actor: OPERATOR, action: "role.created", target: "many", after: {} });
  });
  await server.follower.poll();
  await addKey(server, "acme", [id(7)]);
  await admit(server, "acme", (await addKey(server, "partner")).key, [id(8)]);
  await addUser(server, "acme", [id(9)]);
});

afterEach(() => vi.restoreAllMocks());
afterAll(() => server.close());

interface WithRoles {
  readonly roles: { readonly id: string; readonly name: string }[];
}

it.each([
  ["api-keys", 7],
  ["external-keys", 8],
  ["users", 9],
])("a list of %s reads the names of roles, and never what they hold", async (list, role) => {
  const labels = vi.spyOn(server.store.reads.roles, "labels");
  const named = vi.spyOn(server.store.reads.roles, "named");
  const { body } = await server.call<ListOf<WithRoles>>("GET", `/v1/accounts/acme/${list}`);
  expect(body.items.map(({ roles }) => roles)).toStrictEqual([[{ id: id(role), name: `Role ${id(role)}` }]]);
  expect(labels).toHaveBeenCalledTimes(1);
  expect(named).not.toHaveBeenCalled();
});

it("a list of roles reads whole only those on its page", async () => {
  const named = vi.spyOn(server.store.reads.roles, "named");
  const url = "/v1/accounts/acme/roles?limit=2&sort=id&search=role-19";
  const first = await server.call<ListOf<{ id: string }>>("GET", url);
  const second = await server.call("GET", `${url}&cursor=${first.body.nextCursor}`);
  expect(first.body).toMatchObject({ total: 100, items: [{ id: id(1900), resources: RESOURCES }, { id: id(1901) }] });
  expect(second.body).toMatchObject({ items: [{ id: id(1902) }, { id: id(1903), resources: RESOURCES }] });
  expect(named.mock.calls).toEqual([
    ["acme", [id(1900), id(1901)]],
    ["acme", [id(1902), id(1903)]],
  ]);
});
