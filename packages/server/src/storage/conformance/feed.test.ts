import { sql } from "kysely";
import { beforeEach, describe, expect, test } from "vitest";
import type { Change } from "../../domain/change.ts";
import type { DirectoryEntry, DirectoryPart } from "../../domain/directory-entry.ts";
import { engineNames } from "../test-database.ts";
import {
  account,
  apiKey,
  apiToken,
  event,
  externalKey,
  NOBODY,
  openTestStore,
  START_MS,
  type TestStore,
  write,
} from "./test-store.ts";

const DIGEST = { bytes: Uint8Array.from({ length: 32 }, (_, index) => index * 7), secretId: "secret-1" };
const CATALOG = { products: [], roles: [{ id: "viewer", name: "Viewer", description: "", resources: [] }] };

/** Everything that `fill` writes, as verification has to know it. */
const EVERYTHING: readonly DirectoryEntry[] = [
  { kind: "catalog", catalog: CATALOG },
  { kind: "account", account: "acme", status: "active", tokenLifetimeMonths: null },
  { kind: "account", account: "zoom", status: "suspended", tokenLifetimeMonths: 6 },
  { kind: "role", account: "acme", role: "buyer", resources: ["a.b", "oms.view"] },
  { kind: "role", account: "acme", role: "nothing", resources: [] },
  { kind: "service-key", id: "s1", name: "orders-api", digest: DIGEST },
  {
    kind: "key",
    key: "lk-acme-1",
    owner: "acme",
    name: "ERP",
    status: "active",
    roles: ["buyer", "viewer"],
    tokens: [
      { id: "t1", state: "current", digest: DIGEST, createdAtMs: 1, expiresAtMs: null },
      { id: "t0", state: "renewed", digest: DIGEST, createdAtMs: 2, expiresAtMs: START_MS },
    ],
    requestsPerMinute: 1_000_000,
    allowedNetworks: ["203.0.113.0/24", "2001:db8::/32"],
  },
  {
    kind: "key",
    key: "lk-acme-2",
    owner: "acme",
    name: "Off",
    status: "inactive",
    roles: [],
    tokens: [],
    requestsPerMinute: null,
    allowedNetworks: [],
  },
  {
    kind: "external-key",
    account: "zoom",
    key: "lk-acme-1",
    name: "Acme's",
    status: "inactive",
    expiresAtMs: START_MS,
    roles: ["a", "z"],
    requestsPerMinute: 60,
    allowedNetworks: ["198.51.100.7/32"],
  },
  // Of a deleted key, which itself isn't there.
  {
    kind: "external-key",
    account: "zoom",
    key: "lk-acme-3",
    name: "lk-acme-3",
    status: "active",
    expiresAtMs: null,
    roles: [],
    requestsPerMinute: null,
    allowedNetworks: [],
  },
];

function fill(store: TestStore) {
  return write(store, async (tx) => {
    await tx.accounts.insert(account("acme"));
    await tx.accounts.insert(account("zoom", { status: "suspended" }));
    await tx.keySettings.set("acme", { renewalMonths: 6, enforcement: "alert" });
    await tx.keySettings.set("zoom", { renewalMonths: 6, enforcement: "expire" });
    await tx.catalog.replace(CATALOG);
    await tx.roles.insert("acme", { id: "buyer", name: "Buyer", description: "", resources: ["oms.view", "a.b"] });
    await tx.roles.insert("acme", { id: "nothing", name: "Nothing", description: "", resources: [] });
    await tx.serviceKeys.insert({ id: "s1", name: "orders-api", createdAtMs: START_MS }, DIGEST);
    const limits = { requestsPerMinute: 1_000_000, allowedNetworks: ["203.0.113.0/24", "2001:db8::/32"] };
    await tx.keys.insert(apiKey("acme", "lk-acme-1", { name: "ERP", ...limits }));
    await tx.keys.setRoles("acme", "lk-acme-1", ["viewer", "buyer"]);
    await tx.keys.insertToken(
      apiToken("lk-acme-1", "t0", { digest: DIGEST, state: "renewed", expiresAtMs: START_MS, createdAtMs: 2 }),
    );
    await tx.keys.insertToken(apiToken("lk-acme-1", "t1", { digest: DIGEST, createdAtMs: 1 }));
    await tx.keys.insert(apiKey("acme", "lk-acme-2", { name: "Off", status: "inactive" }));
    await tx.keys.insert(apiKey("acme", "lk-acme-3"));
    await tx.keys.insertToken(apiToken("lk-acme-3", "t3"));
    const zooms = { name: "Acme's", status: "inactive", expiresAtMs: START_MS } as const;
    const zoomsLimits = { requestsPerMinute: 60, allowedNetworks: ["198.51.100.7/32"] };
    await tx.externalKeys.insert(externalKey("zoom", "lk-acme-1", { ...zooms, ...zoomsLimits }));
    await tx.externalKeys.setRoles("zoom", "lk-acme-1", ["z", "a"]);
    await tx.externalKeys.insert(externalKey("zoom", "lk-acme-3"));
    await tx.keys.delete("acme", "lk-acme-3");
  });
}

/** What a change has to name so that an entry is read again. */
function changeOf(entry: DirectoryEntry): Change {
  switch (entry.kind) {
    case "gone":
      return entry.what;
    case "catalog":
      return { kind: "catalog" };
    case "account":
    case "role":
    case "key":
    case "external-key":
    case "service-key":
      return entry;
  }
}

type Batch = readonly (DirectoryEntry | DirectoryPart)[];

async function readAll(store: TestStore) {
  const batches: Batch[] = [];
  const position = await store.feed.readAll((batch) => void batches.push(batch));
  const pieces = batches.flat();
  return { position, batches, pieces, entries: pieces.flatMap((piece) => wholeOf(piece, pieces)) };
}

/** An entry with the parts that follow it; nothing for a part. */
function wholeOf(piece: Batch[number], pieces: Batch): DirectoryEntry[] {
  const parts = pieces.slice(pieces.indexOf(piece));
  switch (piece.kind) {
    case "key": {
      const tokens = parts.flatMap((part) => (part.kind === "key-token" && part.key === piece.key ? [part.token] : []));
      const roles = parts.flatMap((part) => (part.kind === "key-role" && part.key === piece.key ? [part.role] : []));
      return [{ ...piece, roles: roles.toSorted(), tokens: tokens.toSorted((a, b) => (a.state < b.state ? -1 : 1)) }];
    }
    case "external-key": {
      const { account: host, key } = piece;
      const isOfIt = (part: Batch[number]) =>
        part.kind === "external-key-role" && part.account === host && part.key === key ? [part.role] : [];
      return [{ ...piece, roles: parts.flatMap(isOfIt).toSorted() }];
    }
    case "key-token":
    case "key-role":
    case "external-key-role":
      return [];
    default:
      return [piece];
  }
}

/** Whatever the order of their fields. */
const contentOf = (entry: DirectoryEntry) =>
  JSON.stringify(Object.entries(entry).toSorted(([a], [b]) => (a < b ? -1 : 1)));
const byContent = (a: DirectoryEntry, b: DirectoryEntry) => (contentOf(a) < contentOf(b) ? -1 : 1);

describe.each(engineNames)("the change feed on %s", (name) => {
  let store: TestStore;

  beforeEach(async () => {
    store = await openTestStore(name);
  });

  test("stands at revision 0 of an epoch of its own at first", async () => {
    const position = await store.feed.position();
    expect(position).toEqual({ epoch: position.epoch, revision: 0, trimmedThrough: 0 });
    expect(position.epoch.length).toBeGreaterThan(20);
    expect(await store.feed.after(0, 10)).toEqual([]);
    const other = await openTestStore(name);
    expect((await other.feed.position()).epoch).not.toBe(position.epoch);
    const again = await openTestStore(name, { database: store.database });
    expect(await again.feed.position()).toEqual(position);
  });

  test("gives what stands behind a revision, in order, as far as asked for", async () => {
    for (let index = 1; index <= 5; index++) {
      store.clock.nowMs = START_MS + index;
      await write(store, async (tx) => tx.changed({ kind: "account", account: `a${index}` }));
    }
    const after = async (revision: number, limit: number) =>
      (await store.feed.after(revision, limit)).map((one) => one.revision);
    expect(await after(0, 10)).toEqual([1, 2, 3, 4, 5]);
    expect(await after(2, 2)).toEqual([3, 4]);
    expect(await after(5, 10)).toEqual([]);
    expect(await after(99, 10)).toEqual([]);
    expect(await store.feed.after(4, 1)).toEqual([
      { revision: 5, atMs: START_MS + 5, changes: [{ kind: "account", account: "a5" }] },
    ]);
    expect(await store.feed.position()).toMatchObject({ revision: 5 });
  });

  test("reads everything that verification has to know, accounts, catalog and roles before keys", async () => {
    await fill(store);
    const { entries, pieces, position } = await readAll(store);
    expect(entries.toSorted(byContent)).toEqual(EVERYTHING.toSorted(byContent));
    const { epoch, revision } = await store.feed.position();
    expect(position).toEqual({ epoch, revision });
    const kinds = pieces.map(({ kind }) => kind);
    expect(kinds.lastIndexOf("role")).toBeLessThan(kinds.indexOf("key"));
    for (const part of ["key-token", "key-role"] as const) {
      expect(kinds.lastIndexOf("key")).toBeLessThan(kinds.indexOf(part));
    }
    expect(kinds.lastIndexOf("key")).toBeLessThan(kinds.indexOf("external-key"));
    expect(kinds.lastIndexOf("external-key")).toBeLessThan(kinds.indexOf("external-key-role"));
  });

  test("reads an empty installation as one without a catalog", async () => {
    expect((await readAll(store)).entries).toEqual([{ kind: "catalog", catalog: undefined }]);
  });

  test("reads each thing that a change names, as the full read gives it", async () => {
    await fill(store);
    expect(await store.feed.entries(EVERYTHING.map(changeOf))).toEqual(EVERYTHING);
  });

  test("answers what is no longer there, or is a deleted key, as gone", async () => {
    await fill(store);
    const gone: Change[] = [
      { kind: "account", account: "nobody" },
      { kind: "key", key: "lk-acme-3" },
      { kind: "key", key: "lk-acme-9" },
      { kind: "external-key", account: "acme", key: "lk-acme-1" },
      { kind: "external-key", account: "zoom", key: "lk-acme-2" },
      { kind: "role", account: "zoom", role: "buyer" },
      { kind: "service-key", id: "s2" },
    ];
    expect(await store.feed.entries(gone)).toEqual(gone.map((what) => ({ kind: "gone", what })));
    expect(await store.feed.entries([])).toEqual([]);
  });

  test("reads all keys and admissions, however many batches they fill", async () => {
    const keys = Array.from({ length: 1_501 }, (_, index) => `lk-acme-${String(index).padStart(5, "0")}`);
    // One in the first batch, and the whole of one between others and of the last.
    const isDeleted = (_key: string, index: number) =>
      index === 3 || (index >= 500 && index < 1_000) || index === 1_500;
    await write(store, async (tx) => {
      await tx.accounts.insert(account("acme"));
      await tx.accounts.insert(account("zoom"));
      for (const key of keys) {
        await tx.keys.insert(apiKey("acme", key));
        await tx.externalKeys.insert(externalKey("zoom", key));
      }
      for (const key of keys.filter(isDeleted)) await tx.keys.delete("acme", key);
    });
    const { batches, entries } = await readAll(store);
    const found = (kind: "key" | "external-key") =>
      entries.flatMap((entry) => (entry.kind === kind ? [entry.key] : [])).toSorted();
    expect(found("key")).toEqual(keys.filter((key, index) => !isDeleted(key, index)));
    expect(found("external-key")).toEqual(keys);
    expect(Math.max(...batches.map((batch) => batch.length))).toBe(1_000);
  });

  test("reads from one snapshot: what commits meanwhile isn't in it, nor in its position", async () => {
    await write(store, async (tx) => {
      await tx.accounts.insert(account("acme"));
      await tx.keys.insert(apiKey("acme", "lk-acme-1"));
    });
    let change: Promise<unknown> | undefined;
    const seen: Batch[number][] = [];
    const position = await store.feed.readAll((batch) => {
      seen.push(...batch);
      change ??= write(store, (tx) => tx.keys.insert(apiKey("acme", "lk-acme-2")));
    });
    await change;
    expect(position.revision).toBe(1);
    expect(seen.filter(({ kind }) => kind === "key")).toMatchObject([{ key: "lk-acme-1" }]);
    expect((await readAll(store)).entries.filter(({ kind }) => kind === "key")).toHaveLength(2);
  });

  test("says from where on it was trimmed", async () => {
    await write(store, async () => undefined);
    await write(store, async () => undefined);
    await sql`delete from changes where revision <= 1`.execute(store.engine.writer);
    await sql`update installation set trimmed_through = 1`.execute(store.engine.writer);
    expect(await store.feed.position()).toMatchObject({ revision: 2, trimmedThrough: 1 });
  });
});

describe.each(engineNames)("the outbox on %s", (name) => {
  const announcement = (key: string, ...accounts: string[]) => ({
    action: "key.deactivated" as const,
    actingAccount: "acme",
    recipients: accounts.map((one) => ({ account: one, key })),
  });

  test("hands out the oldest announcement until its last recipient is served", async () => {
    const store = await openTestStore(name);
    const first = announcement("lk-1", "zoom", "credipay", "farmaciasapp");
    await write(store, (tx) => tx.announce(first));
    store.clock.nowMs = START_MS + 1;
    await write(store, (tx) => tx.announce(announcement("lk-2", "zoom")));

    expect(await store.outbox.size()).toBe(2);
    const pending = await store.outbox.next();
    const id = pending?.id ?? "";
    expect(pending).toEqual({ id, atMs: START_MS, announcement: first, delivered: 0 });
    await write(store, async (tx) => expect(await tx.outbox.advance(id, 0, 2, 3)).toBe(true));
    expect(await store.outbox.next()).toEqual({ ...pending, delivered: 2 });
    expect(await store.outbox.size()).toBe(2);
    await write(store, async (tx) => expect(await tx.outbox.advance(id, 2, 3, 3)).toBe(true));

    const second = await store.outbox.next();
    expect(second).toMatchObject({ atMs: START_MS + 1, announcement: announcement("lk-2", "zoom") });
    await write(store, async (tx) => expect(await tx.outbox.advance(second?.id ?? "", 0, 1, 1)).toBe(true));
    expect(await store.outbox.next()).toBeUndefined();
    expect(await store.outbox.size()).toBe(0);
  });

  test("keeps nothing that is for nobody", async () => {
    const store = await openTestStore(name);
    await write(store, (tx) => tx.announce(announcement("lk-1")));
    expect(await store.outbox.next()).toBeUndefined();
  });

  test("rule 11: lets of two that advance from one place, one", async () => {
    const store = await openTestStore(name);
    const other = await openTestStore(name, { database: store.database });
    await write(store, (tx) => tx.announce(announcement("lk-1", "zoom", "credipay")));
    for (const [from, to] of [
      [0, 1],
      [1, 2],
    ] as const) {
      const id = (await store.outbox.next())?.id ?? "";
      const outcomes = await Promise.all(
        [store, other, store, other].map((one) =>
          one.change(NOBODY, async (tx) => {
            if (!(await tx.outbox.advance(id, from, to, 2))) return tx.unchanged(false);
            await tx.record(event({ account: "mirrored" }));
            return true;
          }),
        ),
      );
      expect(outcomes.filter(({ value }) => value)).toHaveLength(1);
    }
    expect(await store.outbox.next()).toBeUndefined();
    expect(await other.reads.audit.heads()).toContainEqual(
      expect.objectContaining({ account: "mirrored", sequence: 2 }),
    );
  });
});
