import { beforeEach, describe, expect, test } from "vitest";
import type { MemberFilter } from "../store.ts";
import { engineNames } from "../test-database.ts";
import { account, firstPage, openTestStore, START_MS, type TestStore, write } from "./test-store.ts";

const ANA = { id: "u-ana", email: "ana@acme.example", name: "Ána Núñez" };
const BO = { id: "u-bo", email: "bo_2@acme.example", name: "bo" };

describe.each(engineNames)("users on %s", (name) => {
  let store: TestStore;

  beforeEach(async () => {
    store = await openTestStore(name);
    await write(store, async (tx) => {
      await tx.accounts.insert(account("acme", { displayName: "zeta" }));
      await tx.accounts.insert(account("zoom", { displayName: "Álpha", status: "suspended" }));
      await tx.users.insert(ANA, "$argon2id$hash");
      await tx.users.insert(BO, null);
      await tx.users.insertMember("acme", ANA.id);
      await tx.users.insertMember("zoom", ANA.id);
      await tx.users.insertMember("acme", BO.id);
      await tx.users.setRoles("acme", ANA.id, ["viewer", "owner"]);
      await tx.users.setRoles("zoom", ANA.id, ["owner"]);
    });
  });

  test("come back in each account with their roles there", async () => {
    expect(await store.reads.users.findByEmail(ANA.email)).toEqual(ANA);
    expect(await store.reads.users.findByEmail("nobody@acme.example")).toBeUndefined();
    const member = { ...ANA, account: "acme", addedAtMs: START_MS, lastSignInAtMs: null, twoFactor: false };
    expect(await store.reads.users.find("acme", ANA.id)).toEqual({ ...member, roles: ["owner", "viewer"] });
    expect(await store.reads.users.find("zoom", ANA.id)).toMatchObject({ roles: ["owner"] });
    expect(await store.reads.users.find("acme", BO.id)).toMatchObject({ roles: [] });
  });

  test("are found in the accounts that they belong to alone", async () => {
    expect(await store.reads.users.find("zoom", BO.id)).toBeUndefined();
    const { items, total } = await store.reads.users.list("zoom", {}, firstPage("email"));
    expect(total).toBe(1);
    expect(items).toMatchObject([{ id: ANA.id, account: "zoom", roles: ["owner"] }]);
    const before = await store.reads.users.find("acme", ANA.id);
    await write(store, async (tx) => {
      await tx.users.setRoles("zoom", ANA.id, []);
      await tx.users.deleteMember("zoom", ANA.id);
    });
    expect(await store.reads.users.find("acme", ANA.id)).toEqual(before);
    await expect(write(store, (tx) => tx.users.setRoles("zoom", BO.id, ["owner"]))).rejects.toThrow(/foreign key/i);
  });

  test("have one email each, and belong to an account once", async () => {
    const refused = { code: "USER_EXISTS" };
    const sameEmail = write(store, (tx) => tx.users.insert({ ...ANA, id: "u-other" }, null));
    await expect(sameEmail).rejects.toMatchObject(refused);
    await expect(write(store, (tx) => tx.users.insertMember("acme", ANA.id))).rejects.toMatchObject(refused);
    expect(await store.reads.users.find("acme", ANA.id)).toMatchObject({ roles: ["owner", "viewer"] });
  });

  test("belong to their accounts by display name, whatever their status", async () => {
    const accounts = await store.reads.users.accountsOf(ANA.id);
    expect(accounts).toEqual([
      account("zoom", { displayName: "Álpha", status: "suspended" }),
      account("acme", { displayName: "zeta" }),
    ]);
    expect(await store.reads.users.accountsOf("nobody")).toEqual([]);
  });

  test("are counted by role and account", async () => {
    const { countWithRole } = store.reads.users;
    expect(await countWithRole("acme", "owner")).toBe(1);
    expect(await countWithRole("acme", "own")).toBe(0);
    await write(store, (tx) => tx.users.setRoles("acme", BO.id, ["owner"]));
    expect(await countWithRole("acme", "owner")).toBe(2);
    await write(store, (tx) => tx.users.deleteMember("acme", ANA.id));
    expect(await countWithRole("acme", "owner")).toBe(1);
    expect(await countWithRole("zoom", "owner")).toBe(1);
  });

  test("lose their roles with their place in an account", async () => {
    await write(store, (tx) => tx.users.deleteMember("acme", ANA.id));
    expect(await store.reads.users.find("acme", ANA.id)).toBeUndefined();
    await write(store, (tx) => tx.users.insertMember("acme", ANA.id));
    expect(await store.reads.users.find("acme", ANA.id)).toMatchObject({ roles: [] });
  });

  test("are renamed everywhere", async () => {
    await write(store, (tx) => tx.users.rename(ANA.id, "Zoë"));
    for (const one of ["acme", "zoom"]) {
      expect(await store.reads.users.find(one, ANA.id)).toMatchObject({ name: "Zoë" });
      expect((await store.reads.users.list(one, { search: "zoe" }, firstPage("name"))).total).toBe(1);
      expect((await store.reads.users.list(one, { search: "nunez" }, firstPage("name"))).total).toBe(0);
    }
  });

  test("are listed by role and any part of name or email", async () => {
    const found = async (filter: MemberFilter) => {
      const page = await store.reads.users.list("acme", filter, firstPage("name"));
      expect(page.total).toBe(page.items.length);
      return page.items.map(({ id }) => id);
    };
    // By the folded name: `Ána` comes before `bo`.
    expect(await found({})).toEqual([ANA.id, BO.id]);
    expect(await found({ search: "ana nunez" })).toEqual([ANA.id]);
    expect(await found({ search: "ÁNA" })).toEqual([ANA.id]);
    expect(await found({ search: "úñ" })).toEqual([ANA.id]);
    expect(await found({ search: "BO_2@" })).toEqual([BO.id]);
    expect(await found({ search: "_" })).toEqual([BO.id]);
    expect(await found({ search: "%" })).toEqual([]);
    expect(await found({ search: "@acme" })).toEqual([ANA.id, BO.id]);
    expect(await found({ role: "viewer" })).toEqual([ANA.id]);
    expect(await found({ role: "viewer", search: "bo" })).toEqual([]);
  });

  test("are forgotten with their sessions once they belong to no account", async () => {
    const session = (id: string, userId: string) => ({
      id,
      user_id: userId,
      token: id,
      expires_at: "2026-12-01T00:00:00.000Z",
      created_at: "2026-11-23T00:00:00.000Z",
      updated_at: "2026-11-23T00:00:00.000Z",
    });
    const rows = [session("s1", ANA.id), session("s2", ANA.id), session("s3", BO.id)];
    await store.engine.writer
      .insertInto("sessions")
      .values(rows as never)
      .execute();
    await write(store, async (tx) => {
      for (const account of ["acme", "zoom"]) await tx.users.deleteMember(account, ANA.id);
      await tx.users.delete(ANA.id);
    });
    expect(await store.engine.reader.selectFrom("sessions").select("id").execute()).toEqual([{ id: "s3" }]);
    expect(await store.reads.users.findByEmail(ANA.email)).toBeUndefined();
  });
});
