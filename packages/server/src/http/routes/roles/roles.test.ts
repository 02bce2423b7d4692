import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestServer, type TestServer } from "../../../test-server.ts";
import { addAccounts, addKey, addKeyWith, expectProblem, type ListOf, loadCatalog } from "../../test-fixtures.ts";

interface RoleBody {
  readonly id: string;
  readonly name: string;
  readonly predefined: boolean;
  readonly etag: string;
}

let server: TestServer;

beforeAll(async () => {
  server = await createTestServer();
  await loadCatalog(server);
  await addAccounts(server, "acme", "other");
});

afterAll(() => server.close());

const create = (body: object) => server.call<RoleBody>("POST", "/v1/accounts/acme/roles", { body });

describe("making a role", () => {
  it("answers as the contract words it, with an id made from the name", async () => {
    const answer = await create({ name: " Gestão de Pedidos ", resources: ["oms.view-order", "oms.view-order"] });
    expect(answer.status).toBe(201);
    expect(answer.body).toStrictEqual({
      id: "gestao-de-pedidos",
      name: "Gestão de Pedidos",
      description: "",
      predefined: false,
      resources: ["oms.view-order"],
      uses: { keys: 0, externalKeys: 0, users: 0, invitations: 0 },
      etag: answer.headers["etag"],
    });
  });

  it("belongs to this account alone", async () => {
    const { body } = await create({ id: "only-here", name: "Only here", resources: [] });
    const search = (account: string) => server.call("GET", `/v1/accounts/${account}/roles?search=only-here`);
    expect((await search("acme")).body).toMatchObject({ items: [{ id: body.id }] });
    expect((await search("other")).body).toMatchObject({ total: 0 });
  });

  it("refuses a taken id or name, of custom and predefined roles, whatever its case", async () => {
    await create({ id: "taken", name: "Taken", resources: [] });
    for (const body of [
      { id: "taken", name: "Other" },
      { id: "other", name: "TAKEN" },
      { id: "owner", name: "Boss" },
      { name: "Owner" },
      { id: "z", name: "Own\u200der\u200e" },
      { id: "x", name: "ÖWNER" },
    ]) {
      expectProblem(await create({ ...body, resources: [] }), 409, "ROLE_EXISTS");
    }
  });

  it("refuses resources that the catalog doesn't have, by their place", async () => {
    const answer = await create({ name: "Unknown", resources: ["oms.view-order", "oms.nothing", "*"] });
    const paths = expectProblem(answer, 422, "INVALID_INPUT").errors?.map(({ path }) => path);
    expect(paths).toStrictEqual(["/resources/1", "/resources/2"]);
  });

  it("asks for an id where the name gives none", async () => {
    const answer = await create({ name: "☕", resources: [] });
    expect(expectProblem(answer, 422, "INVALID_INPUT").errors?.[0]?.path).toBe("/id");
    expect((await create({ id: "coffee", name: "☕", resources: [] })).status).toBe(201);
    for (const id of ["", "Upper", "a b", "-a", "a--b", "á", "x".repeat(81), "a/b"]) {
      expectProblem(await create({ id, name: "n", resources: [] }), 422, "INVALID_INPUT");
    }
  });

  it("rule 7: doesn't let its maker have what they lack through it", async () => {
    const as = await addKeyWith(server, "acme", "account.edit-roles", "account.edit-api-keys");
    const role = await server.call<RoleBody>("POST", "/v1/accounts/acme/roles", {
      as,
      body: { name: "Trojan", resources: ["account.edit-users"] },
    });
    expect(role.status).toBe(201);
    const key = { name: "n", roles: [role.body.id] };
    const generated = await server.call("POST", "/v1/accounts/acme/api-keys", { as, body: key });
    expectProblem(generated, 403, "ROLE_NOT_HELD");
  });
});

describe("listing roles", () => {
  it("shows the predefined ones everywhere, and the ETag of each", async () => {
    for (const account of ["acme", "other"]) {
      const { body } = await server.call<ListOf<RoleBody>>("GET", `/v1/accounts/${account}/roles?limit=200`);
      const ids = body.items.filter((role) => role.predefined).map((role) => role.id);
      expect(ids).toEqual(expect.arrayContaining(["owner", "user-administrator-restricted", "oms-read-only"]));
      for (const role of body.items) expect(role.etag).toMatch(/^"[\w-]{22}"$/);
    }
  });

  it("names the permission that is missing", async () => {
    const as = await addKey(server, "acme", ["oms-read-only"]);
    const problem = expectProblem(await server.call("GET", "/v1/accounts/acme/roles", { as }), 403, "FORBIDDEN");
    expect(problem.resource).toBe("account.view-roles");
  });
});
