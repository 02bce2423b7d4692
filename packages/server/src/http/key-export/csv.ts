import type { KeyExport } from "../../usecases/export-keys.ts";
import { csvLine } from "../csv.ts";
import { EXTERNAL_COLUMNS, externalRecord, GENERATED_COLUMNS, generatedRecord } from "./columns.ts";

/** Both tabs in one table: which tab a line is of, then every column that either has. */
const COLUMNS = ["tab", ...new Set([...GENERATED_COLUMNS, ...EXTERNAL_COLUMNS])] as const;

/** Both tabs as CSV (RFC 4180), UTF-8, page by page. */
export async function* keysAsCsv({ external, generated }: KeyExport): AsyncGenerator<string> {
  yield csvLine(COLUMNS);
  for await (const page of generated) {
    yield page.map((key) => record({ tab: "generated", ...generatedRecord(key) })).join("");
  }
  for await (const page of external) {
    yield page.map((key) => record({ tab: "external", ...externalRecord(key) })).join("");
  }
}

function record(fields: Readonly<Partial<Record<(typeof COLUMNS)[number], string>>>): string {
  return csvLine(COLUMNS.map((column) => fields[column] ?? ""));
}
