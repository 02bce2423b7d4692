import { beforeEach, describe, expect, test } from "vitest";
import type { Page, PageEnd, PageRequest } from "../../domain/page.ts";
import { fold } from "../../domain/text.ts";
import { engineNames } from "../test-database.ts";
import {
  account,
  apiKey,
  event,
  externalKey,
  NOBODY,
  openTestStore,
  START_MS,
  type TestStore,
  throughCursor,
  write,
} from "./test-store.ts";

/** Names that sort and compare otherwise under a locale, in UTF-16, or by another database's rules. */
const ODD_NAMES = [
  "Zoom",
  "zoom",
  "ZOOM",
  "Ångström",
  "angstrom",
  "éclair",
  "e\u0301clair",
  "eclair",
  "100%",
  "100_",
  "1000",
  "a b",
  "a-b",
  "a_b",
  "ab",
  "A  B",
  "’quoted’",
  "back\\slash",
  "日本",
  "עברית",
  "ﬁne",
  "😀",
  "\u{e000}",
  "\u{10ffff}",
  "ß",
  "ss",
  "İ",
  "ı",
  "Σς",
];

/** Where each item stands in a list, by what it is sorted by and, among equals, its id. */
type Expected = readonly PageEnd[];

interface List<Item> {
  readonly list: (page: PageRequest<never>) => Promise<Page<Item>>;
  readonly idOf: (item: Item) => string;
  readonly sorts: Readonly<Record<string, Expected>>;
}

async function walk<Item>(
  { list, idOf }: List<Item>,
  page: PageRequest<string>,
  betweenPages: (seen: readonly string[]) => Promise<unknown> = async () => undefined,
): Promise<{ ids: string[]; totals: Set<number> }> {
  const ids: string[] = [];
  const totals = new Set<number>();
  for (let after = page.after; ;) {
    const { items, end, total } = await list({ ...page, after } as PageRequest<never>);
    ids.push(...items.map(idOf));
    totals.add(total);
    if (!end) return { ids, totals };
    expect(items).toHaveLength(page.limit);
    after = throughCursor(end);
    await betweenPages(ids);
  }
}

/** By code point, numbers by value, ties by id. */
function inOrder(expected: Expected): string[] {
  return expected.toSorted((a, b) => compare(a.value, b.value) || compare(a.id, b.id)).map(({ id }) => id);
}

function compare(a: string | number, b: string | number): number {
  return typeof a === "number" && typeof b === "number"
    ? a - b
    : Buffer.compare(Buffer.from(`${a}`), Buffer.from(`${b}`));
}

async function expectEverySortAndPageSize<Item>(list: List<Item>): Promise<void> {
  for (const [sort, expected] of Object.entries(list.sorts)) {
    const ascending = inOrder(expected);
    for (const descending of [false, true]) {
      for (const limit of [4, ascending.length, 200]) {
        const { ids, totals } = await walk(list, { sort, descending, limit, after: null });
        const title = `${sort} ${descending ? "descending" : "ascending"} by ${limit}`;
        expect(ids, title).toEqual(descending ? ascending.toReversed() : ascending);
        expect(totals, title).toEqual(new Set([ascending.length]));
      }
    }
  }
}

describe.each(engineNames)("lists on %s, in every order and page size", (name) => {
  let store: TestStore;
  const numbered = ODD_NAMES.map((label, index) => ({
    label,
    index,
    // Few different times, so that most are equal.
    timeMs: START_MS + (index % 3),
    status: index % 4 === 0 ? ("inactive" as const) : ("active" as const),
  }));

  beforeEach(async () => {
    store = await openTestStore(name);
  });

  test("accounts", async () => {
    const accounts = numbered.map(({ label, index, timeMs, status }) =>
      account(`n${index % 7}-${index}`, {
        displayName: label,
        createdAtMs: timeMs,
        status: status === "active" ? "active" : "suspended",
      }),
    );
    await write(store, async (tx) => {
      for (const one of accounts) await tx.accounts.insert(one);
    });
    const by = (value: (one: (typeof accounts)[number]) => string | number) =>
      accounts.map((one) => ({ value: value(one), id: one.name }));
    await expectEverySortAndPageSize({
      list: (page) => store.reads.accounts.list({}, page),
      idOf: (one) => one.name,
      sorts: {
        name: by((one) => one.name),
        displayName: by((one) => fold(one.displayName)),
        createdAt: by((one) => one.createdAtMs),
        status: by((one) => one.status),
      },
    });
  });

  test("generated keys", async () => {
    const keys = numbered.map(({ label, index, timeMs, status }) =>
      apiKey("acme", `lk-acme-${index % 5}${index}`, { name: label, createdAtMs: timeMs, status }),
    );
    await write(store, async (tx) => {
      await tx.accounts.insert(account("acme"));
      for (const one of keys) await tx.keys.insert(one);
    });
    const by = (value: (one: (typeof keys)[number]) => string | number) =>
      keys.map((one) => ({ value: value(one), id: one.key }));
    await expectEverySortAndPageSize({
      list: (page) => store.reads.keys.list("acme", {}, page),
      idOf: (one) => one.key,
      sorts: {
        name: by((one) => fold(one.name)),
        createdAt: by((one) => one.createdAtMs),
        status: by((one) => one.status),
      },
    });
  });

  test("external keys", async () => {
    const nowMs = START_MS + 1;
    const admissions = numbered.map(({ index, timeMs, status }) =>
      externalKey("acme", `lk-${index % 5}-${index}`, { addedAtMs: timeMs, expiresAtMs: timeMs, status }),
    );
    await write(store, async (tx) => {
      await tx.accounts.insert(account("acme"));
      for (const [index, admission] of admissions.entries()) {
        const owner = `owner-${index}`;
        // Pairs of owners with one display name.
        await tx.accounts.insert(account(owner, { displayName: ODD_NAMES[index - (index % 2)] ?? "" }));
        await tx.keys.insert(apiKey(owner, admission.key));
        await tx.externalKeys.insert(admission);
      }
    });
    const by = (value: (one: (typeof admissions)[number], index: number) => string | number) =>
      admissions.map((one, index) => ({ value: value(one, index), id: one.key }));
    await expectEverySortAndPageSize({
      list: (page) => store.reads.externalKeys.list("acme", {}, page, nowMs),
      idOf: (one) => one.key,
      sorts: {
        key: by((one) => one.key),
        owner: by((_, index) => fold(ODD_NAMES[index - (index % 2)] ?? "")),
        addedAt: by((one) => one.addedAtMs),
        status: by((one) => (one.status === "active" && (one.expiresAtMs ?? 0) > nowMs ? "active" : "inactive")),
      },
    });
  });

  test("users", async () => {
    const users = numbered.map(({ label, index }) => ({
      id: `u${index % 5}-${index}`,
      email: `${index % 3}-${index}@acme.example`,
      name: label,
    }));
    await write(store, async (tx) => {
      await tx.accounts.insert(account("acme"));
      for (const user of users) await tx.users.insert(user, null);
    });
    // Who is added in one change is added at one time.
    for (const third of [0, 1, 2]) {
      store.clock.nowMs = START_MS + third;
      await write(store, async (tx) => {
        for (const { id } of users.filter((_, index) => index % 3 === third)) await tx.users.insertMember("acme", id);
      });
    }
    const by = (value: (one: (typeof users)[number], index: number) => string | number) =>
      users.map((one, index) => ({ value: value(one, index), id: one.id }));
    await expectEverySortAndPageSize({
      list: (page) => store.reads.users.list("acme", {}, page),
      idOf: (one) => one.id,
      sorts: {
        name: by((one) => fold(one.name)),
        email: by((one) => one.email),
        addedAt: by((_, index) => START_MS + (index % 3)),
      },
    });
  });

  test("service keys", async () => {
    const digest = { bytes: new Uint8Array(32), secretId: "s" };
    const keys = numbered.map(({ label, index, timeMs }) => ({
      id: `s${index % 5}-${index}`,
      name: label,
      createdAtMs: timeMs,
    }));
    await write(store, async (tx) => {
      for (const one of keys) await tx.serviceKeys.insert(one, digest);
    });
    const by = (value: (one: (typeof keys)[number]) => string | number) =>
      keys.map((one) => ({ value: value(one), id: one.id }));
    await expectEverySortAndPageSize({
      list: (page) => store.reads.serviceKeys.list(page),
      idOf: (one) => one.id,
      sorts: { name: by((one) => fold(one.name)), createdAt: by((one) => one.createdAtMs) },
    });
  });

  test("audit events", async () => {
    await store.change(NOBODY, async (tx) => {
      for (const { label } of numbered) await tx.record(event({ account: "acme", target: label }));
      await tx.record(event({ account: "zoom" }));
    });
    await expectEverySortAndPageSize({
      list: (page) => store.reads.audit.list("acme", {}, page),
      idOf: (one) => one.target,
      sorts: { sequence: numbered.map(({ label, index }) => ({ value: index, id: label })) },
    });
  });

  test("show what stays as it is exactly once, though items come, go and change places between the pages", async () => {
    const key = (index: number) => `lk-acme-${String(index).padStart(3, "0")}`;
    const staying = Array.from({ length: 20 }, (_, index) => key(index * 10));
    await write(store, async (tx) => {
      await tx.accounts.insert(account("acme"));
      for (const [index, one] of staying.entries()) {
        await tx.keys.insert(apiKey("acme", one, { name: index % 2 === 0 ? "same" : one }));
        await tx.keys.insert(apiKey("acme", `${one}-gone`, { name: "same" }));
        await tx.keys.insert(apiKey("acme", `${one}-moved`, { name: "a" }));
      }
    });
    for (const [round, descending] of [false, true].entries()) {
      let turn = 0;
      const { ids } = await walk(
        { list: (page) => store.reads.keys.list("acme", {}, page), idOf: (one) => one.key, sorts: {} },
        { sort: "name", descending, limit: 3, after: null },
        () =>
          write(store, async (tx) => {
            const one = staying[turn++ % staying.length] ?? "";
            await tx.keys.delete("acme", `${one}-gone`);
            await tx.keys.update("acme", `${one}-moved`, { name: turn % 2 === 0 ? "z" : "a" });
            await tx.keys.insert(apiKey("acme", `${one}-new-${round}-${turn}`, { name: "same" }));
          }),
      );
      for (const one of staying)
        expect(
          ids.filter((id) => id === one),
          one,
        ).toHaveLength(1);
    }
  });
});
