import { beforeEach, describe, expect, test } from "vitest";
import type { Changes } from "../store.ts";
import { engineNames } from "../test-database.ts";
import {
  account,
  apiKey,
  apiToken,
  firstPage,
  openTestStore,
  START_MS,
  type TestStore,
  throughCursor,
  tokenLink,
  write,
} from "./test-store.ts";

const UNOPENED = { openedAtMs: null, openedFrom: null, reopenedAtMs: null, reopenings: 0 };

describe.each(engineNames)("token links on %s", (name) => {
  let store: TestStore;

  beforeEach(async () => {
    store = await openTestStore(name);
    await write(store, async (tx) => {
      for (const one of ["acme", "zoom"]) {
        await tx.accounts.insert(account(one));
        await tx.keys.insert(apiKey(one, `lk-${one}-1`));
      }
      await tx.tokenLinks.insert(tokenLink("acme", "lk-acme-1", "link-1"));
    });
  });

  const find = (id = "link-1") => store.reads.tokenLinks.find(id);
  const changed = async (work: (tx: Changes) => Promise<boolean>) => (await write(store, work)).value;

  test("come back with all that belongs to them", async () => {
    const link = tokenLink("acme", "lk-acme-1", "link-2", { completesRenewal: true, purpose: "first" });
    await write(store, (tx) => tx.tokenLinks.insert(link));
    expect(await find("link-2")).toEqual({ ...link, ...UNOPENED, state: "waiting" });
    expect(await find()).toMatchObject({ completesRenewal: false, purpose: "renewal" });
    expect(await find("link-9")).toBeUndefined();
  });

  test("belong to a key of their account", async () => {
    const others = write(store, (tx) => tx.tokenLinks.insert(tokenLink("zoom", "lk-acme-1", "link-2")));
    await expect(others).rejects.toThrow(/foreign key/i);
  });

  test("open once, while they wait and haven't expired, and forget the token", async () => {
    expect(await changed((tx) => tx.tokenLinks.open("link-1", "192.0.2.1", START_MS + 10))).toBe(false);
    expect(await changed((tx) => tx.tokenLinks.open("link-9", "192.0.2.1", START_MS))).toBe(false);
    expect(await find()).toMatchObject({ state: "waiting", sealedToken: Uint8Array.from([1, 2, 3]) });
    store.clock.nowMs += 5;
    expect(await changed((tx) => tx.tokenLinks.open("link-1", "192.0.2.1", START_MS + 9))).toBe(true);
    const opened = { state: "opened", openedAtMs: START_MS + 5, openedFrom: "192.0.2.1", sealedToken: null };
    expect(await find()).toMatchObject(opened);
    store.clock.nowMs += 5;
    expect(await changed((tx) => tx.tokenLinks.open("link-1", null, START_MS))).toBe(false);
    expect(await changed((tx) => tx.tokenLinks.close("acme", "link-1", "void"))).toBe(false);
    expect(await find()).toMatchObject({ ...opened, reopenings: 0 });
  });

  test.each(["expired", "void"] as const)(
    "end as %s once, by their own account, and forget the token",
    async (state) => {
      expect(await changed((tx) => tx.tokenLinks.close("zoom", "link-1", state))).toBe(false);
      expect(await find()).toMatchObject({ state: "waiting" });
      expect(await changed((tx) => tx.tokenLinks.close("acme", "link-1", state))).toBe(true);
      expect(await find()).toMatchObject({ ...UNOPENED, state, sealedToken: null });
      expect(await changed((tx) => tx.tokenLinks.close("acme", "link-1", "void"))).toBe(false);
      expect(await changed((tx) => tx.tokenLinks.open("link-1", null, START_MS))).toBe(false);
      expect(await changed((tx) => tx.tokenLinks.reopen("link-1"))).toBe(false);
      expect(await find()).toMatchObject({ ...UNOPENED, state });
    },
  );

  test("rule 2: keep no token that waits for nobody: the database itself refuses one", async () => {
    const { writer } = store.engine;
    const opened = writer.updateTable("token_links" as never).set({ state: "opened" } as never);
    await expect(opened.execute()).rejects.toThrow(/token_links_sealed_token/);
  });

  test("note the first coming again in a change, and count the others without a revision", async () => {
    await store.countReopening("link-1");
    expect(await changed((tx) => tx.tokenLinks.reopen("link-1"))).toBe(false);
    await write(store, (tx) => tx.tokenLinks.open("link-1", null, START_MS));
    await store.countReopening("link-1");
    expect(await find()).toMatchObject({ reopenings: 0, reopenedAtMs: null });
    store.clock.nowMs = START_MS + 1;
    expect(await changed((tx) => tx.tokenLinks.reopen("link-1"))).toBe(true);
    expect(await changed((tx) => tx.tokenLinks.reopen("link-1"))).toBe(false);
    const before = await store.feed.position();
    store.clock.nowMs = START_MS + 2;
    await Promise.all(Array.from({ length: 20 }, () => store.countReopening("link-1")));
    expect(await store.feed.position()).toEqual(before);
    expect(await find()).toMatchObject({ reopenings: 21, reopenedAtMs: START_MS + 2 });
  });

  test("are overdue from the millisecond of their expiry on, the oldest first, while they wait", async () => {
    await write(store, async (tx) => {
      for (const [id, expiresAtMs] of [
        ["d", 3],
        ["b", 2],
        ["c", 2],
        ["a", 1],
      ] as const) {
        await tx.tokenLinks.insert(tokenLink("zoom", "lk-zoom-1", id, { expiresAtMs: START_MS + expiresAtMs }));
      }
      await tx.tokenLinks.close("zoom", "a", "void");
    });
    expect(await store.reads.tokenLinks.overdue(START_MS + 1, 10)).toEqual([]);
    expect(await store.reads.tokenLinks.overdue(START_MS + 3, 10)).toEqual(["b", "c", "d"]);
    expect(await store.reads.tokenLinks.overdue(START_MS + 10, 2)).toEqual(["b", "c"]);
    expect(await store.reads.tokenLinks.overdue(START_MS + 10, 10)).toEqual(["b", "c", "d", "link-1"]);
  });

  test("are listed by state and key, in their own account alone", async () => {
    await write(store, async (tx) => {
      await tx.keys.insert(apiKey("acme", "lk-acme-2"));
      await tx.tokenLinks.insert(tokenLink("acme", "lk-acme-2", "link-2", { createdAtMs: START_MS + 2 }));
      await tx.tokenLinks.insert(tokenLink("acme", "lk-acme-1", "link-3", { createdAtMs: START_MS + 2 }));
      await tx.tokenLinks.insert(tokenLink("zoom", "lk-zoom-1", "link-4"));
      await tx.tokenLinks.open("link-3", null, START_MS);
    });
    const list = async (filter: { key?: string; state?: "waiting" | "opened" }) => {
      const { items, total } = await store.reads.tokenLinks.list("acme", filter, firstPage("createdAt"));
      expect(total).toBe(items.length);
      for (const item of items) expect(Object.keys(item)).not.toContain("proof");
      for (const item of items) expect(Object.keys(item)).not.toContain("sealedToken");
      return items.map(({ id }) => id);
    };
    expect(await list({})).toEqual(["link-1", "link-2", "link-3"]);
    expect(await list({ key: "lk-acme-1" })).toEqual(["link-1", "link-3"]);
    expect(await list({ state: "waiting" })).toEqual(["link-1", "link-2"]);
    expect(await list({ state: "opened", key: "lk-acme-1" })).toEqual(["link-3"]);
    expect(await list({ key: "lk-zoom-1" })).toEqual([]);
    const descending = { descending: true, limit: 2 };
    const page = await store.reads.tokenLinks.list("acme", {}, firstPage("createdAt", descending));
    expect(page).toMatchObject({ total: 3, items: [{ id: "link-3" }, { id: "link-2" }] });
    const after = throughCursor(page.end);
    const rest = await store.reads.tokenLinks.list("acme", {}, firstPage("createdAt", { ...descending, after }));
    expect(rest).toMatchObject({ end: null, items: [{ id: "link-1" }] });
  });

  test("complete a renewal when they are opened where that is asked for in time, by their own account", async () => {
    expect(await changed((tx) => tx.tokenLinks.completeWhenOpened("zoom", "link-1"))).toBe(false);
    expect(await find()).toMatchObject({ completesRenewal: false });
    expect(await changed((tx) => tx.tokenLinks.completeWhenOpened("acme", "link-1"))).toBe(true);
    expect(await changed((tx) => tx.tokenLinks.completeWhenOpened("acme", "link-1"))).toBe(false);
    expect(await find()).toMatchObject({ completesRenewal: true, state: "waiting" });
    await write(store, async (tx) => {
      await tx.tokenLinks.insert(tokenLink("acme", "lk-acme-1", "link-2"));
      await tx.tokenLinks.close("acme", "link-2", "void");
    });
    expect(await changed((tx) => tx.tokenLinks.completeWhenOpened("acme", "link-2"))).toBe(false);
  });

  test("are found by having been come back to, as long as their token is there", async () => {
    await write(store, async (tx) => {
      for (const id of ["t1", "t2", "t3"]) {
        await tx.tokenLinks.insert(tokenLink("acme", "lk-acme-1", `of-${id}`, { tokenId: id }));
        await tx.tokenLinks.open(`of-${id}`, null, START_MS);
      }
      await tx.keys.insertToken(apiToken("lk-acme-1", "t1"));
      await tx.keys.insertToken(apiToken("lk-acme-1", "t2", { state: "renewed" }));
      // Nobody came back to that of t1; t3 is gone.
      await tx.tokenLinks.reopen("of-t2");
      await tx.tokenLinks.reopen("of-t3");
    });
    const reopened = async (owner: string) =>
      (await store.reads.tokenLinks.list(owner, { reopened: true }, firstPage("createdAt"))).items.map(({ id }) => id);
    expect(await reopened("acme")).toEqual(["of-t2"]);
    expect(await reopened("zoom")).toEqual([]);
    await write(store, (tx) => tx.keys.deleteToken("acme", "lk-acme-1", "renewed"));
    expect(await reopened("acme")).toEqual([]);
  });

  test("are of keys that can be found by their renewal being open", async () => {
    await write(store, async (tx) => {
      await tx.keys.insert(apiKey("acme", "lk-acme-2"));
      await tx.keys.insertToken(apiToken("lk-acme-1", "t1"));
      await tx.keys.insertToken(apiToken("lk-acme-1", "t2", { state: "renewed" }));
      await tx.keys.insertToken(apiToken("lk-acme-2", "t3"));
    });
    const open = async (owner: string, filter = {}) =>
      (await store.reads.keys.list(owner, { renewal: "open", ...filter }, firstPage("name"))).items.map(
        ({ key }) => key,
      );
    expect(await open("acme")).toEqual(["lk-acme-1"]);
    expect(await open("acme", { status: "inactive" })).toEqual([]);
    expect(await open("zoom")).toEqual([]);
    await write(store, (tx) => tx.keys.completeRenewal("acme", "lk-acme-1"));
    expect(await open("acme")).toEqual([]);
  });

  test("rule 3: keep a token from verification until it is released", async () => {
    const link = { id: "link-1", expiresAtMs: START_MS + 10, completesRenewal: false };
    await write(store, async (tx) => {
      await tx.keys.insertToken(apiToken("lk-acme-1", "t1"));
      await tx.keys.insertToken(apiToken("lk-acme-1", "t2", { state: "renewed", link }));
    });
    const verified = async () => {
      const [entry] = await store.feed.entries([{ kind: "key", key: "lk-acme-1" }]);
      return entry?.kind === "key" ? entry.tokens.map(({ state }) => state) : undefined;
    };
    const shown = async () => (await store.reads.keys.find("acme", "lk-acme-1"))?.tokens.map((token) => token.link);
    expect([await verified(), await shown()]).toEqual([["current"], [null, link]]);
    await write(store, (tx) => tx.keys.releaseToken("zoom", "lk-acme-1", "link-1"));
    await write(store, (tx) => tx.keys.releaseToken("acme", "lk-acme-1", "link-2"));
    expect([await verified(), await shown()]).toEqual([["current"], [null, link]]);
    await write(store, (tx) => tx.keys.releaseToken("acme", "lk-acme-1", "link-1"));
    expect([await verified(), await shown()]).toEqual([
      ["current", "renewed"],
      [null, null],
    ]);
  });

  test("rule 3: a renewal is completed, and a token deleted, by the key's owner alone", async () => {
    await write(store, async (tx) => {
      await tx.keys.insertToken(apiToken("lk-acme-1", "t1"));
      await tx.keys.insertToken(apiToken("lk-acme-1", "t2", { state: "renewed" }));
      await tx.keys.insertToken(apiToken("lk-zoom-1", "t3"));
    });
    const tokens = async (owner = "acme") =>
      (await store.reads.keys.find(owner, `lk-${owner}-1`))?.tokens.map(({ id, state }) => `${id} ${state}`);
    await write(store, async (tx) => {
      await tx.keys.completeRenewal("zoom", "lk-acme-1");
      await tx.keys.deleteToken("zoom", "lk-acme-1", "current");
    });
    expect(await tokens()).toEqual(["t1 current", "t2 renewed"]);
    await write(store, (tx) => tx.keys.completeRenewal("acme", "lk-acme-1"));
    expect(await tokens()).toEqual(["t2 current"]);
    await write(store, (tx) => tx.keys.deleteToken("acme", "lk-acme-1", "renewed"));
    expect(await tokens()).toEqual(["t2 current"]);
    await write(store, (tx) => tx.keys.deleteToken("acme", "lk-acme-1", "current"));
    expect([await tokens(), await tokens("zoom")]).toEqual([[], ["t3 current"]]);
  });
});
