import { setImmediate as turn } from "node:timers/promises";
import { type Insertable, type Kysely, sql } from "kysely";
import type { Change, FeedPosition, Revision } from "../../domain/change.ts";
import type { DirectoryEntry } from "../../domain/directory-entry.ts";
import type { Schema } from "../schema.ts";
import type { FeedReads } from "../store.ts";
import type { CatalogCache } from "./catalog.ts";
import {
  accountEntries,
  customRoleEntries,
  externalKeyEntries,
  allExternalKeys,
  keyEntries,
  allKeys,
  serviceKeyEntries,
} from "./directory.ts";
import type { Snapshot } from "./snapshot.ts";
import { statement } from "./statement.ts";

const findPosition = statement((db) =>
  db.selectFrom("installation").select(["epoch", "revision", "trimmedThrough"]).where("id", "=", 1),
);

const changesAfter = statement((db, { limit, revision }: { readonly limit: number; readonly revision: number }) =>
  db.selectFrom("changes").selectAll().where("revision", ">", revision).orderBy("revision").limit(limit),
);

async function position(db: Kysely<Schema>) {
  const [row] = await findPosition(db, {});
  if (!row) throw new Error("the database holds no installation");
  return row;
}

export function feedReads(snapshot: Snapshot, catalogCache: CatalogCache): FeedReads {
  return {
    position: () => snapshot(position),

    after: (revision, limit) =>
      snapshot(async (db) => {
        const rows = await changesAfter(db, { revision, limit });
        return rows.map((row) => ({ ...row, changes: JSON.parse(row.changes) as Change[] }));
      }),

    entries: (changes) =>
      snapshot(async (db) => {
        const entries: DirectoryEntry[] = [];
        for (const change of changes) entries.push(await entryOf(db, change, catalogCache));
        return entries;
      }),

    readAll: (receive) =>
      snapshot(async (db): Promise<FeedPosition> => {
        const { epoch, revision } = await position(db);
        receive([{ kind: "catalog", catalog: await catalogCache.read(db) }]);
        receive(await accountEntries(db));
        receive(await customRoleEntries(db));
        receive(await serviceKeyEntries(db));
        for await (const batch of fetchedAhead(allKeys(db))) receive(batch);
        for await (const batch of fetchedAhead(allExternalKeys(db))) receive(batch);
        return { epoch, revision };
      }),
  };
}

/** Asks for a batch before the one that came before it is taken in: the database has a thread, or a machine, of its own. */
async function* fetchedAhead<Batch>(batches: AsyncIterator<Batch, void>): AsyncGenerator<Batch> {
  for (let coming = batches.next(); ;) {
    const batch = await coming;
    if (batch.done === true) return;
    coming = batches.next();
    // Told to whoever asks for it.
    coming.catch(() => undefined);
    await turn();
    yield batch.value;
  }
}

/** Appends a revision, dated no earlier than the one before it: setting a wall clock back must not show in the feed. */
export async function appendRevision(db: Kysely<Schema>, { revision, atMs, changes }: Revision): Promise<void> {
  await insertRevision(db, { revision, previous: revision - 1, atMs, changes: JSON.stringify(changes) });
}

const insertRevision = statement(
  (db, { atMs, changes, previous, revision }: Insertable<Schema["changes"]> & { readonly previous: number }) => {
    const later = db.selectFrom("changes").select("atMs").where("revision", "=", previous).where("atMs", ">", atMs);
    return db.insertInto("changes").values({ revision, atMs: sql<number>`coalesce(${later}, ${atMs})`, changes });
  },
);

async function entryOf(db: Kysely<Schema>, change: Change, catalogCache: CatalogCache): Promise<DirectoryEntry> {
  const [entry] = await currentEntries(db, change, catalogCache);
  return entry ?? { kind: "gone", what: change };
}

async function currentEntries(
  db: Kysely<Schema>,
  change: Change,
  catalogCache: CatalogCache,
): Promise<DirectoryEntry[]> {
  switch (change.kind) {
    case "account":
      return accountEntries(db, change.account);
    case "catalog":
      return [{ kind: "catalog", catalog: await catalogCache.read(db) }];
    case "role":
      return customRoleEntries(db, change);
    case "key":
      return keyEntries(db, change.key);
    case "external-key":
      return externalKeyEntries(db, change);
    case "service-key":
      return serviceKeyEntries(db, change.id);
  }
}
