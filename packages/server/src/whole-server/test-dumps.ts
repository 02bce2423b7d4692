// What a server's data is as text, wherever it lies: to be searched.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { sql } from "kysely";
import { backup, restore } from "../commands/backup.ts";
import { copy } from "../commands/copy.ts";
import { createFolder, MACHINE } from "../commands/test-installation.ts";
import { parseConfig } from "../config.ts";
import { PORTABLE_TABLES } from "../storage/portable/tables.ts";
import type { Schema } from "../storage/schema.ts";
import { createTestDatabase, type TestDatabase } from "../storage/test-database.ts";
import { SERVER_SECRET } from "../test-server.ts";

/** The files of a folder as text. */
export async function textsIn(folder: string): Promise<Map<string, string>> {
  const files = await readdir(folder);
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "latin1")));
  return new Map(files.map((file, index) => [file, texts[index] ?? ""]));
}

/** Everything that is taken elsewhere of a server's folder, as text: a backup, what is restored from it, a copy, and what they say. */
export async function dumpsOf(folder: string): Promise<Map<string, string>> {
  const said: string[] = [];
  const say = (line: string) => void said.push(line);
  const placeIn = (dataDir: string) => parseConfig({ LATCHKEY_SECRET: SERVER_SECRET, LATCHKEY_DATA_DIR: dataDir });
  const [file, restored] = [join(await createFolder(), "backup.gz"), await createFolder()];
  await backup(placeIn(folder), MACHINE, say, file);
  const trust = { changes: undefined, quarantineAll: false, trustBackup: true };
  await restore(placeIn(restored), MACHINE, say, file, trust);
  const target = await createTestDatabase("postgres");
  await copy(placeIn(folder), MACHINE, say, target.address);
  const lines = gunzipSync(await readFile(file)).toString("latin1");
  const plain = (bytes: string, encoding: "base64" | "hex") => Buffer.from(bytes, encoding).toString("latin1");
  return new Map([
    ["a backup", lines.replace(/\{"bytes":"([^"]*)"\}/g, (_, bytes: string) => plain(bytes, "base64"))],
    ["a copy", (await rowsOf(target)).replace(/\\+x([0-9a-f]+)/g, (_, bytes: string) => plain(bytes, "hex"))],
    ["what the commands said", said.join("\n")],
    ...(await textsIn(restored)),
  ]);
}

/** All rows of a PostgreSQL that an installation was copied to. */
async function rowsOf(target: TestDatabase): Promise<string> {
  const { reader } = await target.open<Schema>();
  const rows: string[] = [];
  for (const { name } of PORTABLE_TABLES) {
    const found = await sql<{ row: string }>`select t::text as row from ${sql.table(name)} t`.execute(reader);
    rows.push(...found.rows.map(({ row }) => row));
  }
  return rows.join("\n");
}
