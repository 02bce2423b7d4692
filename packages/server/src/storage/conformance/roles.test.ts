import { beforeEach, describe, expect, test } from "vitest";
import { engineNames } from "../test-database.ts";
import { account, apiKey, externalKey, invitation, openTestStore, type TestStore, write } from "./test-store.ts";

const NOTHING = { keys: 0, externalKeys: 0, users: 0, invitations: 0 };

describe.each(engineNames)("roles on %s", (name) => {
  let store: TestStore;

  beforeEach(async () => {
    store = await openTestStore(name);
    await write(store, async (tx) => {
      for (const one of ["acme", "zoom", "credipay"]) {
        await tx.accounts.insert(account(one, { displayName: `The ${one}` }));
        await tx.roles.insert(one, { id: "clerk", name: "Clerk", description: "", resources: ["oms.b", "oms.a"] });
      }
    });
  });

  const clerkOf = async (of: string) => (await store.reads.roles.named(of, ["clerk"]))[0];

  test("are changed in their own account alone", async () => {
    const untouched = await clerkOf("zoom");
    await write(store, async (tx) => {
      await tx.roles.update("acme", "clerk", { name: "Agent", description: "Helps." });
      await tx.roles.setResources("acme", "clerk", ["oms.c", "oms.a"]);
    });
    const agent = { id: "clerk", name: "Agent", description: "Helps.", predefined: false };
    expect(await clerkOf("acme")).toEqual({ ...agent, resources: ["oms.a", "oms.c"] });
    expect(await clerkOf("zoom")).toEqual(untouched);
    await write(store, (tx) => tx.roles.setResources("acme", "clerk", []));
    expect(await clerkOf("acme")).toEqual({ ...agent, resources: [] });
  });

  test("are deleted with what they hold, in their own account alone", async () => {
    await write(store, (tx) => tx.roles.delete("acme", "clerk"));
    expect(await clerkOf("acme")).toBeUndefined();
    expect(await store.reads.roles.labels("acme")).toEqual([]);
    expect((await clerkOf("zoom"))?.resources).toEqual(["oms.a", "oms.b"]);
    // One by the same id begins with nothing.
    await write(store, (tx) => tx.roles.insert("acme", { id: "clerk", name: "New", description: "", resources: [] }));
    expect(await clerkOf("acme")).toMatchObject({ resources: [] });
  });

  describe("that are in use", () => {
    beforeEach(async () => {
      await write(store, async (tx) => {
        for (const key of ["lk-acme-1", "lk-acme-2", "lk-acme-3"]) {
          await tx.keys.insert(apiKey("acme", key, { name: `Name ${9 - Number(key.at(-1))}` }));
        }
        await tx.keys.setRoles("acme", "lk-acme-1", ["clerk", "owner"]);
        await tx.keys.setRoles("acme", "lk-acme-2", ["clerk"]);
        for (const [owner, key] of [
          ["zoom", "lk-zoom-1"],
          ["zoom", "lk-zoom-2"],
          ["credipay", "lk-credipay-1"],
        ] as const) {
          await tx.keys.insert(apiKey(owner, key, { name: "Its owner's name for it" }));
          // What it may do at home is of no account here.
          await tx.keys.setRoles(owner, key, ["clerk"]);
          await tx.externalKeys.insert(externalKey("acme", key, { name: `Our ${key}` }));
          await tx.externalKeys.setRoles("acme", key, ["clerk"]);
        }
        await tx.users.insert({ id: "u-ana", email: "ana@acme.example", name: "Ana" }, null);
        await tx.users.insert({ id: "u-bo", email: "bo@acme.example", name: "Bo" }, null);
        for (const id of ["u-ana", "u-bo"]) await tx.users.insertMember("acme", id);
        await tx.users.insertMember("zoom", "u-bo");
        await tx.users.setRoles("acme", "u-ana", ["owner"]);
        await tx.users.setRoles("acme", "u-bo", ["clerk"]);
        await tx.users.setRoles("zoom", "u-bo", ["owner"]);
        await tx.invitations.insert(invitation("acme", "i-1", { email: "cy@acme.example" }));
        await tx.invitations.setRoles("acme", "i-1", ["clerk"]);
        await tx.invitations.insert(invitation("zoom", "i-2"));
        await tx.invitations.setRoles("zoom", "i-2", ["clerk"]);
        await tx.invitations.close("zoom", "i-2", "void");
      });
    });

    test("are counted, each kind and each role by itself, predefined ones too", async () => {
      expect(await store.reads.roles.useCounts("acme", ["clerk", "owner", "nobody-has-it"])).toEqual(
        new Map([
          ["clerk", { keys: 2, externalKeys: 3, users: 1, invitations: 1 }],
          ["owner", { keys: 1, externalKeys: 0, users: 1, invitations: 0 }],
          ["nobody-has-it", NOTHING],
        ]),
      );
      expect(await store.reads.roles.useCounts("zoom", ["clerk"])).toEqual(
        new Map([["clerk", { ...NOTHING, keys: 2 }]]),
      );
      expect(await store.reads.roles.useCounts("acme", [])).toEqual(new Map());
    });

    test("say what has them, by name, by this account's own names for it", async () => {
      const zoom = { account: "zoom", displayName: "The zoom" };
      expect(await store.reads.roles.use("acme", "clerk", 100)).toEqual({
        keys: [
          { key: "lk-acme-2", name: "Name 7" },
          { key: "lk-acme-1", name: "Name 8" },
        ],
        externalKeys: [
          {
            key: "lk-credipay-1",
            name: "Our lk-credipay-1",
            owner: { account: "credipay", displayName: "The credipay" },
          },
          { key: "lk-zoom-1", name: "Our lk-zoom-1", owner: zoom },
          { key: "lk-zoom-2", name: "Our lk-zoom-2", owner: zoom },
        ],
        users: [{ id: "u-bo", name: "Bo", email: "bo@acme.example" }],
        invitations: [{ id: "i-1", email: "cy@acme.example" }],
        counts: { keys: 2, externalKeys: 3, companies: 2, users: 1, invitations: 1 },
      });
    });

    test("name no more than asked for, and count all", async () => {
      const use = await store.reads.roles.use("acme", "clerk", 1);
      expect([use.keys, use.externalKeys, use.users].map((named) => named.length)).toEqual([1, 1, 1]);
      expect(use.counts).toEqual({ keys: 2, externalKeys: 3, companies: 2, users: 1, invitations: 1 });
    });

    test("tell the owners of the external keys that have them, once for each key", async () => {
      expect(await store.reads.roles.ownersOfExternalKeysWith("acme", "clerk")).toEqual([
        { account: "credipay", key: "lk-credipay-1" },
        { account: "zoom", key: "lk-zoom-1" },
        { account: "zoom", key: "lk-zoom-2" },
      ]);
      expect(await store.reads.roles.ownersOfExternalKeysWith("zoom", "clerk")).toEqual([]);
      expect(await store.reads.roles.ownersOfExternalKeysWith("acme", "owner")).toEqual([]);
    });

    test("are free of what was deleted, removed or given other roles", async () => {
      await write(store, async (tx) => {
        await tx.keys.delete("acme", "lk-acme-1");
        await tx.keys.setRoles("acme", "lk-acme-2", []);
        await tx.externalKeys.delete("acme", "lk-zoom-1");
        await tx.externalKeys.setRoles("acme", "lk-zoom-2", ["owner"]);
        await tx.externalKeys.setRoles("acme", "lk-credipay-1", []);
        await tx.users.deleteMember("acme", "u-bo");
        await tx.invitations.close("acme", "i-1", "accepted");
      });
      const counts = { ...NOTHING, companies: 0 };
      expect(await store.reads.roles.use("acme", "clerk", 9)).toEqual({
        keys: [],
        externalKeys: [],
        users: [],
        invitations: [],
        counts,
      });
    });
  });

  test("hold as many resources as one can be given", async () => {
    const resources = Array.from({ length: 5_000 }, (_, index) => `shop.resource-${String(index).padStart(4, "0")}`);
    await write(store, (tx) => tx.roles.setResources("acme", "clerk", resources));
    expect((await clerkOf("acme"))?.resources).toEqual(resources);
  });
});
