import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";
import { strFromU8, unzipSync } from "fflate";
import readExcelFile from "read-excel-file/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OPERATOR } from "../../../domain/actor.ts";
import { compareCodeUnits } from "../../../domain/text.ts";
import { createTestServer, OPERATOR_TOKEN, START_MS, type TestServer } from "../../../test-server.ts";
import { openSqlite } from "../../../storage/sqlite.ts";
import type { SqlEngine } from "../../../storage/engine.ts";
import type { Schema } from "../../../storage/schema.ts";
import { type ExportedKey, exportKeys } from "../../../usecases/export-keys.ts";
import type { Access } from "../../../usecases/access.ts";
import { keysAsCsv } from "../../key-export/csv.ts";
import { keysAsJson } from "../../key-export/json.ts";
import { keysAsXlsx } from "../../key-export/xlsx.ts";
import { addAccounts, addKey, addKeyWith, addRole, admit, expectProblem, UNISSUED_KEY } from "../../test-fixtures.ts";
import { LOST_TOKEN } from "../../test-mutations.ts";
import { ColumnNames } from "../../../storage/column-names.ts";

const NOW = "2026-11-23T12:00:00.000Z";
/** What spreadsheets could take for a formula, and what could break a table or a sheet. */
const NASTY_NAMES = [
  '=HYPERLINK("http://evil.example";"Click")',
  "+1+1",
  "-2+3",
  "@SUM(A1:A9)",
  "＝1+1",
  'He said "no", then left; <b>&amp;</b>',
  "Farmácias 😀 &amp; _x0041_",
  "'quoted'",
  "0012",
  "1e5",
  "TRUE",
];

let server: TestServer;
let engine: SqlEngine<Schema>;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "latchkey-test-"));
  engine = await openSqlite<Schema>(join(folder, "latchkey.db"));
  server = await createTestServer({ engine });
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const urlOf = (account: string, format?: string) =>
  `/v1/accounts/${account}/api-keys/export${format === undefined ? "" : `?format=${format}`}`;

async function exported(account: string, format: "xlsx" | "csv" | "json") {
  const reply = await server.app.inject({
    method: "GET",
    url: urlOf(account, format),
    headers: { authorization: `Bearer ${OPERATOR_TOKEN}` },
  });
  expect(reply.statusCode).toBe(200);
  return reply;
}

const sheetsOf = async (bytes: Buffer) =>
  new Map((await readExcelFile(bytes)).map(({ data, sheet }) => [sheet, data as (string | null)[][]]));
const rowsOf = (text: string) => parse(text);

describe("the export of an account's keys", () => {
  const generated: { key: string; name: string }[] = [];
  let external: { key: string };
  let withRoles: { key: string };

  beforeAll(async () => {
    await addAccounts(server, "acme", "partner", "empty");
    for (const name of NASTY_NAMES) generated.push({ ...(await addKey(server, "acme", [], name)), name });
    const first = await addRole(server, "acme", ["account.view-audit"]);
    withRoles = await addKey(server, "acme", [first, "owner"], "With roles");
    const profile = { description: "=cmd|' /C calc'!A0\nSecond line\tand a tab", resources: [] };
    await server.call("PATCH", `/v1/accounts/acme/api-keys/${withRoles.key}`, {
      body: { profile, status: "inactive" },
    });
    const deleted = await addKey(server, "acme", [], "Deleted");
    await server.call("DELETE", `/v1/accounts/acme/api-keys/${deleted.key}`);
    external = await addKey(server, "partner", ["owner"], "The owner's own name");
    await admit(server, "acme", external.key, ["owner"], "=1+1");
  });

  it("is a workbook of two sheets with the columns that it always had, opened by another reader than its writer", async () => {
    const reply = await exported("acme", "xlsx");
    expect(reply.headers).toMatchObject({
      "content-type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
      "content-disposition": 'attachment; filename="api-keys-acme-2026-11-23.xlsx"',
      "cache-control": "no-store",
    });
    const sheets = await sheetsOf(reply.rawPayload);
    expect([...sheets.keys()]).toEqual(["Generated", "External"]);
    const [head, ...rows] = sheets.get("Generated") ?? [];
    expect(head).toEqual([
      "id",
      "keyName",
      "roles",
      "label",
      "creationDate",
      "creationDateToken",
      "creationDateNewToken",
      "status",
    ]);
    const withoutRoles = generated.map(({ key, name }) => [key, name, null, null, NOW, NOW, null, "Active"]);
    const [, , roles] = rows.find(([id]) => id === withRoles.key) ?? [];
    expect(roles).toMatch(/^(Role [\w-]+, Owner|Owner, Role [\w-]+)$/);
    const label = "=cmd|' /C calc'!A0\nSecond line\tand a tab";
    const other = [withRoles.key, "With roles", roles, label, NOW, NOW, null, "Inactive"];
    expect(rows).toEqual([...withoutRoles, other].toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
    expect(sheets.get("External")).toEqual([
      ["id", "keyName", "roles", "account", "addedDate", "status"],
      [external.key, "=1+1", "Owner", "partner", NOW, "Active"],
    ]);
  });

  it("holds no formula in any cell: every one is text", async () => {
    const { rawPayload } = await exported("acme", "xlsx");
    // Each part of the archive as it stands in it.
    const parts = new Map(Object.entries(unzipSync(rawPayload)).map(([path, bytes]) => [path, strFromU8(bytes)]));
    expect([...parts.keys()].toSorted()).toEqual([
      "[Content_Types].xml",
      "_rels/.rels",
      "xl/_rels/workbook.xml.rels",
      "xl/styles.xml",
      "xl/workbook.xml",
      "xl/worksheets/sheet1.xml",
      "xl/worksheets/sheet2.xml",
    ]);
    const sheet = parts.get("xl/worksheets/sheet1.xml") ?? "";
    const cells = sheet.match(/<c [^>]*>/g) ?? [];
    expect(cells.length).toBeGreaterThan(60);
    for (const cell of cells) expect(cell).toContain('t="inlineStr"');
    expect(sheet).not.toMatch(/<f[ >/]|<v[ >/]/);
  });

  it("is CSV of both tabs, in which a quote stands before what would be a formula", async () => {
    const reply = await exported("acme", "csv");
    expect(reply.headers).toMatchObject({
      "content-type": "text/csv; charset=utf-8; header=present",
      "content-disposition": 'attachment; filename="api-keys-acme-2026-11-23.csv"',
    });
    // RFC 4180: every line ends with CRLF, also the last, and every one has as many fields.
    expect(reply.payload.endsWith("\r\n")).toBe(true);
    expect(reply.payload.replace(/"(?:[^"]|"")*"/g, "").replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    const [head, ...rows] = rowsOf(reply.payload);
    expect(head).toEqual([
      "tab",
      "id",
      "keyName",
      "roles",
      "label",
      "creationDate",
      "creationDateToken",
      "creationDateNewToken",
      "status",
      "account",
      "addedDate",
    ]);
    const inert = (name: string) => (/^[=+\-@＝]/.test(name) ? `'${name}` : name);
    for (const { key, name } of generated) {
      expect(rows).toContainEqual(["generated", key, inert(name), "", "", NOW, NOW, "", "Active", "", ""]);
    }
    expect(rows.at(-1)).toEqual(["external", external.key, "'=1+1", "Owner", "", "", "", "", "Active", "partner", NOW]);
    for (const row of rows) for (const field of row) expect(field).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
    expect(rows).toHaveLength(generated.length + 2);
  });

  it("is JSON in which names are as they are", async () => {
    const reply = await exported("acme", "json");
    expect(reply.headers["content-type"]).toBe("application/json; charset=utf-8");
    const body = reply.json<{ generated: Record<string, unknown>[]; external: unknown[] }>();
    expect(Object.keys(body)).toEqual(["account", "exportedAt", "generated", "external"]);
    expect(body).toMatchObject({ account: "acme", exportedAt: NOW });
    expect(new Map(body.generated.map(({ id, keyName }) => [id, keyName]))).toEqual(
      new Map([...generated, { ...withRoles, name: "With roles" }].map(({ key, name }) => [key, name])),
    );
    expect(body.generated.find(({ id }) => id === generated[0]?.key)).toEqual({
      id: generated[0]?.key,
      keyName: generated[0]?.name,
      roles: [],
      label: "",
      creationDate: NOW,
      creationDateToken: NOW,
      creationDateNewToken: null,
      status: "Active",
    });
    expect(body.external).toEqual([
      { id: external.key, keyName: "=1+1", roles: ["Owner"], account: "partner", addedDate: NOW, status: "Active" },
    ]);
  });

  it("is whole, too, where there is nothing", async () => {
    const sheets = await sheetsOf((await exported("empty", "xlsx")).rawPayload);
    expect([...sheets.values()].map((rows) => rows.length)).toEqual([1, 1]);
    expect(rowsOf((await exported("empty", "csv")).payload)).toHaveLength(1);
    expect((await exported("empty", "json")).json()).toMatchObject({ generated: [], external: [] });
  });

  it("tells a renewed token from the current one", async () => {
    const { key } = await addKey(server, "partner");
    const renewed = { id: "renewed", key, state: "renewed", createdAtMs: START_MS + 5_000, expiresAtMs: null } as const;
    const digest = { bytes: new Uint8Array(32), secretId: "other" };
    await server.store.change({ requestId: null, ip: null }, async (tx) => {
      await tx.keys.insertToken({ ...renewed, digest, link: null });
      await tx.record({ account: "partner", actor: OPERATOR, action: "key.changed", target: key });
    });
    const { generated: keys } = (await exported("partner", "json")).json<{ generated: Record<string, unknown>[] }>();
    expect(keys.find(({ id }) => id === key)).toMatchObject({
      creationDateToken: NOW,
      creationDateNewToken: "2026-11-23T12:00:05.000Z",
    });
  });

  it("rule 8: shows of an external key nothing of its owner's side", async () => {
    for (const format of ["csv", "json"] as const) {
      expect((await exported("acme", format)).payload).not.toContain("The owner's own name");
    }
  });

  it("is for who may see keys, in formats that there are", async () => {
    const nobody = await addKey(server, "acme");
    const viewer = await addKeyWith(server, "acme", "account.view-api-keys");
    const refused = expectProblem(await server.call("GET", urlOf("acme"), { as: nobody }), 403, "FORBIDDEN");
    expect(refused.resource).toBe("account.view-api-keys");
    expect((await server.call("GET", urlOf("acme"), { as: viewer })).status).toBe(200);
    expectProblem(await server.call("GET", urlOf("acme", "pdf")), 422, "INVALID_INPUT");
    expectProblem(await server.call("GET", `${urlOf("acme")}?tab=external`), 422, "INVALID_INPUT");
  });
});

describe("the export of many keys", () => {
  const COUNT = 20_000;
  const PAGE = 100;
  const access: Access = {
    account: "many",
    actor: OPERATOR,
    resources: "all",
    origin: { requestId: null, ip: null },
    renew: () => Promise.resolve(access),
  };

  beforeAll(async () => {
    await addAccounts(server, "many", "owner-of-many");
    for (let start = 0; start < COUNT; start += PAGE) await insertKeys(engine, start, PAGE);
  });

  /** Counts the pages that are read of generated keys and of external ones. */
  async function counted() {
    const pages = { generated: 0, external: 0 };
    const keys = await exportKeys(server.ports, access);
    const counting = async function* <Page>(source: AsyncIterable<Page>, of: keyof typeof pages) {
      for await (const page of source) {
        pages[of]++;
        yield page;
      }
    };
    return {
      pages,
      keys: {
        ...keys,
        generated: counting(keys.generated, "generated"),
        external: counting(keys.external, "external"),
      },
    };
  }

  it("reads a page when somebody has taken the one before, in every format", async () => {
    for (const write of [keysAsCsv, keysAsJson]) {
      const { keys, pages } = await counted();
      let chunks = 0;
      for await (const chunk of write(keys)) {
        expect(chunk.length).toBeLessThan(400_000);
        // Head and end of the table are chunks, too.
        expect(pages.generated + pages.external).toBeLessThanOrEqual(++chunks);
      }
      expect(pages).toEqual({ generated: COUNT / PAGE, external: COUNT / PAGE });
    }
  });

  it("reads no further than a few pages ahead of who takes the workbook, and nothing once they have gone", async () => {
    const { keys } = await counted();
    const ended = Promise.withResolvers<void>();
    let pages = 0;
    /** Without end, and of names that can't be compressed below half their length. */
    const endless = async function* (): AsyncGenerator<readonly ExportedKey[]> {
      try {
        for (;;) {
          const page = pages++;
          yield Array.from({ length: PAGE }, (_, index) => ({
            key: `lk-many-${page}-${index}`,
            name: createHash("sha256").update(`${page} ${index}`).digest("hex"),
            roles: [],
            description: "",
            createdAtMs: START_MS,
            currentTokenAtMs: null,
            renewedTokenAtMs: null,
            isActive: true,
          }));
        }
      } finally {
        ended.resolve();
      }
    };
    let bytes = 0;
    for await (const chunk of keysAsXlsx({ ...keys, generated: endless() })) {
      bytes += (chunk as Buffer).length;
      if (bytes > 500_000) break;
    }
    await ended.promise;
    keys.end();
    // A page makes at least 3.2 kB; compressing holds some until its own buffers are full.
    expect(pages).toBeLessThan(500_000 / 3_200 + 80);
  });

  it("ends when the client goes away, and others are answered meanwhile", async () => {
    const url = new URL(await server.listen({ host: "127.0.0.1", port: 0 }));
    const { keys: reads } = server.store.reads;
    const original = reads.all;
    let pages = 0;
    const ended = Promise.withResolvers<void>();
    Object.assign(reads, {
      all: async function* (owner: string) {
        try {
          for await (const page of original(owner)) {
            pages++;
            yield page;
          }
        } finally {
          ended.resolve();
        }
      },
    });
    try {
      const gone = new AbortController();
      const reply = await fetch(new URL(urlOf("many", "json"), url), {
        headers: { authorization: `Bearer ${OPERATOR_TOKEN}` },
        signal: gone.signal,
      });
      await reply.body?.getReader().read();
      const { code } = (await server.call<{ code: string }>("POST", "/v1/verify", { body: UNKNOWN })).body;
      expect(code).toBe("INVALID_CREDENTIALS");
      gone.abort();
      await ended.promise;
      expect(pages).toBeLessThan(COUNT / PAGE);
    } finally {
      Object.assign(reads, { all: original });
    }
  });

  it("of an account isn't begun again while one is under way, however that ends", async () => {
    const { end } = await exportKeys(server.ports, access);
    const again = () => server.call("GET", urlOf("many", "json"));
    expectProblem(await again(), 429, "TOO_MANY_AT_ONCE");
    expect((await exported("acme", "json")).statusCode).toBe(200);
    end();
    const other = await exportKeys(server.ports, access);
    // Of one that is over.
    end();
    expectProblem(await again(), 429, "TOO_MANY_AT_ONCE");
    other.end();
    expect((await exported("many", "csv")).statusCode).toBe(200);
  });

  it("has every key once", async () => {
    const sheets = await sheetsOf((await exported("many", "xlsx")).rawPayload);
    for (const sheet of ["Generated", "External"]) {
      const [, ...rows] = sheets.get(sheet) ?? [];
      expect(rows).toHaveLength(COUNT);
      expect(new Set(rows.map(([id]) => id)).size).toBe(COUNT);
      const ids = rows.map(([id]) => id ?? "");
      expect(ids).toEqual(ids.toSorted(compareCodeUnits));
    }
    expect(rowsOf((await exported("many", "csv")).payload)).toHaveLength(1 + 2 * COUNT);
  }, 60_000);
});

const UNKNOWN = { account: "acme", key: UNISSUED_KEY, token: LOST_TOKEN };

/** Keys with a token each, and as many that another account owns and this one has admitted, past the API: it would take long. */
async function insertKeys({ writer }: SqlEngine<Schema>, start: number, count: number): Promise<void> {
  const db = writer.withPlugin(new ColumnNames());
  const numbers = Array.from({ length: count }, (_, index) => String(start + index).padStart(6, "0"));
  const createdBy = JSON.stringify(OPERATOR);
  const own = { status: "active", createdAtMs: START_MS, createdBy, profile: null };
  const keyOf = (owner: string, number: string) => `lk-${owner}-${number}`;
  const inserted = (owner: string) =>
    numbers.map((number) => ({
      key: keyOf(owner, number),
      owner,
      name: `Key ${number}`,
      nameFolded: `key ${number}`,
      ...own,
    }));
  await db
    .insertInto("apiKeys")
    .values([...inserted("many"), ...inserted("owner-of-many")])
    .execute();
  await db
    .insertInto("apiTokens")
    .values(
      numbers.map((number) => ({
        id: `token-${number}`,
        key: keyOf("many", number),
        owner: "many",
        state: "current",
        digest: new Uint8Array(32),
        secretId: "none",
        createdAtMs: START_MS,
        expiresAtMs: null,
      })),
    )
    .execute();
  await db
    .insertInto("externalKeys")
    .values(
      numbers.map((number) => ({
        host: "many",
        key: keyOf("owner-of-many", number),
        name: `Partner ${number}`,
        nameFolded: `partner ${number}`,
        status: "active",
        expiresAtMs: null,
        addedAtMs: START_MS,
        addedBy: createdBy,
      })),
    )
    .execute();
}
