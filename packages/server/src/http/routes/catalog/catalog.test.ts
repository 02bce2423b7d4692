import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestServer, type TestServer } from "../../../test-server.ts";
import { addAccounts, addKey, addRole, expectProblem, revisionOf } from "../../test-fixtures.ts";

let server: TestServer;

beforeAll(async () => {
  server = await createTestServer();
});

afterAll(() => server.close());

const product = (id: string, ...keys: string[]) => ({
  id,
  name: id.toUpperCase(),
  categories: [{ id: `${id}-all`, name: "All", resources: keys.map((key) => ({ key, name: key })) }],
});

const role = (id: string, ...resources: string[]) => ({ id, name: id, description: "", resources });

const replace = (products: unknown[], roles: unknown[] = []) =>
  server.call("PUT", "/v1/catalog", { body: { products, roles } });

describe("the catalog", () => {
  it("is the service's own product until the platform supplies one", async () => {
    const own = await server.call<{ products: { id: string }[] }>("GET", "/v1/resources");
    expect(own.body.products.map(({ id }) => id)).toStrictEqual(["account"]);
    const shop = product("shop", "shop.read", "shop.write");
    expect(await replace([shop], [role("reader", "shop.read")])).toMatchObject({
      status: 200,
      body: { products: [{ id: "account" }, shop] },
    });
    expect((await server.call("GET", "/v1/resources")).body).toMatchObject({ products: [{ id: "account" }, shop] });
    const revision = await revisionOf(server);
    expect((await replace([shop], [role("reader", "shop.read")])).status).toBe(200);
    expect(await revisionOf(server)).toBe(revision);
  });

  it("stays where a resource or a role in use would vanish, and says which", async () => {
    await addAccounts(server, "acme");
    const shop = product("shop", "shop.read", "shop.write");
    await replace([shop], [role("reader", "shop.read")]);
    const custom = await addRole(server, "acme", ["shop.write"]);
    const { key } = await addKey(server, "acme", ["reader"]);
    const answer = await replace([product("shop", "shop.read")]);
    expect(expectProblem(answer, 409, "CATALOG_IN_USE").items).toStrictEqual([
      expect.stringMatching(/^resource shop\.write /),
      expect.stringMatching(/^role reader /),
    ]);
    const takesOver = await replace([shop], [role("reader", "shop.read"), role(custom, "shop.read")]);
    expectProblem(takesOver, 409, "CATALOG_IN_USE");
    await server.call("DELETE", `/v1/accounts/acme/api-keys/${key}`);
    expect((await replace([shop])).status).toBe(200);
  });

  it("rule 5: takes nothing from those who have a predefined role, but from owners, who hold whatever there is", async () => {
    await addAccounts(server, "holder");
    const shop = product("shop", "shop.read", "shop.write");
    await replace([shop, product("pay", "pay.see", "pay.do")], [role("payer", "pay.see", "pay.do")]);
    await addKey(server, "holder", ["owner"]);
    const { key } = await addKey(server, "holder", ["payer"]);
    const replaceBySmaller = () => replace([shop, product("pay", "pay.see")], [role("payer", "pay.see")]);
    const problem = expectProblem(await replaceBySmaller(), 409, "CATALOG_IN_USE");
    expect(problem.items).toStrictEqual([expect.stringMatching(/^resource pay\.do /)]);
    expect((await server.call("GET", "/v1/resources")).text).toContain("pay.do");
    await server.call("PATCH", `/v1/accounts/holder/api-keys/${key}`, { body: { roles: [] } });
    expect((await replaceBySmaller()).status).toBe(200);
  });

  it("is refused where it contradicts itself or claims what is the service's own", async () => {
    for (const [products, roles] of [
      [[product("shop", "shop.read", "shop.read")], []],
      [[product("a", "x.y"), product("b", "x.y")], []],
      [[product("shop", "shop.read"), product("shop", "shop.write")], []],
      [[product("account", "account.more")], []],
      [[product("mine", "account.view-api-keys")], []],
      [[product("shop", "shop.read")], [role("owner", "shop.read")]],
      [[product("shop", "shop.read")], [role("reader", "shop.none")]],
      [[product("shop", "shop.read")], [role("reader"), role("reader")]],
      [[product("shop", "Shop.Read")], []],
      [[product("shop", "shop")], []],
    ] as const) {
      expectProblem(await replace([...products], [...roles]), 422, "INVALID_INPUT");
    }
  });
});
