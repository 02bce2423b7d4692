import { readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { sql } from "kysely";
import { describe, expect, it, test } from "vitest";
import { parseConfig } from "../config.ts";
import { inspectDatabase } from "../storage/inspect.ts";
import { openTestStore } from "../storage/conformance/test-store.ts";
import { MIGRATION_NAMES } from "../storage/migrate.ts";
import { engineNames } from "../storage/test-database.ts";
import { skewFinding } from "./doctor-database.ts";
import { checkConfig } from "./doctor-files.ts";
import { checkService } from "./doctor-service.ts";
import { doctor } from "./doctor.ts";
import { DATABASE_FILE } from "./serve.ts";
import { createFolder, MACHINE } from "./test-installation.ts";

describe.each(engineNames)("a database on %s", (name) => {
  test("says which migrations are to come, which it can't know, and whose secret it has", async () => {
    const { engine } = await openTestStore(name);
    const state = await inspectDatabase(engine);
    expect(state).toMatchObject({ pending: [], unknown: [], hasCatalog: false });
    expect(state.secretId).toBeTruthy();
    expect(state.nowMs === undefined || Math.abs(state.nowMs - Date.now()) < 60_000).toBe(true);
    expect(state.nowMs === undefined).toBe(name === "sqlite");
    await sql`delete from schema_migrations where name = ${MIGRATION_NAMES.at(-1)}`.execute(engine.writer);
    await sql`insert into schema_migrations (name, timestamp) values ('9999-new', '')`.execute(engine.writer);
    expect(await inspectDatabase(engine)).toMatchObject({ pending: [MIGRATION_NAMES.at(-1)], unknown: ["9999-new"] });
  });
});

describe("a configuration", () => {
  const found = (environment: Record<string, string>) =>
    checkConfig(parseConfig(environment)).map(({ level, about }) => `${level} ${about}`);

  it.each([
    [{}, ["warning operator token"]],
    [{ LATCHKEY_OPERATOR_TOKEN: "x".repeat(40) }, ["problem operator token"]],
    [{ HOST: "0.0.0.0" }, ["warning operator token", "warning public URL"]],
    [{ LATCHKEY_PUBLIC_URL: "http://keys.example.com" }, ["warning operator token", "problem public URL"]],
    [{ LATCHKEY_PUBLIC_URL: "https://keys.example.com" }, ["warning operator token", "ok public URL"]],
    [{ LATCHKEY_DATABASE_URL: "postgres://db/x" }, ["warning operator token", "warning secret"]],
  ])("%j is %j", (environment, findings) => {
    expect(found(environment)).toEqual(findings);
  });
});

test("clocks may be a little apart", () => {
  expect([0, -1_999, 2_000, -29_999, 30_000].map((skewMs) => skewFinding("it", skewMs).level)).toEqual([
    "ok",
    "ok",
    "warning",
    "warning",
    "problem",
  ]);
});

test.each([
  ["that is none", "not a database, but long enough to be taken for one".repeat(20), "file is not a database"],
  ["that is empty", "", `${MIGRATION_NAMES.length} migrations have not run`],
])(
  "a database %s is said to be so, and left as it is, also where its logs were to be checked",
  async (_what, content, says) => {
    const folder = await createFolder();
    await writeFile(join(folder, DATABASE_FILE), content);
    const lines: string[] = [];
    const fetch = () => Promise.reject(new TypeError("nobody there"));
    const options = { json: false, audit: true };
    const exitCode = await doctor(
      { LATCHKEY_DATA_DIR: folder },
      { machine: MACHINE, fetch },
      (line) => lines.push(line),
      options,
    );
    expect(exitCode).toBe(1);
    expect(lines.join("\n")).toContain(says);
    expect(lines.join("\n")).toMatch(/^PROBLEM {2}audit: /m);
    // Without a single table: one page, if any.
    expect((await stat(join(folder, DATABASE_FILE))).size).toBeLessThanOrEqual(4_096);
    expect(await readdir(folder)).not.toContain("secret");
  },
);

describe("a service", () => {
  const nowMs = Date.parse("2026-11-28T10:00:00Z");
  const machine = { clock: { nowMs: () => nowMs } } as Parameters<typeof checkService>[2]["machine"];

  async function found(readiness: unknown, options: { date?: string; publicUrl?: string } = {}) {
    const asked: string[] = [];
    const fetch = (async (url: string) => {
      asked.push(url);
      if (url.endsWith("/healthz")) throw new TypeError("no such host");
      return Response.json(readiness, { headers: { date: options.date ?? "Sat, 28 Nov 2026 10:00:00 GMT" } });
    }) as typeof globalThis.fetch;
    const config = parseConfig({ HOST: "::", ...(options.publicUrl && { LATCHKEY_PUBLIC_URL: options.publicUrl }) });
    const findings = await checkService(config, undefined, { fetch, machine });
    return { asked, findings: findings.map(({ level, about }) => `${level} ${about}`) };
  }

  it("is asked where it listens, and is ready, nearly stale, stale, or another", async () => {
    const sound = { status: "ready", revision: 1, ageSeconds: 0.2 };
    expect(await found(sound)).toEqual({
      asked: ["http://127.0.0.1:4390/readyz"],
      findings: ["ok service", "ok clock"],
    });
    expect((await found({ ...sound, ageSeconds: 31 })).findings).toContain("warning service");
    expect((await found({ ...sound, status: "stale" })).findings).toContain("problem service");
    expect((await found({ hello: "world" })).findings).toEqual(["problem service"]);
    expect((await found(sound, { date: "Sat, 28 Nov 2026 09:59:00 GMT" })).findings).toContain("problem clock");
  });

  it.each(["http://keys:hunter2@keys.example.com", "keys.example.com", "ftp://keys.example.com"])(
    "isn't looked for at %s, which isn't repeated",
    async (url) => {
      const [finding, ...more] = await checkService(parseConfig({}), url, { fetch, machine });
      expect(finding).toMatchObject({ level: "problem", about: "service" });
      expect(finding?.says).not.toContain("hunter2");
      expect(more).toEqual([]);
    },
  );

  it("that can't be reached by its public address is warned of", async () => {
    const { asked, findings } = await found(
      { status: "ready", ageSeconds: 0 },
      { publicUrl: "https://keys.example.com" },
    );
    expect(asked).toContain("https://keys.example.com/healthz");
    expect(findings).toContain("warning public URL");
  });
});
