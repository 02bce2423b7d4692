import { CompiledQuery, type KyselyPlugin } from "kysely";
import { beforeEach, describe, expect, test } from "vitest";
import type { KeyGap } from "../../domain/key-gap.ts";
import type { PageEnd } from "../../domain/page.ts";
import { dayOf, dayStartMs, type UseBatch, type UseCount } from "../../domain/use.ts";
import { ColumnNames } from "../column-names.ts";
import { MIGRATION_NAMES, migrate } from "../migrate.ts";
import { gapReads } from "../queries/gaps.ts";
import type { Schema } from "../schema.ts";
import type { GapQuestion } from "../store.ts";
import { createTestDatabase, engineNames } from "../test-database.ts";
import {
  account,
  apiKey,
  collect,
  externalKey,
  firstPage,
  openTestStore,
  START_MS,
  type TestStore,
  throughCursor,
  write,
} from "./test-store.ts";

const TODAY = dayOf(START_MS);

const QUESTION: GapQuestion = {
  resource: "oms.view-order",
  predefinedRoles: ["owner", "oms-full-access"],
  usedResources: ["catalog.view-product"],
  fromDay: TODAY - 29,
};

function use(where: string, key: string, fields: Partial<UseCount> = {}): UseCount {
  const what = { resource: "catalog.view-product", outcome: "allowed" } as const;
  return { key, account: where, day: TODAY, count: 1, ...what, ...fields };
}

/** What the meter would hand over, with the last use of each key. */
function batch(...counts: UseCount[]): UseBatch {
  const allowed = counts.filter(({ outcome }) => outcome === "allowed").toSorted((a, b) => a.day - b.day);
  const last = new Map(
    allowed.map(({ account: where, day, key }) => [
      `${key} ${where}`,
      { key, account: where, atMs: dayStartMs(day), ip: null },
    ]),
  );
  return { counts, keys: [...last.values()], tokens: [] };
}

const named = ({ items }: { readonly items: readonly KeyGap[] }) =>
  items.map((gap) => `${gap.account.account} ${gap.key}`);

describe.each(engineNames)("keys that lack what they will need, on %s", (name) => {
  let store: TestStore;

  beforeEach(async () => {
    store = await openTestStore(name);
    await write(store, async (tx) => {
      for (const each of ["acme", "partner", "zoom"]) await tx.accounts.insert(account(each));
      await tx.roles.insert("acme", { id: "viewer", name: "Viewer", description: "", resources: ["oms.view-order"] });
      await tx.roles.insert("zoom", { id: "viewer", name: "Viewer", description: "", resources: ["oms.edit-order"] });
      for (const [owner, key] of [
        ["acme", "lk-acme-1"],
        ["acme", "lk-acme-2"],
        ["partner", "lk-partner-1"],
        ["partner", "lk-partner-2"],
      ] as const) {
        await tx.keys.insert(apiKey(owner, key, { name: `${owner}'s` }));
      }
      for (const host of ["acme", "zoom"]) {
        await tx.externalKeys.insert(externalKey(host, "lk-partner-1", { name: `${host}'s name for it` }));
      }
    });
  });

  const list = (fields: Partial<GapQuestion> = {}, page: Parameters<typeof firstPage<"account">>[1] = {}) =>
    store.reads.gaps.list({ ...QUESTION, ...fields }, firstPage("account", page), START_MS);

  test("are those used within the days whose roles don't open it, each with its uses", async () => {
    await write(store, (tx) => tx.externalKeys.setRoles("zoom", "lk-partner-1", ["viewer", "catalog-read-only"]));
    await store.use.add(
      batch(
        use("acme", "lk-acme-1", { count: 3 }),
        use("acme", "lk-acme-1", { count: 4, day: TODAY - 29 }),
        use("acme", "lk-acme-1", { count: 100, day: TODAY - 30 }),
        use("acme", "lk-acme-1", { count: 100, resource: "pricing.view-price" }),
        use("acme", "lk-acme-1", { count: 100, outcome: "refused-by-host" }),
        use("acme", "lk-acme-2", { day: TODAY - 30 }),
        use("partner", "lk-partner-1", { resource: "pricing.view-price" }),
        use("partner", "lk-partner-2", { outcome: "refused-by-owner" }),
        use("zoom", "lk-partner-1", { count: 5, day: TODAY - 2 }),
      ),
    );
    expect(await list()).toEqual({
      items: [
        {
          account: { account: "acme", displayName: "acme" },
          key: "lk-acme-1",
          owner: { account: "acme", displayName: "acme" },
          name: "acme's",
          roles: [],
          isActive: true,
          uses: 7,
          lastDay: TODAY,
        },
        {
          account: { account: "zoom", displayName: "zoom" },
          key: "lk-partner-1",
          owner: { account: "partner", displayName: "partner" },
          name: "zoom's name for it",
          roles: ["catalog-read-only", "viewer"],
          isActive: true,
          uses: 5,
          lastDay: TODAY - 2,
        },
      ],
      end: null,
      total: 2,
    });
    expect(named(await list({ fromDay: TODAY - 30 }))).toContain("acme lk-acme-2");
    expect(named(await list({ usedResources: ["pricing.view-price", "catalog.view-product"] }))).toEqual([
      "acme lk-acme-1",
      "partner lk-partner-1",
      "zoom lk-partner-1",
    ]);
  });

  test("were allowed anything at all where no resource is named as used", async () => {
    await store.use.add(
      batch(
        use("acme", "lk-acme-1", { resource: null, count: 2 }),
        use("acme", "lk-acme-1", { resource: "pricing.view-price", count: 3, day: TODAY - 1 }),
        use("acme", "lk-acme-2", { day: TODAY - 30 }),
      ),
    );
    const any = await list({ usedResources: [] });
    expect(any).toMatchObject({ items: [{ key: "lk-acme-1", uses: 5, lastDay: TODAY }], total: 1 });
  });

  test("neither those that a predefined role opens it to nor those that a custom one of this account does", async () => {
    await store.use.add(batch(use("acme", "lk-acme-1"), use("acme", "lk-partner-1"), use("zoom", "lk-partner-1")));
    await write(store, async (tx) => {
      await tx.keys.setRoles("acme", "lk-acme-1", ["catalog-read-only", "oms-full-access"]);
      await tx.externalKeys.setRoles("acme", "lk-partner-1", ["viewer"]);
      // Of the same name in another account, and without the resource there.
      await tx.externalKeys.setRoles("zoom", "lk-partner-1", ["viewer"]);
    });
    expect(named(await list())).toEqual(["zoom lk-partner-1"]);
    expect(named(await list({ predefinedRoles: [] }))).toEqual(["acme lk-acme-1", "zoom lk-partner-1"]);
    await write(store, (tx) => tx.roles.setResources("zoom", "viewer", ["oms.view-order"]));
    expect(named(await list())).toEqual([]);
  });

  test("no key that is deleted or was removed, and inactive ones as such", async () => {
    const inAcme = ["lk-acme-1", "lk-acme-2", "lk-partner-1"].map((key) => use("acme", key));
    await store.use.add(batch(...inAcme, use("zoom", "lk-partner-1"), use("partner", "lk-partner-2")));
    const states = async () => (await list()).items.map((gap) => [gap.account.account, gap.key, gap.isActive]);
    await write(store, async (tx) => {
      await tx.keys.update("acme", "lk-acme-1", { status: "inactive" });
      await tx.keys.delete("acme", "lk-acme-2");
      await tx.externalKeys.update("acme", "lk-partner-1", { expiresAtMs: START_MS });
      await tx.accounts.update("zoom", { status: "suspended" });
    });
    expect(await states()).toEqual([
      ["acme", "lk-acme-1", false],
      ["acme", "lk-partner-1", false],
      ["partner", "lk-partner-2", true],
      ["zoom", "lk-partner-1", false],
    ]);
    await write(store, async (tx) => {
      await tx.externalKeys.delete("acme", "lk-partner-1");
      await tx.keys.delete("partner", "lk-partner-1");
    });
    expect(await states()).toEqual([
      ["acme", "lk-acme-1", false],
      ["partner", "lk-partner-2", true],
    ]);
  });

  test("come each once, in order, whatever the size of a page", async () => {
    await write(store, (tx) => tx.externalKeys.insert(externalKey("zoom", "lk-acme-2")));
    const everywhere = [
      ["acme", "lk-acme-1"],
      ["acme", "lk-acme-2"],
      ["acme", "lk-partner-1"],
      ["partner", "lk-partner-1"],
      ["partner", "lk-partner-2"],
      ["zoom", "lk-acme-2"],
      ["zoom", "lk-partner-1"],
    ] as const;
    await store.use.add(batch(...everywhere.map(([where, key]) => use(where, key))));
    const all = everywhere.map(([where, key]) => `${where} ${key}`);
    for (const descending of [false, true]) {
      for (const limit of [1, 2, 3, 7, 200]) {
        const found: string[] = [];
        let after: PageEnd | null = null;
        do {
          const page = await list({}, { limit, descending, after });
          expect(page).toMatchObject({ total: all.length });
          found.push(...named(page));
          after = throughCursor(page.end);
        } while (after);
        expect(found).toEqual(descending ? all.toReversed() : all);
      }
    }
    const walked = await collect(store.reads.gaps.all(QUESTION, START_MS));
    const isOwn = (line: string) => /^(\w+) lk-\1-/.test(line);
    expect(walked.flatMap((items) => named({ items }))).toEqual([
      ...all.filter(isOwn),
      ...all.filter((line) => !isOwn(line)),
    ]);
  });

  test("are known by the latest day, in whatever order and however often it is counted", async () => {
    const on = (day: number) => use("acme", "lk-acme-1", { day });
    await store.use.add(batch(on(TODAY - 40), on(TODAY), on(TODAY - 35)));
    await Promise.all([batch(on(TODAY - 40)), batch(on(TODAY - 3)), batch(on(TODAY))].map((b) => store.use.add(b)));
    expect(named(await list({ fromDay: TODAY }))).toEqual(["acme lk-acme-1"]);
    await store.use.add(batch(on(TODAY + 1)));
    expect(named(await list({ fromDay: TODAY + 1 }))).toEqual(["acme lk-acme-1"]);
    await store.use.trimLastUses(TODAY + 1);
    expect(named(await list({ fromDay: 0 }))).toEqual(["acme lk-acme-1"]);
    await store.use.trimLastUses(TODAY + 2);
    expect(named(await list({ fromDay: 0 }))).toEqual([]);
  });

  test("are known from what was counted before the last use of each resource was kept", async () => {
    const database = await createTestDatabase(name);
    const before = MIGRATION_NAMES.filter((migration) => migration < "0029");
    const engine = await database.open<Schema>();
    await migrate(engine, engine.writer, before);
    const writer = engine.writer.withPlugin(new ColumnNames());
    const counts = [
      use("acme", "lk-acme-1", { day: TODAY - 4 }),
      use("acme", "lk-acme-1", { day: TODAY - 9 }),
      use("acme", "lk-acme-1", { day: TODAY, outcome: "refused-by-host" }),
      use("acme", "lk-acme-1", { day: TODAY, resource: "" }),
    ];
    await writer
      .insertInto("useCounts")
      .values(counts.map((count) => ({ ...count, resource: count.resource ?? "" })))
      .execute();
    await engine.close();

    const migrated = await openTestStore(name, { database });
    await write(migrated, async (tx) => {
      await tx.accounts.insert(account("acme"));
      await tx.keys.insert(apiKey("acme", "lk-acme-1"));
    });
    const found = (fromDay: number) =>
      migrated.reads.gaps.list({ ...QUESTION, fromDay }, firstPage("account"), START_MS);
    expect(await found(TODAY - 4)).toMatchObject({ items: [{ key: "lk-acme-1", uses: 1, lastDay: TODAY - 4 }] });
    expect(await found(TODAY - 3)).toMatchObject({ items: [], total: 0 });
    const kept = await migrated.engine.reader
      .withPlugin(new ColumnNames())
      .selectFrom("resourceLastUses")
      .selectAll()
      .execute();
    expect(kept).toEqual([{ resource: "catalog.view-product", account: "acme", key: "lk-acme-1", day: TODAY - 4 }]);
  });

  test.runIf(name === "sqlite")("are found by indexes: no table that grows with use is read through", async () => {
    const nodes: Parameters<KyselyPlugin["transformQuery"]>[0][] = [];
    const recorder: KyselyPlugin = {
      transformQuery: (args) => {
        nodes.push(args);
        return args.node;
      },
      transformResult: ({ result }) => Promise.resolve(result),
    };
    const db = store.engine.reader.withPlugin(new ColumnNames()).withPlugin(recorder);
    const { list: recorded } = gapReads((read) => read(db));
    const page = firstPage("account", { limit: 50, after: { value: "acme", id: "lk" } });
    await recorded({ ...QUESTION, usedResources: ["a.b", "c.d"] }, page, START_MS);
    await recorded({ ...QUESTION, usedResources: [] }, page, START_MS);
    // A page and a count, of keys and of external keys.
    expect(nodes).toHaveLength(8);
    for (const { node, queryId } of nodes) {
      const { parameters, sql: text } = store.engine.reader.getExecutor().compileQuery(node, queryId);
      const { rows } = await store.engine.reader.executeQuery<{ detail: string }>(
        CompiledQuery.raw(`explain query plan ${text}`, [...parameters]),
      );
      const plan = rows.map(({ detail }) => detail);
      // Keys are read in the order of the page, or all for the count; all else is looked up.
      const scanned = plan.filter((step) => /^SCAN (?!apiKeys|api_keys|external_keys)/.test(step));
      expect({ text, scanned }).toEqual({ text, scanned: [] });
      expect(plan.join("\n")).not.toContain("TEMP B-TREE");
    }
  });
});
