import { createReadStream } from "node:fs";
import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { Readable, pipeline as pipe } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import {
  BackupError,
  type BackupHeader,
  BackupSeal,
  damaged,
  endText,
  headerText,
  parseHeader,
  parseLine,
  rowText,
  tableText,
} from "./backup-format.ts";
import { BATCH_ROWS, type PortableRow } from "./rows.ts";

/** Some rows of one table. */
export interface TableRows {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly PortableRow[];
}

/** The key that seals a backup, by the id of the server secret, or `undefined` where that isn't known. */
export type SealKeys = (secretId: string) => Uint8Array | undefined;

/**
 * Writes a backup, readable by its owner alone: under the name `draft` until it is whole and on the disk, then in the place of
 * whatever had `path` for its name. Answers how many rows it holds.
 */
export async function writeBackup(
  { draft, path }: { readonly path: string; readonly draft: string },
  header: BackupHeader,
  key: Uint8Array,
  parts: AsyncIterable<TableRows>,
): Promise<number> {
  let written = 0;
  try {
    const file = await open(draft, "wx", 0o600);
    const text = backupText(header, key, parts, (rows) => (written = rows));
    await pipeline(Readable.from(text), createGzip(), file.createWriteStream({ flush: true }));
    await rename(draft, path);
    await syncFolder(dirname(path));
    return written;
  } finally {
    await rm(draft, { force: true });
  }
}

async function* backupText(
  header: BackupHeader,
  key: Uint8Array,
  parts: AsyncIterable<TableRows>,
  done: (rows: number) => void,
): AsyncGenerator<string> {
  const seal = new BackupSeal(key);
  const sealed = (text: string) => {
    seal.add(text);
    return text;
  };
  yield sealed(headerText(header));
  let rowCount = 0;
  let tables = 0;
  let current: string | undefined;
  for await (const { table, columns, rows } of parts) {
    if (table !== current) {
      tables++;
      yield sealed(tableText(table, columns));
    }
    current = table;
    rowCount += rows.length;
    if (rows.length > 0) yield sealed(rows.map(rowText).join(""));
  }
  yield endText(rowCount, tables, seal.end());
  done(rowCount);
}

/** A backup that is being read. */
export interface OpenBackup {
  readonly header: BackupHeader;
  /**
   * What it holds, to its end: whoever reads it must undo what they did where this throws. @throws BackupError where it isn't as it was
   * written
   */
  readonly parts: AsyncIterable<TableRows>;
}

/**
 * Opens a backup and reads what it is of.
 *
 * @throws BackupError where it is none, or was sealed under a secret that `keys` doesn't know
 * @throws the operating system's error where the file can't be read
 */
export async function openBackup(path: string, keys: SealKeys): Promise<OpenBackup> {
  const lines = linesOf(path);
  const first = await lines.next();
  if (first.done) throw damaged();
  const header = parseHeader(first.value);
  const key = keys(header.secretId);
  if (!key)
    throw new BackupError("the backup was made under another LATCHKEY_SECRET, without which nothing in it works");
  return { header, parts: partsOf(first.value, lines, key) };
}

async function* partsOf(header: string, lines: AsyncIterable<string>, key: Uint8Array): AsyncGenerator<TableRows> {
  const seal = new BackupSeal(key);
  seal.add(`${header}\n`);
  let table: TableRows | undefined;
  let rows: PortableRow[] = [];
  let [rowCount, tableCount, isOver] = [0, 0, false];
  for await (const text of lines) {
    if (isOver) throw damaged();
    const line = parseLine(text);
    if (line.kind === "end") {
      const isWhole = line.rows === rowCount && line.tables === tableCount;
      if (!isWhole || !seal.isSealedBy(line.seal)) throw damaged();
      isOver = true;
      continue;
    }
    seal.add(`${text}\n`);
    if (line.kind === "table") {
      tableCount++;
      if (table) yield { ...table, rows };
      table = { table: line.table, columns: line.columns, rows: [] };
      rows = [];
      continue;
    }
    if (!table || line.row.length !== table.columns.length) throw damaged();
    rowCount++;
    rows.push(line.row);
    if (rows.length < BATCH_ROWS) continue;
    yield { ...table, rows };
    rows = [];
  }
  if (!isOver) throw damaged();
  if (table) yield { ...table, rows };
}

/** The lines of a file under gzip. Whatever isn't gzip, or is cut off, is damaged. */
async function* linesOf(path: string): AsyncGenerator<string> {
  const file = await open(path, "r");
  await file.close();
  const unzipped = pipe(createReadStream(path), createGunzip(), () => undefined);
  let rest = "";
  try {
    for await (const chunk of unzipped.setEncoding("utf8") as AsyncIterable<string>) {
      const lines = `${rest}${chunk}`.split("\n");
      rest = lines.pop() ?? "";
      yield* lines;
    }
  } catch (error) {
    if (isOfGzip(error)) throw damaged();
    throw error;
  }
  if (rest !== "") throw damaged();
}

function isOfGzip(error: unknown): boolean {
  return ["Z_DATA_ERROR", "Z_BUF_ERROR"].includes((error as { code?: string }).code ?? "");
}

/** Makes a new name last: on Windows folders can't be opened, and needn't be. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, "r").catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
