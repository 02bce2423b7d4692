import { open, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { StartError } from "../config.ts";
import { addAccounts } from "../http/test-fixtures.ts";
import { MIGRATION_NAMES } from "../storage/migrate.ts";
import { engineNames } from "../storage/test-database.ts";
import { OPERATOR_TOKEN, SERVER_SECRET } from "../test-server.ts";
import { exportAuditHeads, verifyAudit } from "./audit.ts";
import { backup } from "./backup.ts";
import { doctor } from "./doctor.ts";
import { openEngine, openServer } from "./serve.ts";
import { createPlace, MACHINE, type Place } from "./test-installation.ts";

const NEXT = "the-next-secret-of-the-tests-0123456789";
const silent = () => undefined;

async function filledPlace(name: (typeof engineNames)[number]): Promise<Place> {
  const place = await createPlace(name);
  const server = await place.serve();
  await addAccounts(server, "acme");
  await server.close();
  return place;
}

/** What a database says that no look at it may change. */
async function stateOf({ config }: Place): Promise<unknown> {
  const engine = await openEngine(config);
  try {
    const { rows: installations } = await sql`select * from installation`.execute(engine.reader);
    const { rows: migrations } = await sql`select name from schema_migrations`.execute(engine.reader);
    const { rows: keys } = await sql`select secret_id from audit_keys`.execute(engine.reader);
    return { installations, migrations, keys };
  } finally {
    await engine.close();
  }
}

describe.each(engineNames)("who checks the logs on %s", (name) => {
  test("changes nothing, also under a new secret that no server has begun to use", async () => {
    const place = await filledPlace(name);
    const before = await stateOf(place);
    const config = { ...place.config, secret: NEXT, previousSecret: SERVER_SECRET };
    const checked = await verifyAudit(config, MACHINE, silent, undefined);
    expect(checked).toMatchObject({ intact: true, logs: [{ account: "acme", events: 1, keptHead: false }] });
    await exportAuditHeads(config, MACHINE, silent);
    expect(await stateOf(place)).toEqual(before);
    const other = { ...place.config, secret: NEXT };
    await expect(verifyAudit(other, MACHINE, silent, undefined)).rejects.toThrow(/is not the secret/);
  });

  test("runs no migration: a database of another version is refused, and stays of it", async () => {
    const place = await filledPlace(name);
    const engine = await openEngine(place.config);
    await sql`delete from schema_migrations where name = ${MIGRATION_NAMES.at(-1)}`.execute(engine.writer);
    await engine.close();
    const before = await stateOf(place);
    await expect(verifyAudit(place.config, MACHINE, silent, undefined)).rejects.toThrow(/of an older version/);
    expect(await stateOf(place)).toEqual(before);
  });
});

test("who checks the logs makes no secret where there is none", async () => {
  const place = await filledPlace("sqlite");
  const config = { ...place.config, secret: undefined };
  await expect(verifyAudit(config, MACHINE, silent, undefined)).rejects.toThrow(/LATCHKEY_SECRET is needed/);
  expect(await readdir(config.dataDir)).not.toContain("secret");
  await rm(join(config.dataDir, "latchkey.db"));
  await expect(verifyAudit(config, MACHINE, silent, undefined)).rejects.toThrow(/there is no database/);
});

test("a database whose pages were overwritten is said to be damaged, in a line, to whoever looks at it or would serve it", async () => {
  const place = await filledPlace("sqlite");
  await overwrite(join(place.config.dataDir, "latchkey.db"), "audit_events");
  const { config } = place;
  const damaged = new StartError("the database is damaged: database disk image is malformed; restore a backup");
  await expect(verifyAudit(config, MACHINE, silent, undefined)).rejects.toThrow(damaged);
  await expect(backup(config, MACHINE, silent, join(config.dataDir, "backup.gz"))).rejects.toThrow(damaged);
  const lines: string[] = [];
  const parts = { machine: MACHINE, fetch: () => Promise.reject(new TypeError("nobody there")) };
  const environment = { LATCHKEY_DATA_DIR: config.dataDir, LATCHKEY_SECRET: SERVER_SECRET };
  const say = (line: string) => lines.push(line);
  expect(await doctor(environment, parts, say, { json: false, audit: true })).toBe(1);
  expect(lines.join("\n")).toContain(`PROBLEM  audit: ${damaged.message}`);
  await overwrite(join(config.dataDir, "latchkey.db"), "accounts");
  await expect(openServer(config, MACHINE, { operatorToken: OPERATOR_TOKEN })).rejects.toThrow(damaged);
});

/** Overwrites the page at which a table begins. */
async function overwrite(path: string, table: string): Promise<void> {
  const database = new DatabaseSync(path);
  const found = database.prepare("select rootpage from sqlite_master where name = ?").get(table);
  const { page_size: pageSize } = database.prepare("pragma page_size").get() as { page_size: number };
  database.exec("pragma wal_checkpoint(truncate)");
  database.close();
  const file = await open(path, "r+");
  await file.write(Buffer.alloc(pageSize, 0xff), 0, pageSize, (Number(found?.["rootpage"]) - 1) * pageSize);
  await file.close();
}
