import { createHmac, type Hmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import type { PortableRow, PortableValue } from "./rows.ts";

/**
 * What a backup is: JSON Lines under gzip, the same whichever engine wrote it. The first line says what it is of; then for
 * each table one line that names it and its columns, and one for each row; the last says how many there were, and seals all
 * lines before it with a key of the server secret's.
 */
const FORMAT = "latchkey-backup";
const VERSION = 1;

/** What a backup is of. */
export interface BackupHeader {
  readonly epoch: string;
  /** The newest revision in it. */
  readonly revision: number;
  readonly trimmedThrough: number;
  /** Names the server secret under which the digests in it work, and which sealed it. */
  readonly secretId: string;
  /** RFC 3339, UTC. */
  readonly takenAt: string;
  /** Names of the migrations that the database had had. */
  readonly migrations: readonly string[];
}

/** A backup can't be taken for what it should be. The message is for whoever restores it, and holds nothing of what is in it. */
export class BackupError extends Error {
  override readonly name = "BackupError";
}

const headerSchema = z.object({
  format: z.literal(FORMAT),
  version: z.int(),
  epoch: z.string().min(1),
  revision: z.int().min(0),
  trimmedThrough: z.int().min(0),
  secretId: z.string().min(1),
  takenAt: z.iso.datetime(),
  migrations: z.array(z.string()).min(1),
});

const identifier = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/);
const tableSchema = z.object({ table: identifier, columns: z.array(identifier).min(1) });
const rowSchema = z.array(
  z.union([
    z.string(),
    z.number(),
    z.null(),
    z.object({ bytes: z.base64() }).transform(({ bytes }) => fromBase64(bytes)),
  ]),
);
const endSchema = z.object({ rows: z.int().min(0), tables: z.int().min(0), seal: z.string().regex(/^[0-9a-f]{64}$/) });

/** One line of a backup. */
export type BackupLine =
  | { readonly kind: "table"; readonly table: string; readonly columns: readonly string[] }
  | { readonly kind: "row"; readonly row: PortableRow }
  | { readonly kind: "end"; readonly rows: number; readonly tables: number; readonly seal: string };

export function headerText(header: BackupHeader): string {
  return `${JSON.stringify({ format: FORMAT, version: VERSION, ...header })}\n`;
}

export function tableText(table: string, columns: readonly string[]): string {
  return `${JSON.stringify({ table, columns })}\n`;
}

export function rowText(row: PortableRow): string {
  return `${JSON.stringify(row.map(encoded))}\n`;
}

export function endText(rows: number, tables: number, seal: string): string {
  return `${JSON.stringify({ rows, tables, seal })}\n`;
}

/** @throws BackupError where it isn't the first line of a backup, or of one that only a newer version reads */
export function parseHeader(line: string): BackupHeader {
  const parsed = headerSchema.safeParse(parseJson(line));
  if (!parsed.success) throw new BackupError("this is no backup of Latchkey");
  const { format: _format, version, ...header } = parsed.data;
  if (version !== VERSION) throw new BackupError("this backup was made by a newer version of Latchkey");
  return header;
}

/** @throws BackupError */
export function parseLine(line: string): BackupLine {
  const value = parseJson(line);
  const row = rowSchema.safeParse(value);
  if (row.success) return { kind: "row", row: row.data };
  const table = tableSchema.safeParse(value);
  if (table.success) return { kind: "table", ...table.data };
  const end = endSchema.safeParse(value);
  if (end.success) return { kind: "end", ...end.data };
  throw damaged();
}

/** What is said of every backup that isn't as it was written. */
export function damaged(): BackupError {
  return new BackupError("the backup is damaged, cut off, or was altered: nothing was restored");
}

/** Seals the lines of a backup in their order, with HMAC-SHA-256. */
export class BackupSeal {
  readonly #hmac: Hmac;

  constructor(key: Uint8Array) {
    this.#hmac = createHmac("sha256", key);
  }

  /** @param text whole lines with their ends */
  add(text: string): void {
    this.#hmac.update(text);
  }

  /** Hex of the seal over everything that was added. Once. */
  end(): string {
    return this.#hmac.digest("hex");
  }

  /** Whether everything that was added has a seal. Once. */
  isSealedBy(seal: string): boolean {
    return timingSafeEqual(this.#hmac.digest(), Buffer.from(seal, "hex"));
  }
}

function encoded(value: PortableValue): unknown {
  return value instanceof Uint8Array ? { bytes: Buffer.from(value).toString("base64") } : value;
}

function fromBase64(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "base64"));
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
