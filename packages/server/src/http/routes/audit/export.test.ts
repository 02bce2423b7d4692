import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestServer, START_MS, type TestServer } from "../../../test-server.ts";
import { addAccounts, addKey, expectProblem } from "../../test-fixtures.ts";

let server: TestServer;

beforeAll(async () => {
  server = await createTestServer();
});

afterAll(() => server.close());

const file = <Body>(account: string, query: string) =>
  server.call<Body>("GET", `/v1/accounts/${account}/audit-events/export?${query}`);

/** Reads CSV as RFC 4180 has it. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  for (let rest = text; rest !== "";) {
    const row: string[] = [];
    for (let end = ""; end !== "\r\n";) {
      const match = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(rest);
      if (!match) throw new Error(`no CSV: ${rest.slice(0, 50)}`);
      const [whole, quoted, plain = "", separator = ""] = match;
      row.push(quoted?.replaceAll('""', '"') ?? plain);
      rest = rest.slice(whole.length);
      end = separator;
    }
    rows.push(row);
  }
  return rows;
}

it("writes every event that a filter asks for, the oldest first, as JSON", async () => {
  await addAccounts(server, "json");
  const { key } = await addKey(server, "json", [], "Farmácias “App”");
  const all = await file<object[]>("json", "format=json");
  expect(all.headers).toMatchObject({
    "content-type": "application/json; charset=utf-8",
    "content-disposition": 'attachment; filename="audit-json-2026-11-23.json"',
    "cache-control": "no-store",
  });
  expect(all.body).toMatchObject([
    { sequence: 1, action: "account.created" },
    { sequence: 2, action: "key.generated", target: key, after: { name: "Farmácias “App”", roles: [] } },
  ]);
  expect((await file<object[]>("json", `format=json&action=key.&target=${key}`)).body).toMatchObject([{ sequence: 2 }]);
  expect((await file("json", "format=json&action=role.")).body).toStrictEqual([]);
});

it("writes CSV in which no name is a formula, and every value is whole", async () => {
  await addAccounts(server, "csv");
  const names = ["=cmd|'/c calc'!A0", "+1", "-1", "@SUM(1)", 'a "quoted", name', "Núñez 😀"];
  for (const name of names) {
    const as = await addKey(server, "csv", ["owner"], name);
    await server.call("POST", "/v1/accounts/csv/roles", { as, body: { name: `Role of ${as.key}`, resources: [] } });
  }
  const answer = await file("csv", "format=csv&action=role.");
  expect(answer.headers["content-type"]).toBe("text/csv; charset=utf-8");
  expect(answer.text.startsWith("\uFEFF")).toBe(true);
  const [columns = [], ...rows] = readCsv(answer.text.slice(1));
  expect(columns.slice(0, 6)).toStrictEqual(["sequence", "at", "actorKind", "actorId", "actorName", "actorOwner"]);
  const guarded = names.map((name) => (/^[=+\-@]/.test(name) ? `'${name}` : name));
  expect(rows.map((row) => row[columns.indexOf("actorName")])).toStrictEqual(guarded);
  expect(rows.every((row) => row.length === columns.length)).toBe(true);
  expect(rows[0]?.[columns.indexOf("at")]).toBe(new Date(START_MS).toISOString());
  expect(JSON.parse(rows[0]?.[columns.indexOf("after")] ?? "")).toMatchObject({ resources: [] });
});

it("writes a log longer than a batch whole", async () => {
  await addAccounts(server, "long");
  await server.store.change({ requestId: null, ip: null }, async (tx) => {
    for (let index = 0; index < 1_200; index++) {
      const actor = { kind: "system", id: "latchkey", name: "Latchkey" } as const;
      await tx.record({ account: "long", actor, action: "account.changed", target: `${index}` });
    }
  });
  const { body } = await file<{ sequence: number }[]>("long", "format=json");
  expect(body.map(({ sequence }) => sequence)).toStrictEqual(Array.from({ length: 1_201 }, (_, index) => index + 1));
});

it("is sent once at a time for an account, and again when that has ended", async () => {
  await addAccounts(server, "once", "another");
  const end = server.ports.exports.begin("once");
  const refused = await file("once", "format=csv");
  expectProblem(refused, 429, "TOO_MANY_AT_ONCE");
  expect(refused.headers["retry-after"]).toBe("5");
  expect((await file("another", "format=csv")).status).toBe(200);
  end();
  for (let round = 0; round < 3; round++) expect((await file("once", "format=csv")).status).toBe(200);
});

it("refuses a format that it doesn't have, and what no filter is", async () => {
  await addAccounts(server, "bad");
  for (const query of ["", "format=xlsx", "format=csv&sort=sequence", "format=csv&from=yesterday"]) {
    expectProblem(await file("bad", query), 422, "INVALID_INPUT");
  }
});
