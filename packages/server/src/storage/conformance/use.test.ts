import { beforeEach, describe, expect, test } from "vitest";
import { dayOf, type UseBatch, type UseCount, USE_KEPT_DAYS } from "../../domain/use.ts";
import { trimUse } from "../../usecases/trim-use.ts";
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

const TODAY = dayOf(START_MS);
const RUNS = new AbortController().signal;

function batch(parts: Partial<UseBatch>): UseBatch {
  return { counts: [], keys: [], tokens: [], ...parts };
}

function count(fields: Partial<UseCount> = {}): UseCount {
  const what = { account: "acme", resource: "oms.view", outcome: "allowed" } as const;
  return { key: "lk-f-1", day: TODAY, count: 1, ...what, ...fields };
}

describe.each(engineNames)("counted use on %s", (name) => {
  let store: TestStore;

  beforeEach(async () => {
    store = await openTestStore(name);
    await write(store, async (tx) => {
      for (const each of ["acme", "zoom", "farmaciasapp"]) await tx.accounts.insert(account(each));
      await tx.keys.insert(apiKey("farmaciasapp", "lk-f-1"));
      await tx.keys.insertToken(apiToken("lk-f-1", "t1"));
      await tx.externalKeys.insert(externalKey("acme", "lk-f-1", { addedAtMs: 5 }));
      await tx.externalKeys.setRoles("acme", "lk-f-1", ["viewer", "buyer"]);
      await tx.externalKeys.insert(externalKey("zoom", "lk-f-1", { addedAtMs: 4 }));
    });
  });

  const totals = (group: "account" | "resource" | "day", fields: { account?: string } = {}) =>
    store.reads.use.totals({ key: "lk-f-1", fromDay: TODAY - 1, toDay: TODAY, ...fields }, group);

  test("adds up, by account, resource and day", async () => {
    const counts = [
      count({ count: 3 }),
      count({ resource: null }),
      count({ outcome: "refused-by-host", count: 2 }),
      count({ account: "zoom", outcome: "refused-by-owner", count: 4 }),
      count({ day: TODAY - 1 }),
      count({ day: TODAY - 2, count: 100 }),
      count({ key: "lk-other", count: 100 }),
    ];
    await store.use.add(batch({ counts }));
    await store.use.add(batch({ counts: [count({ count: 10 })] }));
    const none = { allowed: 0, refusedByHost: 0, refusedByOwner: 0 };
    expect(await totals("account")).toEqual([
      { ...none, group: "acme", allowed: 15, refusedByHost: 2 },
      { ...none, group: "zoom", refusedByOwner: 4 },
    ]);
    expect(await totals("resource", { account: "acme" })).toEqual([
      { ...none, group: "", allowed: 1 },
      { ...none, group: "oms.view", allowed: 14, refusedByHost: 2 },
    ]);
    expect(await totals("day", { account: "acme" })).toEqual([
      { ...none, group: TODAY - 1, allowed: 1 },
      { ...none, group: TODAY, allowed: 14, refusedByHost: 2 },
    ]);
  });

  test("loses nothing where several nodes add at once", async () => {
    const counts = Array.from({ length: 50 }, (_, index) => count({ resource: `r.${index}` }));
    const adding = [counts, counts.toReversed(), counts, counts.toReversed()];
    await Promise.all(adding.map((some) => store.use.add(batch({ counts: some }))));
    expect(await totals("account")).toMatchObject([{ group: "acme", allowed: 200 }]);
  });

  test("takes batches of any size", async () => {
    const counts = Array.from({ length: 2_500 }, (_, index) => count({ resource: `r.${index}` }));
    await store.use.add(batch({ counts }));
    expect(await totals("account")).toMatchObject([{ allowed: 2_500 }]);
  });

  test("keeps the latest use, in whatever order it comes", async () => {
    const of = (host: string, atMs: number, ip: string | null = null) => ({ key: "lk-f-1", account: host, atMs, ip });
    await store.use.add(
      batch({ keys: [of("acme", 70), of("zoom", 40)], tokens: [{ tokenId: "t1", atMs: 70, ip: "::1" }] }),
    );
    await store.use.add(batch({ keys: [of("acme", 60)], tokens: [{ tokenId: "t1", atMs: 60, ip: null }] }));
    expect(await store.reads.keys.find("farmaciasapp", "lk-f-1")).toMatchObject({
      lastUsedAtMs: 70,
      tokens: [{ id: "t1", lastUse: { atMs: 70, ip: "::1" } }],
    });
    expect(await store.reads.externalKeys.find("acme", "lk-f-1", START_MS)).toMatchObject({ lastUsedAtMs: 70 });
    expect(await store.reads.externalKeys.find("zoom", "lk-f-1", START_MS)).toMatchObject({ lastUsedAtMs: 40 });
  });

  test("rule 8: an owner sees which accounts admitted its key, since when, with which roles and when it was used", async () => {
    await store.use.add(batch({ keys: [{ key: "lk-f-1", account: "acme", atMs: 70, ip: "192.0.2.1" }] }));
    const hosts = (owner: string, page: Parameters<typeof firstPage<"since">>[1] = {}) =>
      store.reads.keys.hosts(owner, "lk-f-1", firstPage("since", page));
    expect(await hosts("farmaciasapp")).toEqual({
      items: [
        { account: "zoom", displayName: "zoom", sinceMs: 4, roles: [], lastUsedAtMs: null },
        { account: "acme", displayName: "acme", sinceMs: 5, roles: ["buyer", "viewer"], lastUsedAtMs: 70 },
      ],
      end: null,
      total: 2,
    });
    expect(await hosts("farmaciasapp", { limit: 1 })).toMatchObject({ items: [{ account: "zoom" }], total: 2 });
    expect(await hosts("acme")).toMatchObject({ items: [], total: 0 });
  });

  test("neither moves the feed nor leaves an audit event", async () => {
    const before = await store.feed.position();
    await store.use.add(batch({ counts: [count()] }));
    expect(await store.feed.position()).toEqual(before);
  });

  test("is forgotten after its time, and a token's with the token", async () => {
    const kept = TODAY - USE_KEPT_DAYS;
    const counts = [count({ day: kept }), count({ day: kept - 1 }), count({ day: kept - 900 })];
    const lastUse = { atMs: START_MS, ip: null };
    const tokens = [
      { tokenId: "t1", ...lastUse },
      { tokenId: "gone", ...lastUse },
    ];
    await store.use.add(batch({ counts, tokens }));
    await trimUse(store, START_MS, RUNS);
    const all = await store.reads.use.totals({ key: "lk-f-1", fromDay: 0, toDay: TODAY }, "day");
    expect(all).toMatchObject([{ group: kept }]);
    const left = await store.engine.reader
      .selectFrom("token_last_uses" as never)
      .selectAll()
      .execute();
    expect(left).toEqual([{ token_id: "t1", at_ms: START_MS, ip: null }]);
  });
});
