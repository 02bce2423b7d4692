import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestServer, type TestServer } from "../../../test-server.ts";
import {
  addAccounts,
  addKey,
  addKeyWith,
  addRole,
  admit,
  expectProblem,
  type KeyCredentials,
  type ListOf,
  loadCatalog,
} from "../../test-fixtures.ts";

let server: TestServer;

beforeEach(async () => {
  server = await createTestServer();
  await loadCatalog(server);
  await addAccounts(server, "acme", "partner", "zoom");
});

afterEach(() => server.close());

type Gap = { readonly account: string; readonly key: string };

const gaps = (query = "", resource = "oms.view-order") =>
  server.call<ListOf<Gap>>("GET", `/v1/resources/${resource}/gaps${query}`);

async function use(account: string, credentials: KeyCredentials, resource?: string): Promise<void> {
  const { body } = await server.call("POST", "/v1/verify", { body: { account, ...credentials, resource } });
  expect(body).toMatchObject({ valid: true });
}

describe("keys that use an API and lack a resource", () => {
  it("S12: are all found before it becomes mandatory, in every account, and are gone once they have it", async () => {
    // The API of logistics, which will need oms.view-order from some day on.
    const erp = await addKeyWith(server, "acme", "logistics.logistics-viewer");
    const ready = await addKeyWith(server, "acme", "logistics.logistics-viewer", "oms.view-order");
    const unconcerned = await addKeyWith(server, "acme", "catalog.sku-management");
    const connector = await addKey(server, "partner", ["owner"]);
    const inAcme = await addRole(server, "acme", ["logistics.logistics-viewer"]);
    await admit(server, "acme", connector.key, ["owner"]);
    await admit(server, "zoom", connector.key, ["logistics-read-only"], "Our connector");
    await use("acme", erp, "logistics.logistics-viewer");
    await use("acme", ready, "logistics.logistics-viewer");
    await use("acme", unconcerned, "catalog.sku-management");
    for (const account of ["acme", "partner", "zoom", "zoom"])
      await use(account, connector, "logistics.logistics-viewer");
    await server.keepUse();

    const before = await gaps("?usedResource=logistics.logistics-viewer");
    expect(before).toMatchObject({ status: 200 });
    expect(before.body).toStrictEqual({
      items: [
        {
          account: "acme",
          displayName: "The acme",
          key: erp.key,
          external: false,
          owner: { account: "acme", displayName: "The acme" },
          name: "A key",
          status: "active",
          roles: [expect.any(String)],
          uses: 1,
          lastUsedOn: "2026-11-23",
        },
        {
          account: "zoom",
          displayName: "The zoom",
          key: connector.key,
          external: true,
          owner: { account: "partner", displayName: "The partner" },
          name: "Our connector",
          status: "active",
          roles: ["logistics-read-only"],
          uses: 2,
          lastUsedOn: "2026-11-23",
        },
      ],
      nextCursor: null,
      total: 2,
    });

    // Each side mends its own: acme gives the key another role, zoom widens what it gave the connector.
    const both = await addRole(server, "zoom", ["logistics.logistics-viewer", "oms.view-order"]);
    await server.call("PATCH", `/v1/accounts/zoom/external-keys/${connector.key}`, { body: { roles: [both] } });
    expect((await gaps("?usedResource=logistics.logistics-viewer")).body).toMatchObject({ total: 1 });
    await server.call("PATCH", `/v1/accounts/acme/api-keys/${erp.key}`, {
      body: { roles: [inAcme, "oms-read-only"] },
    });
    expect((await gaps("?usedResource=logistics.logistics-viewer")).body).toMatchObject({ items: [], total: 0 });
    // The day has come: whoever used the API goes on working.
    for (const [account, each] of [
      ["acme", erp],
      ["acme", ready],
      ["zoom", connector],
    ] as const) {
      await use(account, each, "oms.view-order");
    }
  });

  it("are those of several APIs where several resources are named, and of any where none is", async () => {
    const erp = await addKeyWith(server, "acme", "logistics.logistics-viewer");
    const skus = await addKeyWith(server, "acme", "catalog.sku-management");
    const other = await addKey(server, "zoom");
    await use("acme", erp, "logistics.logistics-viewer");
    await use("acme", skus, "catalog.sku-management");
    await use("zoom", other);
    await server.keepUse();
    const keys = async (query: string) => (await gaps(query)).body.items.map(({ key }) => key).toSorted();
    expect(await keys("?usedResource=catalog.sku-management")).toEqual([skus.key]);
    const two = "?usedResource=catalog.sku-management&usedResource=logistics.logistics-viewer";
    expect(await keys(two)).toEqual([erp.key, skus.key].toSorted());
    expect(await keys("")).toEqual([erp.key, skus.key, other.key].toSorted());
    expect(await keys(`${two}&limit=1`)).toHaveLength(1);
    const last = await gaps(`${two}&limit=1&cursor=${(await gaps(`${two}&limit=1`)).body.nextCursor}`);
    expect(last.body).toMatchObject({ items: [{ account: "acme" }], nextCursor: null, total: 2 });
  });

  it("are of the days that are asked about, today's included", async () => {
    await use("acme", await addKeyWith(server, "acme", "logistics.logistics-viewer"), "logistics.logistics-viewer");
    await server.keepUse();
    server.clock.wallMs += 29 * 24 * 60 * 60 * 1_000;
    const total = async (query: string) => (await gaps(`?usedResource=logistics.logistics-viewer${query}`)).body.total;
    expect([await total(""), await total("&days=30"), await total("&days=29")]).toEqual([1, 1, 0]);
  });

  it("are refused for a resource that there isn't, and for days that aren't kept", async () => {
    expectProblem(await gaps("", "no.such-resource"), 404, "NOT_FOUND");
    const unknown = await gaps("?usedResource=oms.view-order&usedResource=no.such-resource");
    expect(expectProblem(unknown, 422, "INVALID_INPUT").errors).toMatchObject([{ path: "?usedResource/1" }]);
    for (const query of ["?days=0", "?days=401", "?days=x", "?usedResource=", "?cursor=x", "?sort=key"]) {
      expectProblem(await gaps(query), 422, "INVALID_INPUT");
    }
    const many = Array.from({ length: 21 }, () => "usedResource=oms.view-order").join("&");
    expectProblem(await gaps(`?${many}`), 422, "INVALID_INPUT");
    expectProblem(await server.call("GET", "/v1/resources/no.such-resource/gaps/export"), 404, "NOT_FOUND");
  });

  it("are taken along as CSV, in which a name is no formula", async () => {
    const erp = await addKey(server, "acme", [await addRole(server, "acme", ["logistics.logistics-viewer"])], "=1+1");
    await use("acme", erp, "logistics.logistics-viewer");
    await server.keepUse();
    const file = await server.call<string>("GET", "/v1/resources/oms.view-order/gaps/export?days=2");
    expect(file.headers).toMatchObject({
      "content-type": "text/csv; charset=utf-8; header=present",
      "content-disposition": 'attachment; filename="gaps-oms.view-order-2026-11-23.csv"',
    });
    const [head, line, end] = file.text.split("\r\n");
    expect(head).toBe(
      "\uFEFFaccount,accountName,key,external,owner,ownerName,name,status,roles,uses,lastUsedOn,from,to",
    );
    const role = /role-[-0-9a-f]+/;
    expect(line?.replace(role, "ROLE")).toBe(
      `acme,The acme,${erp.key},false,acme,The acme,'=1+1,active,ROLE,1,2026-11-23,2026-11-22,2026-11-23`,
    );
    expect(end).toBe("");
  });

  it("as a file isn't begun again while another is under way", async () => {
    const path = "/v1/resources/oms.view-order/gaps/export";
    const end = server.ports.exports.begin("gaps of all accounts");
    expectProblem(await server.call("GET", path), 429, "TOO_MANY_AT_ONCE");
    end();
    for (let time = 0; time < 2; time++) expect((await server.call("GET", path)).status).toBe(200);
  });
});
