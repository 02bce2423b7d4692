import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestServer, type TestServer } from "../test-server.ts";
import {
  addAccounts,
  addKey,
  addRole,
  addUser,
  admit,
  expectProblem,
  type ListOf,
  loadCatalog,
} from "./test-fixtures.ts";

type Item = Readonly<Record<string, unknown>>;

/** Every list: where it is, what identifies an item, and what it is sorted by. */
const LISTS = [
  { url: "/v1/accounts", id: "name", sorts: ["name", "displayName", "createdAt", "status"] },
  { url: "/v1/service-keys", id: "id", sorts: ["name", "createdAt"] },
  { url: "/v1/accounts/acme/roles", id: "id", sorts: ["name", "id"] },
  { url: "/v1/accounts/acme/users", id: "id", sorts: ["name", "email", "addedAt"] },
  { url: "/v1/accounts/acme/api-keys", id: "key", sorts: ["name", "createdAt", "status"] },
  { url: "/v1/accounts/acme/external-keys", id: "key", sorts: ["key", "owner", "addedAt", "status"] },
  { url: "/v1/accounts/acme/audit-events", id: "sequence", sorts: ["sequence"] },
] as const;

const COUNT = 7;
let server: TestServer;

beforeAll(async () => {
  server = await createTestServer();
  await loadCatalog(server);
  await addAccounts(server, "acme");
  for (let index = 0; index < COUNT; index++) {
    // Two of a kind each time, at one time: what tells them apart has to be their id.
    if (index % 2 === 0) {
      server.clock.wallMs += 1_000;
      server.clock.monotonicMs += 1_000;
    }
    const pair = Math.floor(index / 2);
    await addAccounts(server, `partner-${index}`);
    await addKey(server, "acme", [], `Key ${pair}`);
    await addRole(server, "acme", ["oms.view-order"]);
    await addUser(server, "acme", ["owner"]);
    await admit(server, "acme", (await addKey(server, `partner-${index}`)).key, [], `Partner ${pair}`);
    await server.call("POST", "/v1/service-keys", { body: { name: `Service ${pair}` } });
  }
  const { body } = await server.call<ListOf<{ key: string }>>("GET", "/v1/accounts/acme/api-keys?limit=2");
  for (const { key } of body.items) {
    await server.call("PATCH", `/v1/accounts/acme/api-keys/${key}`, { body: { status: "inactive" } });
  }
  await server.deliver();
});

afterAll(() => server.close());

async function page(url: string, query: Record<string, string | number>): Promise<ListOf<Item>> {
  const answer = await server.call<ListOf<Item>>(
    "GET",
    `${url}?${new URLSearchParams(query as Record<string, string>).toString()}`,
  );
  expect(answer.status).toBe(200);
  return answer.body;
}

/** Reads a list to its end. */
async function readAll(url: string, query: Record<string, string | number>): Promise<Item[]> {
  const items: Item[] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const found: ListOf<Item> = await page(url, { ...query, ...(cursor === "" ? {} : { cursor }) });
    items.push(...found.items);
    cursor = found.nextCursor;
  }
  return items;
}

describe.each(LISTS)("the list $url", ({ url, id, sorts }) => {
  const idOf = (item: Item) => item[id];

  it.each(sorts)("read in pages by %s shows each item once, and backwards the other way round", async (sort) => {
    const whole = await page(url, { limit: 200, sort });
    expect(whole.items.length).toBeGreaterThanOrEqual(COUNT);
    expect(whole).toMatchObject({ nextCursor: null, total: whole.items.length });
    expect(new Set(whole.items.map(idOf)).size).toBe(whole.items.length);
    for (const limit of [1, 3]) expect(await readAll(url, { limit, sort })).toStrictEqual(whole.items);
    expect(await readAll(url, { limit: 2, sort: `-${sort}` })).toStrictEqual(whole.items.toReversed());
  });

  it("has no further page behind one that is exactly full", async () => {
    const { total } = await page(url, {});
    expect(await page(url, { limit: total })).toMatchObject({ nextCursor: null });
    expect((await page(url, { limit: total - 1 })).nextCursor).not.toBeNull();
  });

  it("refuses limits out of bounds, other fields to sort by, and what it doesn't know", async () => {
    const bad = [
      "limit=0",
      "limit=201",
      "limit=-1",
      "limit=1.5",
      "limit=x",
      "limit=",
      "limit=1&limit=2",
      "limit=1e999",
    ];
    const order = ["sort=", "sort=id;drop", "sort=--name", "sort=__proto__", "sort=etag", "sort=-"];
    for (const query of [...bad, ...order, "nonsense=1", "__proto__=1", "cursor[]=x"]) {
      const answer = await server.call("GET", `${url}?${query}`);
      expect({ query, ...answer }).toMatchObject({ query, status: 422, body: { code: "INVALID_INPUT" } });
      expect(expectProblem(answer, 422, "INVALID_INPUT").errors?.length).toBeGreaterThan(0);
    }
  });

  it("refuses a cursor that isn't its own in this order", async () => {
    const sort = sorts[0];
    const { nextCursor } = await page(url, { limit: 1, sort });
    const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
    const cursors = [
      "",
      "x",
      "%00",
      "null",
      encode(null),
      encode([]),
      encode([sort, null, null]),
      encode([sort, {}, "x"]),
      encode([sort, ["a"], "x"]),
      encode([sort, "a\0", "x"]),
      encode([sort, 1, "\ud800"]),
      encode([`-${sort}`, "a", "x"]),
      `${nextCursor?.slice(0, -4)}`,
      "A".repeat(2_000),
    ];
    for (const cursor of cursors) {
      const answer = await server.call("GET", `${url}?sort=${sort}&cursor=${encodeURIComponent(cursor)}`);
      expect({ cursor, status: answer.status }).toStrictEqual({ cursor, status: 422 });
      expectProblem(answer, 422, "INVALID_INPUT");
    }
    const otherOrder = await server.call("GET", `${url}?sort=-${sort}&cursor=${nextCursor}`);
    expectProblem(otherOrder, 422, "INVALID_INPUT");
  });

  it("takes any text to search for as text", async () => {
    if (url.includes("service-keys")) return;
    const name = url.includes("audit") ? "actor" : "search";
    for (const text of ["%", "_", "\\", "'", '"', "%' or 1=1 --", "*", "[a-z]", "☃".repeat(100)]) {
      expect(await page(url, { [name]: text }), text).toMatchObject({ total: 0 });
    }
    expect((await page(url, { [name]: "" })).total).toBe((await page(url, {})).total);
    expectProblem(await server.call("GET", `${url}?${name}=${"x".repeat(201)}`), 422, "INVALID_INPUT");
    expectProblem(await server.call("GET", `${url}?${name}=a%00b`), 422, "INVALID_INPUT");
  });
});

describe("what didn't change meanwhile", () => {
  it("appears exactly once in a list read to its end, while items come and go", async () => {
    await addAccounts(server, "moving");
    const keys: string[] = [];
    for (const name of ["a", "b", "c", "d", "e", "f"]) keys.push((await addKey(server, "moving", [], name)).key);
    const url = "/v1/accounts/moving/api-keys";
    const first = await page(url, { limit: 3, sort: "name" });
    await addKey(server, "moving", [], "aa");
    await server.call("DELETE", `${url}/${keys[1]}`);
    await server.call("DELETE", `${url}/${keys[2]}`);
    const second = await page(url, { limit: 3, sort: "name", cursor: first.nextCursor ?? "" });
    expect([...first.items, ...second.items].map(({ name }) => name)).toStrictEqual(["a", "b", "c", "d", "e", "f"]);
  });
});

describe("searching and filtering", () => {
  const external = "/v1/accounts/acme/external-keys";
  const found = async (query: Record<string, string>) => (await page(external, query)).total;

  it("finds external keys by key string, owner, owner's display name and the host's name", async () => {
    const { items } = await page(external, { limit: 1 });
    const key = String(items[0]?.["key"]);
    expect(await found({ search: key })).toBe(1);
    expect(await found({ search: key.toLowerCase().slice(8) })).toBe(1);
    expect(await found({ search: "PARTNER-3" })).toBe(1);
    expect(await found({ search: "the pártner-3" })).toBe(1);
    expect(await found({ search: "Partner 2" })).toBe(2);
  });

  it("filters by status and role, alone and together", async () => {
    const keys = "/v1/accounts/acme/api-keys";
    expect((await page(keys, { status: "inactive" })).total).toBe(2);
    expect((await page(keys, { status: "active" })).total).toBe(COUNT - 2);
    expect((await page(keys, { status: "active", role: "owner" })).total).toBe(0);
    expect((await page("/v1/accounts/acme/users", { role: "owner" })).total).toBe(COUNT);
    for (const query of ["status=deleted", "status=", `role=${"x".repeat(101)}`]) {
      expectProblem(await server.call("GET", `${keys}?${query}`), 422, "INVALID_INPUT");
    }
  });
});

it.each([
  ["Korean syllables", "한글".repeat(60)],
  ["the ligature that folds to 18 characters", "\ufdfa".repeat(120)],
])("a list goes on behind a name of 120 %s", async (_what, displayName) => {
  const suffix = displayName.codePointAt(0)?.toString(16) ?? "";
  for (const name of [`longest-a-${suffix}`, `longest-b-${suffix}`]) {
    expect((await server.call("POST", "/v1/accounts", { body: { name, displayName } })).status).toBe(201);
  }
  const query = { sort: "displayName", limit: 1, search: `-${suffix}` };
  const first = await page("/v1/accounts", query);
  const second = await page("/v1/accounts", { ...query, cursor: first.nextCursor ?? "" });
  expect([first, second].map(({ items }) => items[0]?.["name"])).toEqual([
    `longest-a-${suffix}`,
    `longest-b-${suffix}`,
  ]);
});
