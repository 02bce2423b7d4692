import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { effectiveCatalog } from "../../../domain/catalog.ts";
import { createTestServer, type TestServer } from "../../../test-server.ts";
import { decide } from "../../../verify/decide.ts";
import { addAccounts, addKey, admit, type KeyCredentials, type ListOf, loadCatalog } from "../../test-fixtures.ts";

interface RoleBody {
  readonly id: string;
  readonly resources: readonly string[];
}

let server: TestServer;
/** Every resource of the catalog. */
let catalog: readonly string[];
/** Holders of whichever role is looked at: a key of the account and one that it admitted. */
let holders: readonly KeyCredentials[];

beforeAll(async () => {
  server = await createTestServer();
  await loadCatalog(server);
  await addAccounts(server, "acme", "partner");
  catalog = [...effectiveCatalog(await server.store.reads.catalog.find()).resourceKeys];
  const partner = await addKey(server, "partner", ["owner"]);
  holders = [await addKey(server, "acme"), partner];
  await admit(server, "acme", partner.key);
});

afterAll(() => server.close());

async function giveOnly(role: string): Promise<void> {
  const [own, partner] = holders;
  const body = { roles: [role] };
  for (const url of [`api-keys/${own?.key}`, `external-keys/${partner?.key}`]) {
    expect((await server.call("PATCH", `/v1/accounts/acme/${url}`, { body })).status).toBe(200);
  }
}

/** What is shown of a role, and what each of its holders may do, resource by resource. */
async function compare(role: string): Promise<readonly string[]> {
  const shown = (await server.call<RoleBody>("GET", `/v1/accounts/acme/roles/${role}`)).body.resources;
  const inOrder = shown.toSorted();
  for (const credential of holders) {
    const may = (resource: string) => decide(server.judge, { credential, account: "acme", resource }).valid;
    expect(catalog.filter(may).toSorted()).toEqual(inOrder);
    const question = { account: "acme", ...credential, expand: ["resources"] };
    const { body } = await server.call<{ resources: string[] }>("POST", "/v1/verify", { body: question });
    expect(body.resources.toSorted()).toEqual(inOrder);
  }
  return shown;
}

test(
  "a role's resources shown always equal what it grants, whatever it is edited to",
  { timeout: 120_000 },
  async () => {
    const some = fc.subarray(catalog as string[]);
    const lists = fc.array(fc.oneof(some, fc.constant([]), fc.constant([...catalog])), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(lists, async ([first = [], ...later]) => {
        const name = `Role ${crypto.randomUUID()}`;
        const created = await server.call<RoleBody>("POST", "/v1/accounts/acme/roles", {
          body: { name, resources: first },
        });
        expect(created.status).toBe(201);
        const { id } = created.body;
        await giveOnly(id);
        expect(new Set(await compare(id))).toEqual(new Set(first));
        for (const resources of later) {
          expect((await server.call("PATCH", `/v1/accounts/acme/roles/${id}`, { body: { resources } })).status).toBe(
            200,
          );
          expect(new Set(await compare(id))).toEqual(new Set(resources));
        }
      }),
      { numRuns: 40 },
    );
  },
);

test("so do those of predefined roles, and again when the catalog has grown", async () => {
  const { body } = await server.call<ListOf<RoleBody>>("GET", "/v1/accounts/acme/roles?predefined=true&limit=200");
  expect(body.items.length).toBeGreaterThan(10);
  for (const { id } of body.items) {
    await giveOnly(id);
    await compare(id);
  }
  const before = await server.store.reads.catalog.find();
  const resources = [{ key: "newly.made", name: "Newly made" }];
  const newly = { id: "newly", name: "Newly", categories: [{ id: "all", name: "All", resources }] };
  const grown = { products: [...(before?.products ?? []), newly], roles: before?.roles ?? [] };
  expect((await server.call("PUT", "/v1/catalog", { body: grown })).status).toBe(200);
  await giveOnly("owner");
  catalog = [...catalog, "newly.made"];
  expect(await compare("owner")).toContain("newly.made");
});
