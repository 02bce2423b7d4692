import { CsvError, parse } from "csv-parse/sync";
import { CommandError } from "./failures.ts";

/** One thing to import, as the API takes it, and the line of the file on which it stands. */
export interface ImportRecord {
  readonly line: number;
  readonly fields: Readonly<Record<string, unknown>>;
}

export const IMPORT_FORMATS = ["jsonl", "csv"] as const;
export type ImportFormat = (typeof IMPORT_FORMATS)[number];

/** Reads what is to be imported. @throws CommandError naming the line, never what stands on it: it may hold a token */
export function importRecords(text: string, format: ImportFormat, columns: readonly string[]): ImportRecord[] {
  return format === "csv" ? fromCsv(text, columns) : fromJsonLines(text);
}

function fromJsonLines(text: string): ImportRecord[] {
  return text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .flatMap((content, index) => {
      const line = index + 1;
      return content.trim() === "" ? [] : [{ line, fields: objectOn(line, content) }];
    });
}

function objectOn(line: number, content: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch {
    // Its message would quote the line.
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  throw new CommandError(`line ${line} is no JSON object`);
}

/** The first line names the columns; an empty cell says nothing; roles are divided by spaces. */
function fromCsv(text: string, columns: readonly string[]): ImportRecord[] {
  let rows: { readonly info: { readonly lines: number }; readonly record: readonly string[] }[];
  try {
    rows = parse(text, { bom: true, info: true, skip_empty_lines: true }) as unknown as typeof rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error["lines"] === "number" ? `line ${error["lines"]}` : "the file";
    throw new CommandError(`${line} is no CSV like the lines before it`);
  }
  const [head, ...records] = rows;
  const names = head?.record.map((name) => name.trim()) ?? [];
  if (names.some((name) => !columns.includes(name)) || new Set(names).size !== names.length) {
    throw new CommandError(`line 1 must name the columns, each once, among ${columns.join(", ")}`);
  }
  return records.map(({ info, record }) => ({
    line: info.lines,
    fields: Object.fromEntries(
      names.flatMap((name, index) => {
        const cell = record[index]?.trim() ?? "";
        return cell === "" ? [] : [[name, valueOf(name, cell)]];
      }),
    ),
  }));
}

function valueOf(column: string, cell: string): unknown {
  if (column === "roles") return cell.split(/\s+/);
  return column === "requestsPerMinute" ? Number(cell) : cell;
}
