import { beforeEach, describe, expect, test } from "vitest";
import type { KeyFilter } from "../store.ts";
import { engineNames } from "../test-database.ts";
import {
  account,
  apiKey,
  apiToken,
  externalKey,
  firstPage,
  openTestStore,
  START_MS,
  type TestStore,
  write,
} from "./test-store.ts";

describe.each(engineNames)("generated keys on %s", (name) => {
  let store: TestStore;

  beforeEach(async () => {
    store = await openTestStore(name);
    await write(store, async (tx) => {
      for (const one of ["acme", "zoom", "credipay"]) {
        await tx.accounts.insert(account(one, { displayName: `The ${one}` }));
      }
      await tx.keys.insert(apiKey("acme", "lk-acme-1", { name: "ERP" }));
    });
  });

  test("come back with all that belongs to them", async () => {
    const profile = { description: "Reads “orders”", resources: ["oms.view-order"] };
    const key = apiKey("acme", "lk-acme-2", { name: "Farmácias 😀", profile, status: "inactive" });
    await write(store, async (tx) => {
      expect(await tx.keys.insert(key)).toBe(true);
      await tx.keys.setRoles("acme", "lk-acme-2", ["viewer", "b-role", "a-role"]);
      await tx.keys.insertToken(apiToken("lk-acme-2", "t2", { state: "renewed", createdAtMs: START_MS + 1 }));
      await tx.keys.insertToken(apiToken("lk-acme-2", "t1", { expiresAtMs: START_MS + 9 }));
      await tx.externalKeys.insert(externalKey("zoom", "lk-acme-2"));
      await tx.externalKeys.insert(externalKey("credipay", "lk-acme-2"));
      await tx.externalKeys.insert(externalKey("zoom", "lk-acme-1"));
    });
    const { digest: _1, ...current } = apiToken("lk-acme-2", "t1", { expiresAtMs: START_MS + 9 });
    const { digest: _2, ...renewed } = apiToken("lk-acme-2", "t2", { state: "renewed", createdAtMs: START_MS + 1 });
    expect(await store.reads.keys.find("acme", "lk-acme-2")).toEqual({
      ...key,
      roles: ["a-role", "b-role", "viewer"],
      tokens: [current, renewed].map((token) => ({ ...token, lastUse: null })),
      quarantined: false,
      hostCount: 2,
      lastUsedAtMs: null,
    });
    expect(await store.reads.keys.hostsOf("lk-acme-2")).toEqual(["credipay", "zoom"]);
    expect(await store.reads.keys.admissionsOfOwner("acme")).toEqual([
      { account: "zoom", key: "lk-acme-1" },
      { account: "credipay", key: "lk-acme-2" },
      { account: "zoom", key: "lk-acme-2" },
    ]);
    const old = { within: [{ fromMs: 0, toMs: START_MS }] };
    const ofOld = await store.reads.keys.admissionsOfOwner("acme", { someToken: old });
    expect(ofOld).toEqual(["credipay", "zoom"].map((host) => ({ account: host, key: "lk-acme-2" })));
    for (const rest of [{ status: "active" }, { noToken: { outside: old.within } }] as const) {
      expect(await store.reads.keys.admissionsOfOwner("acme", { someToken: old, ...rest })).toEqual([]);
    }
    expect(await store.reads.keys.admissionsOfOwner("zoom")).toEqual([]);
  });

  test("are told apart by whether their string was ever issued, deleted ones among them, and to whom", async () => {
    await write(store, async (tx) => {
      await tx.keys.insert(apiKey("zoom", "elsewhere-1", { status: "inactive" }));
      await tx.keys.insert(apiKey("zoom", "elsewhere-2"));
      await tx.keys.delete("zoom", "elsewhere-2");
    });
    const issued = await store.reads.keys.issued(["lk-acme-1", "elsewhere-1", "elsewhere-2", "Elsewhere-1", "none"]);
    expect(Object.fromEntries(issued)).toEqual({
      "lk-acme-1": { owner: "acme", status: "active" },
      "elsewhere-1": { owner: "zoom", status: "inactive" },
      "elsewhere-2": { owner: "zoom", status: "deleted" },
    });
    expect((await store.reads.keys.issued([])).size).toBe(0);
  });

  test("are found by another account through nothing but their string", async () => {
    expect(await store.reads.keys.find("zoom", "lk-acme-1")).toBeUndefined();
    expect((await store.reads.keys.list("zoom", {}, firstPage("name"))).items).toEqual([]);
    expect(await store.reads.keys.lookUp("lk-acme-1")).toEqual({
      key: "lk-acme-1",
      owner: { account: "acme", displayName: "The acme" },
      profile: null,
    });
    expect(await store.reads.keys.lookUp("LK-ACME-1")).toBeUndefined();
    expect(await store.reads.keys.lookUp("lk-acme-_")).toBeUndefined();
  });

  test("are changed by their owner alone", async () => {
    await write(store, async (tx) => {
      await tx.keys.setRoles("acme", "lk-acme-1", ["viewer"]);
      await tx.keys.insertToken(apiToken("lk-acme-1", "t1"));
    });
    const before = await store.reads.keys.find("acme", "lk-acme-1");
    await write(store, async (tx) => {
      await tx.keys.update("zoom", "lk-acme-1", { name: "Mine", status: "inactive" });
      await tx.keys.setRoles("zoom", "lk-acme-1", []);
      await tx.keys.delete("zoom", "lk-acme-1");
    });
    expect(await store.reads.keys.find("acme", "lk-acme-1")).toEqual(before);
    // The key of a role's row names its owner, too: the database itself refuses another's.
    await expect(write(store, (tx) => tx.keys.setRoles("zoom", "lk-acme-1", ["owner"]))).rejects.toThrow(
      /foreign key/i,
    );
    expect(await store.reads.keys.find("acme", "lk-acme-1")).toEqual(before);
  });

  test("change in what is named, and in nothing else", async () => {
    const found = () => store.reads.keys.find("acme", "lk-acme-1");
    const before = await found();
    await write(store, (tx) => tx.keys.update("acme", "lk-acme-1", { status: "inactive" }));
    expect(await found()).toEqual({ ...before, status: "inactive" });
    await write(store, (tx) => tx.keys.update("acme", "lk-acme-1", { name: "Ünïque" }));
    expect(await found()).toEqual({ ...before, status: "inactive", name: "Ünïque" });
    const listed = await store.reads.keys.list("acme", { search: "unique" }, firstPage("name"));
    expect(listed.total).toBe(1);
    const profile = { description: "", resources: [] };
    await write(store, (tx) => tx.keys.update("acme", "lk-acme-1", { profile }));
    expect(await found()).toMatchObject({ name: "Ünïque", profile });
    await write(store, (tx) => tx.keys.update("acme", "lk-acme-1", { profile: null }));
    expect(await found()).toMatchObject({ name: "Ünïque", profile: null });
    await write(store, (tx) => tx.keys.update("acme", "lk-acme-1", { requestsPerMinute: 60 }));
    await write(store, (tx) => tx.keys.update("acme", "lk-acme-1", { name: "Ünïque" }));
    expect(await found()).toMatchObject({ requestsPerMinute: 60, allowedNetworks: [] });
    const allowedNetworks = ["203.0.113.0/24", "2001:db8::/32"];
    await write(store, (tx) => tx.keys.update("acme", "lk-acme-1", { allowedNetworks }));
    await write(store, (tx) => tx.keys.update("acme", "lk-acme-1", { name: "Ünïque" }));
    expect(await found()).toMatchObject({ requestsPerMinute: 60, allowedNetworks });
    expect(await store.reads.keys.list("acme", { search: "unique" }, firstPage("name"))).toMatchObject({
      items: [{ allowedNetworks }],
    });
    await write(store, (tx) => tx.keys.update("acme", "lk-acme-1", { allowedNetworks: [] }));
    expect(await found()).toMatchObject({ allowedNetworks: [] });
    await write(store, (tx) => tx.keys.setRoles("acme", "lk-acme-1", ["x", "y"]));
    await write(store, (tx) => tx.keys.setRoles("acme", "lk-acme-1", ["z"]));
    expect(await found()).toMatchObject({ roles: ["z"] });
  });

  test("rule 1: never get a string that was ever issued, to whatever account", async () => {
    await write(store, async (tx) => {
      expect(await tx.keys.insert(apiKey("acme", "lk-acme-1", { name: "Second" }))).toBe(false);
      expect(await tx.keys.insert(apiKey("zoom", "lk-acme-1"))).toBe(false);
      await tx.keys.delete("acme", "lk-acme-1");
      expect(await tx.keys.insert(apiKey("acme", "lk-acme-1"))).toBe(false);
    });
    await write(store, async (tx) => {
      expect(await tx.keys.insert(apiKey("acme", "lk-acme-1"))).toBe(false);
      expect(await tx.keys.insert(apiKey("zoom", "lk-acme-1"))).toBe(false);
    });
    expect(await store.reads.keys.lookUp("lk-acme-1")).toBeUndefined();
  });

  test("rule 1: leave a tombstone without tokens and roles, which nothing but their hosts sees", async () => {
    await write(store, async (tx) => {
      await tx.keys.setRoles("acme", "lk-acme-1", ["viewer"]);
      await tx.keys.insertToken(apiToken("lk-acme-1", "t1"));
      await tx.externalKeys.insert(externalKey("zoom", "lk-acme-1"));
    });
    await write(store, (tx) => tx.keys.delete("acme", "lk-acme-1"));

    const { keys, externalKeys } = store.reads;
    expect(await keys.find("acme", "lk-acme-1")).toBeUndefined();
    expect((await keys.list("acme", {}, firstPage("name"))).total).toBe(0);
    expect(await keys.lookUp("lk-acme-1")).toBeUndefined();
    expect(await keys.admissionsOfOwner("acme")).toEqual([]);
    expect(await keys.hostsOf("lk-acme-1")).toEqual(["zoom"]);
    expect(await externalKeys.find("zoom", "lk-acme-1", START_MS)).toMatchObject({
      statusReason: "owner-deleted",
      owner: { account: "acme" },
    });
    const { reader } = store.engine;
    expect(
      await reader
        .selectFrom("api_tokens" as never)
        .selectAll()
        .execute(),
    ).toEqual([]);
    expect(
      await reader
        .selectFrom("api_key_roles" as never)
        .selectAll()
        .execute(),
    ).toEqual([]);
    expect(
      await reader
        .selectFrom("api_keys" as never)
        .selectAll()
        .execute(),
    ).toMatchObject([{ key: "lk-acme-1", name: "ERP", status: "deleted" }]);
  });

  test("are found and counted by the ages of all their tokens, as these come and go", async () => {
    const { keys } = store.reads;
    const old = { within: [{ fromMs: START_MS - 100, toMs: START_MS - 51 }] };
    const middle = { within: [{ fromMs: START_MS - 50, toMs: START_MS - 1 }] };
    const young = { within: [{ fromMs: START_MS, toMs: START_MS + 100 }] };
    const filters: KeyFilter[] = [
      { someToken: old },
      { someToken: middle },
      { someToken: young },
      { noToken: old },
      { someToken: old, noToken: young },
      { someToken: { outside: old.within } },
      { noToken: { outside: old.within } },
      { someToken: { within: [...old.within, ...young.within], outside: old.within } },
      { someToken: { within: [] } },
    ];
    const matching = async () => {
      const counted = await keys.count("acme", filters);
      const listed = await Promise.all(filters.map((filter) => keys.list("acme", filter, firstPage("name"))));
      const first = await Promise.all(filters.map((filter) => keys.first("acme", filter, 5)));
      expect(listed.map(({ total }) => total)).toEqual(counted);
      expect(first.map((found) => found.length)).toEqual(counted);
      return counted.join("");
    };
    const token = (id: string, createdAtMs: number, state: "current" | "renewed" = "current") =>
      apiToken("lk-acme-1", id, { createdAtMs, state });
    // One without any token is of no age.
    expect(await matching()).toBe("000100100");
    await write(store, (tx) => tx.keys.insertToken(token("t1", START_MS - 60)));
    expect(await matching()).toBe("100010100");
    await write(store, (tx) => tx.keys.insertToken(token("t2", START_MS, "renewed")));
    expect(await matching()).toBe("101001010");
    await write(store, (tx) => tx.keys.deleteToken("acme", "lk-acme-1", "renewed"));
    expect(await matching()).toBe("100010100");
    await write(store, (tx) => tx.keys.insertToken(token("t3", START_MS - 10, "renewed")));
    await write(store, (tx) => tx.keys.completeRenewal("acme", "lk-acme-1"));
    expect(await matching()).toBe("010101000");
    await write(store, (tx) => tx.keys.deleteToken("acme", "lk-acme-1", "current"));
    expect(await matching()).toBe("000100100");
  });

  test("rule 3: have one token of each state at most", async () => {
    await write(store, async (tx) => {
      await tx.keys.insertToken(apiToken("lk-acme-1", "t1"));
      await tx.keys.insertToken(apiToken("lk-acme-1", "t2", { state: "renewed" }));
    });
    for (const state of ["current", "renewed"] as const) {
      const third = write(store, (tx) => tx.keys.insertToken(apiToken("lk-acme-1", "t3", { state })));
      const error = await third.catch((thrown: unknown) => thrown);
      expect(store.engine.isUniqueViolation(error)).toBe(true);
    }
    const found = await store.reads.keys.find("acme", "lk-acme-1");
    expect(found?.tokens.map(({ id }) => id)).toEqual(["t1", "t2"]);
  });

  test("belong to an account that there is, as tokens do to a key", async () => {
    await expect(write(store, (tx) => tx.keys.insert(apiKey("nobody", "lk-nobody-1")))).rejects.toThrow(/foreign key/i);
    await expect(write(store, (tx) => tx.keys.insertToken(apiToken("lk-acme-9", "t1")))).rejects.toThrow(
      /foreign key/i,
    );
  });

  test("are listed by status, role and any part of their name or string", async () => {
    await write(store, async (tx) => {
      await tx.keys.insert(apiKey("acme", "lk-acme-2A", { name: "Farmácias App", status: "inactive" }));
      await tx.keys.insert(apiKey("acme", "lk-acme-3B", { name: "100%_off \\o/" }));
      await tx.keys.insert(apiKey("acme", "lk-acme-4C", { name: "1000 offers" }));
      await tx.keys.insert(apiKey("zoom", "lk-zoom-5D", { name: "Farmácias App" }));
      await tx.keys.setRoles("acme", "lk-acme-2A", ["viewer", "editor"]);
      await tx.keys.setRoles("acme", "lk-acme-4C", ["viewer"]);
      await tx.keys.setRoles("zoom", "lk-zoom-5D", ["viewer"]);
    });
    const found = async (filter: KeyFilter) => {
      const page = await store.reads.keys.list("acme", filter, firstPage("createdAt"));
      expect(page.total).toBe(page.items.length);
      return page.items.map(({ key }) => key.at(8));
    };
    expect(await found({})).toEqual(["1", "2", "3", "4"]);
    expect(await found({ status: "inactive" })).toEqual(["2"]);
    expect(await found({ role: "viewer" })).toEqual(["2", "4"]);
    expect(await found({ role: "view" })).toEqual([]);
    expect(await found({ search: "farmacias" })).toEqual(["2"]);
    expect(await found({ search: "FARMÁCIAS" })).toEqual(["2"]);
    expect(await found({ search: "  ácias a " })).toEqual(["2"]);
    expect(await found({ search: "100%" })).toEqual(["3"]);
    expect(await found({ search: "%" })).toEqual(["3"]);
    expect(await found({ search: "_" })).toEqual(["3"]);
    expect(await found({ search: "\\" })).toEqual(["3"]);
    expect(await found({ search: "\\%" })).toEqual([]);
    expect(await found({ search: "ACME-2a" })).toEqual(["2"]);
    expect(await found({ search: "" })).toEqual(["1", "2", "3", "4"]);
    expect(await found({ search: "erp", status: "active", role: "viewer" })).toEqual([]);
    expect(await found({ search: "off", status: "active", role: "viewer" })).toEqual(["4"]);
    await write(store, (tx) => tx.keys.delete("acme", "lk-acme-4C"));
    expect(await found({ role: "viewer" })).toEqual(["2"]);
  });
});
