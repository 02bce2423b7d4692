// The requests and answers are those that VTEX documents.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { addKey, addKeyWith, addRole, addUser, type KeyCredentials } from "../../http/test-fixtures.ts";
import { works } from "../../http/test-tokens.ts";
import type { TestServer } from "../../test-server.ts";
import { roleNumber } from "./role-numbers.ts";
import { auditOf, type Door, messageSchema, openDoor, rolesOf } from "./test-script.ts";

const ROLES = "/api/license-manager/site/pvt/roles/list/paged";
const roleSchema = z.strictObject({ id: z.int32(), name: z.string() });
const productSchema = z.looseObject({ name: z.string(), id: z.string(), url: z.null() });
const roleListSchema = z.strictObject({
  items: z.array(
    z.strictObject({
      id: z.int32(),
      name: z.string(),
      isAdmin: z.boolean(),
      roleType: z.union([z.literal(0), z.literal(1)]),
      products: z.array(productSchema),
      logins: z.null(),
      resources: z.null(),
    }),
  ),
  paging: z.strictObject({ page: z.int(), perPage: z.int(), total: z.int(), pages: z.int() }),
});

let server: TestServer;
let admin: KeyCredentials;
let ask: Door["ask"];

beforeAll(async () => {
  ({ admin, ask, server } = await openDoor());
});

afterAll(() => server.close());

describe("roles", () => {
  it("are listed in pages, with numbers that stay", async () => {
    const custom = await addRole(server, "acme", ["oms.view-order"]);
    const first = await ask("GET", `${ROLES}?numItems=3&pageNumber=1&sort=name&sortType=ASC`);
    const { items, paging } = roleListSchema.parse(first.body);
    expect(items).toHaveLength(3);
    const { items: all } = roleListSchema.parse((await ask("GET", `${ROLES}?numItems=1000`)).body);
    expect(paging).toEqual({ page: 1, perPage: 3, total: all.length, pages: Math.ceil(all.length / 3) });
    expect(all.slice(0, 3)).toEqual(items);
    const names = all.map(({ name }) => name);
    expect(names).toEqual(names.toSorted());
    const { items: reversed } = roleListSchema.parse(
      (await ask("GET", `${ROLES}?numItems=1000&sort=id&sortType=DSC`)).body,
    );
    expect(reversed.map(({ id }) => id)).toEqual(all.map(({ id }) => id).toSorted((a, b) => b - a));

    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    expect(all.find(({ id }) => id === 1)).toMatchObject({ name: "Owner", isAdmin: true, roleType: 0 });
    expect(all.find(({ id }) => id === roleNumber(custom))).toMatchObject({
      isAdmin: false,
      roleType: 1,
      products: [{ id: "oms" }],
    });
    // Written down: scripts keep them.
    expect(roleNumber("oms-read-only")).toBe(1_118_144_044);
  });

  it("are added to the account's own key, read and taken away", async () => {
    const { key } = await addKey(server, "acme");
    const [one, two] = [roleNumber("oms-read-only"), roleNumber("user-administrator-restricted")];
    expect(await ask("GET", rolesOf(key))).toMatchObject({ status: 200, body: [] });
    for (const added of [[one], [two], [two, one]]) {
      const put = await ask("PUT", rolesOf(key), { body: added });
      expect({ status: put.status, text: put.text }).toEqual({ status: 204, text: "" });
    }
    const found = await ask("GET", rolesOf(key));
    expect(
      z
        .array(roleSchema)
        .parse(found.body)
        .map(({ id }) => id),
    ).toEqual([one, two]);
    for (const gone of [one, one, 12_345]) {
      const answer = await ask("DELETE", `${rolesOf(key)}/${gone}`);
      expect({ status: answer.status, text: answer.text }).toEqual({ status: 204, text: "" });
    }
    const left = await ask<{ id: number }[]>("GET", rolesOf(key));
    expect(left.body.map(({ id }) => id)).toEqual([two]);
    // Nobody and nothing has it: VTEX's API says that, too, with 204.
    expect((await ask("DELETE", `${rolesOf("nobody")}/${one}`)).status).toBe(204);
  });

  it("given to another account's key admit it, under its owner's name, and its owner is told", async () => {
    const theirs = await addKey(server, "partner", ["owner"]);
    expect(await works(server, "acme", theirs.key, theirs.token)).toBe(false);
    expect(await ask("GET", rolesOf(theirs.key))).toMatchObject({ status: 200, body: [] });
    const one = roleNumber("oms-read-only");
    expect((await ask("PUT", rolesOf(theirs.key), { body: [one] })).status).toBe(204);
    expect(await works(server, "acme", theirs.key, theirs.token)).toBe(true);
    expect((await server.call("GET", `/v1/accounts/acme/external-keys/${theirs.key}`)).body).toMatchObject({
      name: "The partner",
      roles: [{ id: "oms-read-only" }],
      addedBy: { kind: "key", id: admin.key },
    });
    await server.deliver();
    expect(await auditOf(server, "partner", theirs.key)).toMatchObject([
      { action: "external-key.added", actor: { kind: "account", id: "acme" } },
      { action: "key.generated" },
    ]);
    const two = roleNumber("user-administrator-restricted");
    expect((await ask("PUT", rolesOf(theirs.key), { body: [two] })).status).toBe(204);
    const found = await ask<{ id: number }[]>("GET", rolesOf(theirs.key));
    expect(found.body.map(({ id }) => id)).toEqual([one, two]);
    for (const role of [one, two]) await ask("DELETE", `${rolesOf(theirs.key)}/${role}`);
    // It stays admitted, and may do nothing.
    expect(await ask("GET", rolesOf(theirs.key))).toMatchObject({ status: 200, body: [] });
    expect(await works(server, "acme", theirs.key, theirs.token)).toBe(true);
  });

  it("that are none change nothing, and admit nobody's key", async () => {
    const own = await addKey(server, "acme", ["oms-read-only"]);
    const theirs = await addKey(server, "partner");
    for (const userId of [own.key, theirs.key, "nobody"]) {
      expect((await ask("PUT", rolesOf(userId), { body: [] })).status).toBe(204);
    }
    expect((await ask<{ id: number }[]>("GET", rolesOf(own.key))).body).toHaveLength(1);
    expect((await server.call("GET", `/v1/accounts/acme/external-keys/${theirs.key}`)).status).toBe(404);
    expect(await works(server, "acme", theirs.key, theirs.token)).toBe(false);
    expect((await auditOf(server, "acme", theirs.key)).length).toBe(0);
  });

  it("are a user's as well", async () => {
    const { id } = await addUser(server, "acme", ["oms-read-only"]);
    expect((await ask("PUT", rolesOf(id), { body: [roleNumber("user-administrator-restricted")] })).status).toBe(204);
    expect((await ask("DELETE", `${rolesOf(id)}/${roleNumber("oms-read-only")}`)).status).toBe(204);
    expect((await server.call("GET", `/v1/accounts/acme/users/${id}`)).body).toMatchObject({
      roles: [{ id: "user-administrator-restricted" }],
    });
  });

  it.each([
    ["roles that aren't there", [9_000], "Roles list contains roles that do not exist in this account"],
    ["no list", { id: 1 }, undefined],
    ["a list of something else", ["owner"], undefined],
    ["a number beyond 32 bits", [2 ** 31], undefined],
  ])("with %s are a bad request", async (_what, body, message) => {
    const { key } = await addKey(server, "acme");
    const answer = await ask("PUT", rolesOf(key), { body });
    expect(answer.status).toBe(400);
    expect(messageSchema.parse(answer.body).Message).toContain(message ?? "");
  });

  it("of nobody can't be given", async () => {
    for (const userId of ["nobody", "lk-nobody-00000000000R", "e845b52a40e24654a2c70766adb5762b"]) {
      const answer = await ask("PUT", rolesOf(userId), { body: [1] });
      expect({ status: answer.status, body: answer.body }).toEqual({
        status: 400,
        body: { Message: "Invalid UserId" },
      });
    }
    expect((await ask("DELETE", `${rolesOf("nobody")}/x`)).status).toBe(400);
  });

  it("rule 7: can't be given by whoever lacks what they open, nor by whoever may not give any", async () => {
    const { key } = await addKey(server, "acme");
    const theirs = await addKey(server, "partner");
    const editor = await addKeyWith(server, "acme", "account.edit-api-keys");
    const reader = await addKeyWith(server, "acme", "account.view-api-keys");
    const stranger = await addKey(server, "acme");
    for (const userId of [key, theirs.key]) {
      for (const as of [editor, reader, stranger]) {
        const answer = await ask("PUT", rolesOf(userId), { as, body: [1] });
        expect(answer.status).toBe(403);
        messageSchema.parse(answer.body);
      }
    }
    expect((await ask("GET", rolesOf(key), { as: reader })).status).toBe(200);
    expect((await ask("GET", rolesOf(key), { as: stranger })).status).toBe(403);
  });

  it("are all there, whoever else adds some at the same time", async () => {
    const { key } = await addKey(server, "acme");
    const roles = await Promise.all(Array.from({ length: 4 }, () => addRole(server, "acme", ["oms.view-order"])));
    const answers = await Promise.all(roles.map((id) => ask("PUT", rolesOf(key), { body: [roleNumber(id)] })));
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204, 204]);
    const found = await ask<{ id: number }[]>("GET", rolesOf(key));
    expect(new Set(found.body.map(({ id }) => id))).toEqual(new Set(roles.map(roleNumber)));
  });
});
