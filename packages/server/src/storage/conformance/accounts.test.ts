import { beforeEach, describe, expect, test } from "vitest";
import type { Catalog } from "../../domain/catalog.ts";
import type { AccountFilter } from "../store.ts";
import { engineNames } from "../test-database.ts";
import {
  account,
  apiKey,
  externalKey,
  firstPage,
  openTestStore,
  START_MS,
  type TestStore,
  write,
} from "./test-store.ts";

describe.each(engineNames)("accounts, catalog, roles and service keys on %s", (name) => {
  let store: TestStore;

  beforeEach(async () => {
    store = await openTestStore(name);
  });

  test("accounts come back as they were, and change in what is named", async () => {
    const acme = account("acme", { displayName: "Acme “Store” 😀", createdAtMs: START_MS - 1 });
    await write(store, (tx) => tx.accounts.insert(acme));
    const found = () => store.reads.accounts.find("acme");
    expect(await found()).toEqual(acme);
    await write(store, (tx) => tx.accounts.update("acme", { status: "suspended" }));
    expect(await found()).toEqual({ ...acme, status: "suspended" });
    await write(store, (tx) => tx.accounts.update("acme", { displayName: "Ácme" }));
    expect(await found()).toEqual({ ...acme, status: "suspended", displayName: "Ácme" });
    const again = write(store, (tx) => tx.accounts.insert(account("acme", { displayName: "Another" })));
    await expect(again).rejects.toMatchObject({ code: "ACCOUNT_EXISTS" });
    expect(await found()).toMatchObject({ displayName: "Ácme" });
    expect(await store.reads.accounts.find("ACME")).toBeUndefined();
  });

  test("accounts are listed by name, status, names, and any part of name or display name", async () => {
    await write(store, async (tx) => {
      await tx.accounts.insert(account("acme", { displayName: "Acme Store" }));
      await tx.accounts.insert(account("farmaciasapp", { displayName: "Farmácias App", status: "suspended" }));
      await tx.accounts.insert(account("percent", { displayName: "100%" }));
    });
    const names = async (filter: AccountFilter) => {
      const page = await store.reads.accounts.list(filter, firstPage("name"));
      expect(page.total).toBe(page.items.length);
      return page.items.map(({ name }) => name);
    };
    expect(await names({})).toEqual(["acme", "farmaciasapp", "percent"]);
    expect(await names({ status: "suspended" })).toEqual(["farmaciasapp"]);
    expect(await names({ search: "farmacias " })).toEqual(["farmaciasapp"]);
    expect(await names({ search: "FARMÁCIAS A" })).toEqual(["farmaciasapp"]);
    expect(await names({ search: "%" })).toEqual(["percent"]);
    expect(await names({ names: ["percent", "acme", "nobody"] })).toEqual(["acme", "percent"]);
    expect(await names({ names: ["acme"], search: "app" })).toEqual([]);
    expect(await names({ names: [] })).toEqual([]);
  });

  const catalog: Catalog = {
    products: [
      {
        id: "oms",
        name: "OMS",
        categories: [{ id: "orders", name: "Orders", resources: [{ key: "oms.view", name: "View “orders”" }] }],
      },
    ],
    roles: [{ id: "viewer", name: "Viewer", description: "Views", resources: ["oms.view"] }],
  };

  test("the catalog is what was written last, also for another process", async () => {
    const other = await openTestStore(name, { database: store.database });
    expect(await store.reads.catalog.find()).toBeUndefined();
    await write(store, (tx) => tx.catalog.replace(catalog));
    expect(await store.reads.catalog.find()).toEqual(catalog);
    expect(await other.reads.catalog.find()).toEqual(catalog);
    await write(other, (tx) => tx.catalog.replace({ products: [], roles: [] }));
    expect(await store.reads.catalog.find()).toEqual({ products: [], roles: [] });
  });

  const role = (id: string, fields = {}) => ({ id, name: id, description: "", resources: ["oms.view"], ...fields });

  test("custom roles belong to one account, and are listed by name", async () => {
    await write(store, async (tx) => {
      await tx.accounts.insert(account("acme"));
      await tx.accounts.insert(account("zoom"));
      await tx.roles.insert("acme", role("r1", { name: "Zulu", resources: ["oms.view", "a.b"], description: "“d”" }));
      await tx.roles.insert("acme", role("r2", { name: "Alfa", resources: [] }));
      await tx.roles.insert("zoom", role("r1", { name: "Of zoom" }));
    });
    expect(await store.reads.roles.labels("acme")).toEqual([
      { id: "r2", name: "Alfa" },
      { id: "r1", name: "Zulu" },
    ]);
    expect(await store.reads.roles.named("acme", ["r2", "r1", "r3"])).toEqual([
      { id: "r1", name: "Zulu", description: "“d”", predefined: false, resources: ["a.b", "oms.view"] },
      { id: "r2", name: "Alfa", description: "", predefined: false, resources: [] },
    ]);
    expect(await store.reads.roles.named("acme", [])).toEqual([]);
    expect(await store.reads.roles.named("zoom", ["r1"])).toMatchObject([{ id: "r1", resources: ["oms.view"] }]);
    const again = write(store, (tx) => tx.roles.insert("acme", role("r1", { resources: ["pci.refund"] })));
    await expect(again).rejects.toMatchObject({ code: "ROLE_EXISTS" });
    expect(await store.reads.roles.labels("zoom")).toHaveLength(1);
    await expect(write(store, (tx) => tx.roles.insert("nobody", role("r1")))).rejects.toThrow(/foreign key/i);
  });

  test("what the catalog may not take away is what anything uses", async () => {
    await write(store, async (tx) => {
      await tx.accounts.insert(account("acme"));
      await tx.accounts.insert(account("zoom"));
      await tx.roles.insert("acme", role("custom", { resources: ["oms.view", "oms.edit"] }));
      await tx.roles.insert("zoom", role("custom", { resources: ["oms.view"] }));
      await tx.keys.insert(apiKey("acme", "lk-acme-1"));
      await tx.keys.setRoles("acme", "lk-acme-1", ["custom", "on-key"]);
      await tx.externalKeys.insert(externalKey("zoom", "lk-acme-1"));
      await tx.externalKeys.setRoles("zoom", "lk-acme-1", ["custom", "on-external-key", "on-key"]);
      await tx.users.insert({ id: "u1", email: "ana@acme.example", name: "Ana" }, null);
      await tx.users.insertMember("acme", "u1");
      await tx.users.setRoles("acme", "u1", ["custom", "on-user"]);
      expect((await tx.catalog.resourcesInUse()).toSorted()).toEqual(["oms.edit", "oms.view"]);
      expect((await tx.catalog.predefinedRolesInUse()).toSorted()).toEqual(["on-external-key", "on-key", "on-user"]);
      expect(await tx.catalog.customRoleIds()).toEqual(["custom"]);
      // A custom role of one account says nothing about the same id in another.
      await tx.roles.insert("acme", role("on-key"));
      expect(await tx.catalog.predefinedRolesInUse()).toContain("on-key");
      await tx.externalKeys.delete("zoom", "lk-acme-1");
      expect(await tx.catalog.predefinedRolesInUse()).toEqual(["on-user"]);
      await tx.users.deleteMember("acme", "u1");
      expect(await tx.catalog.predefinedRolesInUse()).toEqual([]);
    });
  });

  test("service keys are listed without their digests, and deleted once", async () => {
    const digest = { bytes: new Uint8Array(32), secretId: "s" };
    await write(store, async (tx) => {
      await tx.serviceKeys.insert({ id: "s1", name: "orders-api", createdAtMs: START_MS }, digest);
      await tx.serviceKeys.insert({ id: "s2", name: "Élan", createdAtMs: START_MS }, digest);
    });
    const listed = await store.reads.serviceKeys.list(firstPage("name"));
    expect(listed).toEqual({
      items: [
        { id: "s2", name: "Élan", createdAtMs: START_MS },
        { id: "s1", name: "orders-api", createdAtMs: START_MS },
      ],
      end: null,
      total: 2,
    });
    await write(store, async (tx) => {
      expect(await tx.serviceKeys.delete("s1")).toBe("orders-api");
      expect(await tx.serviceKeys.delete("s1")).toBeUndefined();
    });
    expect((await store.reads.serviceKeys.list(firstPage("name"))).total).toBe(1);
  });
});
