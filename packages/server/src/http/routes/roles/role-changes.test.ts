import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestServer, type TestServer } from "../../../test-server.ts";
import {
  addAccounts,
  addKey,
  addKeyWith,
  addRole,
  addUser,
  admit,
  expectProblem,
  invite,
  type KeyCredentials,
  type ListOf,
  loadCatalog,
  revisionOf,
} from "../../test-fixtures.ts";

interface RoleBody {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly resources: readonly string[];
  readonly uses: object;
  readonly etag: string;
}

interface EventBody {
  readonly action: string;
  readonly actor: { readonly kind: string };
  readonly target: string;
  readonly counterpart: string | null;
  readonly before: object | null;
  readonly after: object | null;
}

let server: TestServer;

beforeAll(async () => {
  server = await createTestServer();
  await loadCatalog(server);
  await addAccounts(server, "acme", "partner", "other");
});

afterAll(() => server.close());

const url = (role: string, account = "acme") => `/v1/accounts/${account}/roles/${role}`;
const get = (role: string) => server.call<RoleBody>("GET", url(role));
const edit = (role: string, body: object, options: object = {}) =>
  server.call<RoleBody>("PATCH", url(role), { body, ...options });
const remove = (role: string, options: object = {}) => server.call("DELETE", url(role), options);

async function opens({ key, token }: KeyCredentials, resource: string, account = "acme"): Promise<boolean> {
  const body = { account, key, token, resource };
  return (await server.call<{ valid: boolean }>("POST", "/v1/verify", { body })).body.valid;
}

async function newest(account: string): Promise<EventBody | undefined> {
  await server.deliver();
  const list = `/v1/accounts/${account}/audit-events?limit=1`;
  return (await server.call<ListOf<EventBody>>("GET", list)).body.items[0];
}

describe("reading a role", () => {
  it("shows what it opens, how much has it, and its ETag", async () => {
    const id = await addRole(server, "acme", ["oms.view-order"]);
    await addKey(server, "acme", [id]);
    const answer = await get(id);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      id,
      predefined: false,
      resources: ["oms.view-order"],
      uses: { keys: 1, externalKeys: 0, users: 0, invitations: 0 },
      etag: answer.headers["etag"],
    });
    const listed = await server.call<ListOf<RoleBody>>("GET", `/v1/accounts/acme/roles?search=${id}`);
    expect(listed.body.items).toEqual([answer.body]);
  });

  it("shows predefined ones, which are the same in every account", async () => {
    const answer = await get("owner");
    expect(answer.body).toMatchObject({ id: "owner", predefined: true });
    expect(answer.body.resources.length).toBeGreaterThan(300);
  });

  it("lists those of the catalog, or those of the account, where asked for", async () => {
    await addRole(server, "acme", []);
    const list = async (query: string) =>
      (await server.call<ListOf<{ predefined: boolean }>>("GET", `/v1/accounts/acme/roles?limit=200${query}`)).body;
    const [all, predefined, custom] = [await list(""), await list("&predefined=true"), await list("&predefined=false")];
    expect(new Set(predefined.items.map((role) => role.predefined))).toEqual(new Set([true]));
    expect(new Set(custom.items.map((role) => role.predefined))).toEqual(new Set([false]));
    expect(predefined.total + custom.total).toBe(all.total);
    const wrong = await server.call("GET", "/v1/accounts/acme/roles?predefined=perhaps");
    expectProblem(wrong, 422, "INVALID_INPUT");
  });

  it("tells what has it by name, and who may not see that how much it is", async () => {
    const id = await addRole(server, "acme", ["oms.view-order"]);
    const { key } = await addKey(server, "acme", [id], "ERP");
    const partner = await addKey(server, "partner");
    await admit(server, "acme", partner.key, [id], "Our partner");
    const user = await addUser(server, "acme", [id]);
    const invited = await invite(server, "acme", [id]);
    const use = (options: object = {}) => server.call("GET", `${url(id)}/use`, options);
    const counts = { keys: 1, externalKeys: 1, companies: 1, users: 1, invitations: 1 };
    const owner = { account: "partner", displayName: "The partner" };
    const keys = [{ key, name: "ERP" }];
    const externalKeys = [{ key: partner.key, name: "Our partner", owner }];
    const users = [{ id: user.id, name: "A person", email: user.email }];
    const invitations = [{ id: invited.id, email: invited.email }];
    expect((await use()).body).toStrictEqual({ keys, externalKeys, users, invitations, counts });
    const as = (...resources: string[]) => addKeyWith(server, "acme", ...resources);
    const seen = async (...resources: string[]) => (await use({ as: await as(...resources) })).body;
    const nothing = { keys: [], externalKeys: [], users: [], invitations: [], counts };
    expect(await seen("account.view-roles")).toStrictEqual(nothing);
    expect(await seen("account.view-api-keys")).toStrictEqual({ ...nothing, keys, externalKeys });
    expect(await seen("account.view-users")).toStrictEqual({ ...nothing, users, invitations });
  });
});

describe("editing a role", () => {
  it("answers it as it is then, and takes effect on what has it at once", async () => {
    const id = await addRole(server, "acme", ["oms.view-order", "oms.cancel-order"]);
    const own = await addKey(server, "acme", [id]);
    const partner = await addKey(server, "partner");
    await admit(server, "acme", partner.key, [id]);
    const resources = ["pricing.modify-prices", "oms.view-order", "oms.view-order"];
    const answer = await edit(id, { name: " Price keepers ", description: " Keep prices. ", resources });
    expect(answer.status).toBe(200);
    expect(answer.body).toStrictEqual({
      id,
      name: "Price keepers",
      description: "Keep prices.",
      predefined: false,
      resources: ["oms.view-order", "pricing.modify-prices"],
      uses: { keys: 1, externalKeys: 1, users: 0, invitations: 0 },
      etag: answer.headers["etag"],
    });
    expect((await get(id)).body).toStrictEqual(answer.body);
    for (const credentials of [own, partner]) {
      expect(await opens(credentials, "oms.view-order")).toBe(true);
      expect(await opens(credentials, "pricing.modify-prices")).toBe(true);
      expect(await opens(credentials, "oms.cancel-order")).toBe(false);
    }
    // Another account's role by the same id is another role.
    const theirs = { id, name: "Other", resources: ["oms.view-order"] };
    await server.call("POST", "/v1/accounts/other/roles", { body: theirs });
    const other = await addKey(server, "other", [id]);
    await edit(id, { resources: [] });
    expect(await opens(other, "oms.view-order", "other")).toBe(true);
    expect(await opens(own, "oms.view-order")).toBe(false);
  });

  it("rule 11: records what it gained and lost, and nothing where nothing changed", async () => {
    const id = await addRole(server, "acme", ["oms.view-order", "oms.cancel-order"]);
    const { name } = (await get(id)).body;
    await edit(id, { name: `${name} 2`, resources: ["oms.view-order", "oms.change-order"] });
    expect(await newest("acme")).toMatchObject({
      action: "role.changed",
      actor: { kind: "operator" },
      target: id,
      counterpart: null,
      before: { name, removedResources: ["oms.cancel-order"] },
      after: { name: `${name} 2`, addedResources: ["oms.change-order"] },
    });
    await edit(id, { resources: [] });
    expect(await newest("acme")).toMatchObject({
      before: { removedResources: ["oms.change-order", "oms.view-order"] },
      after: {},
    });
    const revision = await revisionOf(server);
    for (const body of [{}, { resources: [] }, { name: `${name} 2`, description: "" }]) {
      expect((await edit(id, body)).status).toBe(200);
    }
    expect(await revisionOf(server)).toBe(revision);
  });

  it("rules 8 and 11: tells the owner of each external key that has it, who sees neither role nor user", async () => {
    await addAccounts(server, "owner-a", "owner-b");
    const id = await addRole(server, "acme", ["oms.view-order"]);
    const keys = [await addKey(server, "owner-a"), await addKey(server, "owner-a"), await addKey(server, "owner-b")];
    for (const { key } of keys) await admit(server, "acme", key, [id]);
    await addKey(server, "acme", [id]);
    await server.deliver();
    const told = async (account: string) => {
      await server.deliver();
      const list = `/v1/accounts/${account}/audit-events?action=external-key.changed`;
      return (await server.call<ListOf<EventBody>>("GET", list)).body.items;
    };
    await edit(id, { name: `Renamed ${id}` });
    expect([...(await told("owner-a")), ...(await told("owner-b"))]).toEqual([]);
    await edit(id, { resources: ["oms.view-order", "oms.cancel-order"] });
    const [toA, toB] = [await told("owner-a"), await told("owner-b")];
    const targets = (events: readonly EventBody[]) => new Set(events.map((event) => event.target));
    expect([toA.length, targets(toA)]).toEqual([2, new Set([keys[0]?.key, keys[1]?.key])]);
    expect([toB.length, targets(toB)]).toEqual([1, new Set([keys[2]?.key])]);
    for (const event of [...toA, ...toB]) {
      const acting = { kind: "account", id: "acme", name: "The acme" };
      expect(event).toMatchObject({ actor: acting, counterpart: "acme", before: null, after: null });
    }
    expect(await told("other")).toEqual([]);
  });

  it("refuses a name that another role has, whatever its case, and takes its own", async () => {
    const id = await addRole(server, "acme", []);
    const other = (await get(await addRole(server, "acme", []))).body.name;
    for (const name of [other, other.toUpperCase(), "OWNER", "Own\u200der"]) {
      expectProblem(await edit(id, { name }), 409, "ROLE_EXISTS");
    }
    const { name } = (await get(id)).body;
    expect((await edit(id, { name: name.toUpperCase() })).body).toMatchObject({ name: name.toUpperCase() });
  });

  it("refuses resources that the catalog doesn't have, by their place", async () => {
    const id = await addRole(server, "acme", []);
    const answer = await edit(id, { resources: ["oms.view-order", "oms.nothing", "*"] });
    const paths = expectProblem(answer, 422, "INVALID_INPUT").errors?.map(({ path }) => path);
    expect(paths).toStrictEqual(["/resources/1", "/resources/2"]);
    expect((await get(id)).body.resources).toEqual([]);
  });

  it("refuses what somebody else has changed meanwhile, but nothing for what has it now", async () => {
    const id = await addRole(server, "acme", []);
    const headers = { "if-match": (await get(id)).body.etag };
    await addKey(server, "acme", [id]);
    expect((await edit(id, { resources: ["oms.view-order"] }, { headers })).status).toBe(200);
    expectProblem(await edit(id, { resources: [] }, { headers }), 412, "PRECONDITION_FAILED");
    expect((await get(id)).body.resources).toEqual(["oms.view-order"]);
    const current = { "if-match": (await get(id)).body.etag };
    expect((await edit(id, { resources: [] }, { headers: current })).status).toBe(200);
  });

  it("leaves predefined roles alone, even to operators", async () => {
    for (const id of ["owner", "user-administrator-restricted", "oms-read-only"]) {
      expectProblem(await edit(id, { resources: [] }), 409, "ROLE_PREDEFINED");
      expectProblem(await remove(id), 409, "ROLE_PREDEFINED");
    }
  });
});

describe("rule 7: widening a role", () => {
  const widened = ["account.edit-roles", "account.edit-users"];

  it.each<[what: string, use: (role: string) => Promise<unknown>]>([
    ["a key", (role) => addKey(server, "acme", [role])],
    ["a user", (role) => addUser(server, "acme", [role])],
    ["an external key", async (role) => admit(server, "acme", (await addKey(server, "partner")).key, [role])],
    [
      "a key that is switched off",
      async (role) => {
        const { key } = await addKey(server, "acme", [role]);
        await server.call("PATCH", `/v1/accounts/acme/api-keys/${key}`, { body: { status: "inactive" } });
      },
    ],
  ])("that %s has asks for what is added", async (_what, use) => {
    const as = await addKeyWith(server, "acme", "account.edit-roles", "oms.view-order");
    const id = await addRole(server, "acme", ["account.edit-roles", "pricing.modify-prices"]);
    await use(id);
    const revision = await revisionOf(server);
    const refused = await edit(id, { resources: widened }, { as });
    expect(expectProblem(refused, 403, "ROLE_NOT_HELD").resource).toBe("account.edit-users");
    expect(await revisionOf(server)).toBe(revision);
    // What they hold may be added, and what they lack stays, or goes.
    const resources = ["account.edit-roles", "oms.view-order", "pricing.modify-prices"];
    expect((await edit(id, { resources }, { as })).status).toBe(200);
    expect((await edit(id, { name: `Renamed ${id}` }, { as })).status).toBe(200);
    expect((await edit(id, { resources: ["oms.view-order"] }, { as })).status).toBe(200);
  });

  it("that is one's own asks for it too", async () => {
    const id = await addRole(server, "acme", ["account.edit-roles"]);
    const as = await addKey(server, "acme", [id]);
    const refused = await edit(id, { resources: widened }, { as });
    expect(expectProblem(refused, 403, "ROLE_NOT_HELD").resource).toBe("account.edit-users");
  });

  it("that nothing has asks for no more than making it, and giving it then does", async () => {
    const as = await addKeyWith(server, "acme", "account.edit-roles", "account.edit-api-keys");
    const id = await addRole(server, "acme", []);
    expect((await edit(id, { resources: widened }, { as })).status).toBe(200);
    const generated = await server.call("POST", "/v1/accounts/acme/api-keys", { as, body: { name: "n", roles: [id] } });
    expectProblem(generated, 403, "ROLE_NOT_HELD");
  });
});

describe("deleting a role", () => {
  it("takes it away, records what it was, and frees its id and name", async () => {
    const { body } = await server.call<RoleBody>("POST", "/v1/accounts/acme/roles", {
      body: { name: "Short-lived", description: "Gone soon.", resources: ["oms.view-order"] },
    });
    expect((await remove(body.id)).status).toBe(204);
    expectProblem(await get(body.id), 404, "NOT_FOUND");
    expectProblem(await remove(body.id), 404, "NOT_FOUND");
    expect(await newest("acme")).toMatchObject({
      action: "role.deleted",
      target: "short-lived",
      before: { name: "Short-lived", description: "Gone soon.", resources: ["oms.view-order"] },
      after: null,
    });
    const again = await server.call("POST", "/v1/accounts/acme/roles", {
      body: { name: "Short-lived", resources: [] },
    });
    expect(again.status).toBe(201);
    // What the deleted one opened, the new one doesn't.
    expect(await opens(await addKey(server, "acme", ["short-lived"]), "oms.view-order")).toBe(false);
  });

  it("is refused while anything has it, and says what", async () => {
    const id = await addRole(server, "acme", ["oms.view-order"]);
    const { key } = await addKey(server, "acme", [id], "ERP");
    const partner = await addKey(server, "partner");
    await admit(server, "acme", partner.key, [id], "Our partner");
    const user = await addUser(server, "acme", [id]);
    expect(expectProblem(await remove(id), 409, "ROLE_IN_USE").items).toStrictEqual([
      `key ${key} (ERP)`,
      `external key ${partner.key} (Our partner) of The partner`,
      `user ${user.email} (A person)`,
    ]);
    const as = await addKeyWith(server, "acme", "account.edit-roles");
    const counted = ["other keys: 1", "other external keys: 1", "other users: 1"];
    expect(expectProblem(await remove(id, { as }), 409, "ROLE_IN_USE").items).toStrictEqual(counted);
    expect((await get(id)).status).toBe(200);
    await server.call("DELETE", `/v1/accounts/acme/api-keys/${key}`);
    await server.call("PATCH", `/v1/accounts/acme/external-keys/${partner.key}`, { body: { roles: [] } });
    await server.call("DELETE", `/v1/accounts/acme/users/${user.id}`);
    expect((await remove(id)).status).toBe(204);
  });

  it("names a hundred of a kind, and counts the rest", async () => {
    const id = await addRole(server, "acme", []);
    for (let index = 0; index < 102; index++) await addKey(server, "acme", [id]);
    const items = expectProblem(await remove(id), 409, "ROLE_IN_USE").items ?? [];
    expect(items).toHaveLength(101);
    expect(items.at(-1)).toBe("other keys: 2");
  });

  it("is refused where somebody else has changed it meanwhile", async () => {
    const id = await addRole(server, "acme", []);
    const headers = { "if-match": (await get(id)).body.etag };
    await edit(id, { resources: ["oms.view-order"] });
    expectProblem(await remove(id, { headers }), 412, "PRECONDITION_FAILED");
    expect((await get(id)).status).toBe(200);
  });
});
