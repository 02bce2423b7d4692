import { beforeEach, describe, expect, test } from "vitest";
import type { Changes } from "../store.ts";
import { engineNames } from "../test-database.ts";
import {
  account,
  firstPage,
  invitation,
  openTestStore,
  START_MS,
  type TestStore,
  throughCursor,
  write,
} from "./test-store.ts";

const OTHER_PROOF = { bytes: new Uint8Array(32).fill(3), secretId: "secret-2" };

describe.each(engineNames)("invitations on %s", (name) => {
  let store: TestStore;

  beforeEach(async () => {
    store = await openTestStore(name);
    await write(store, async (tx) => {
      for (const one of ["acme", "zoom"]) await tx.accounts.insert(account(one));
      await tx.invitations.insert(invitation("acme", "i-1"));
      await tx.invitations.setRoles("acme", "i-1", ["b", "a"]);
    });
  });

  const changed = async <T>(work: (tx: Changes) => Promise<T>) => (await write(store, work)).value;
  const byLink = (id = "i-1") => store.reads.invitations.findByLink(id);

  test("come back with all that belongs to them, and only by their link with what recognises it", async () => {
    const { proof, ...kept } = { ...invitation("acme", "i-1"), roles: ["a", "b"], state: "open" };
    expect(await byLink()).toEqual({ ...kept, proof });
    expect(await store.reads.invitations.find("acme", "i-1")).toEqual(kept);
    expect(await store.reads.invitations.findByEmail("acme", "i-1@acme.example")).toEqual(kept);
    expect(await byLink("i-9")).toBeUndefined();
  });

  test("are found in their own account alone", async () => {
    expect(await store.reads.invitations.find("zoom", "i-1")).toBeUndefined();
    expect(await store.reads.invitations.findByEmail("zoom", "i-1@acme.example")).toBeUndefined();
    expect(await changed((tx) => tx.invitations.close("zoom", "i-1", "void"))).toBe(false);
    const link = { expiresAtMs: START_MS + 99, givenBy: { kind: "system", id: "x", name: "X" }, mail: "sent" } as const;
    await write(store, (tx) => tx.invitations.renew("zoom", "i-1", { ...link, proof: OTHER_PROOF }));
    expect(await byLink()).toMatchObject({ state: "open", expiresAtMs: START_MS + 10 });
  });

  test("are one for one person in one account while they are open", async () => {
    const again = { email: "i-1@acme.example" };
    const twice = write(store, (tx) => tx.invitations.insert(invitation("acme", "i-2", again)));
    await expect(twice).rejects.toMatchObject({ code: "INVITATION_EXISTS" });
    await write(store, (tx) => tx.invitations.insert(invitation("zoom", "i-2", again)));
    expect(await changed((tx) => tx.invitations.close("acme", "i-1", "void"))).toBe(true);
    await write(store, (tx) => tx.invitations.insert(invitation("acme", "i-3", again)));
  });

  test.each(["accepted", "void"] as const)("end as %s once, and stay known by their link", async (state) => {
    expect(await changed((tx) => tx.invitations.close("acme", "i-1", state))).toBe(true);
    expect(await changed((tx) => tx.invitations.close("acme", "i-1", "accepted"))).toBe(false);
    const link = { expiresAtMs: START_MS + 99, givenBy: { kind: "system", id: "x", name: "X" }, mail: "sent" } as const;
    await write(store, (tx) => tx.invitations.renew("acme", "i-1", { ...link, proof: OTHER_PROOF }));
    expect(await byLink()).toMatchObject({ state, roles: ["a", "b"], expiresAtMs: START_MS + 10 });
    expect(await store.reads.invitations.find("acme", "i-1")).toBeUndefined();
  });

  test("keep what became of the mail of their newest link alone, without a revision", async () => {
    const { proof } = invitation("acme", "i-1");
    const before = await store.feed.position();
    await store.keepInvitationMail("i-1", proof, "sent");
    expect(await byLink()).toMatchObject({ mail: "sent" });
    await store.keepInvitationMail("i-1", OTHER_PROOF, "failed");
    expect(await byLink()).toMatchObject({ mail: "sent" });
    expect(await store.feed.position()).toEqual(before);
  });

  test("are listed while they are open, expired or not, by page and search", async () => {
    await write(store, async (tx) => {
      for (const [index, id] of ["i-2", "i-3", "i-4"].entries()) {
        await tx.invitations.insert(invitation("acme", id, { createdAtMs: START_MS - index, expiresAtMs: 1 + index }));
      }
      await tx.invitations.insert(invitation("zoom", "i-5"));
      await tx.invitations.close("acme", "i-2", "void");
    });
    const list = store.reads.invitations.list;
    const all = await list("acme", {}, firstPage("email"));
    expect(all.items.map(({ id }) => id)).toEqual(["i-1", "i-3", "i-4"]);
    expect(all.items[0]?.roles).toEqual(["a", "b"]);
    expect(all.total).toBe(3);
    for (const [sort, order] of [
      ["createdAt", ["i-4", "i-3", "i-1"]],
      ["expiresAt", ["i-3", "i-4", "i-1"]],
    ] as const) {
      const first = await list("acme", {}, firstPage(sort, { limit: 2 }));
      const second = await list("acme", {}, firstPage(sort, { limit: 2, after: throughCursor(first.end) }));
      expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(order);
    }
    expect((await list("acme", { search: "I-3@" }, firstPage("email"))).items.map(({ id }) => id)).toEqual(["i-3"]);
    expect((await list("acme", { search: "%" }, firstPage("email"))).total).toBe(0);
  });

  test("keep a predefined role in use while they are open and haven't expired", async () => {
    const inUse = () => changed((tx) => tx.catalog.predefinedRolesInUse());
    expect((await inUse()).toSorted()).toEqual(["a", "b"]);
    store.clock.nowMs += 10;
    expect(await inUse()).toEqual([]);
    store.clock.nowMs -= 10;
    await write(store, (tx) => tx.invitations.close("acme", "i-1", "accepted"));
    expect(await inUse()).toEqual([]);
  });
});
