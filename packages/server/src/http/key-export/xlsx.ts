import { Readable } from "node:stream";
import { ZipFile } from "yazl";
import type { KeyExport } from "../../usecases/export-keys.ts";
import { EXTERNAL_COLUMNS, externalRecord, GENERATED_COLUMNS, generatedRecord } from "./columns.ts";
import { type Sheet, sheetXml, workbookParts } from "./spreadsheet-xml.ts";

/**
 * Both tabs as an XLSX workbook with a sheet each, written as it is read: nobody takes bytes, no page is fetched. Destroying
 * the stream ends the reading.
 */
export function keysAsXlsx({ atMs, external, generated }: KeyExport): Readable {
  return workbook(atMs, [
    { name: "Generated", columns: GENERATED_COLUMNS, pages: recordsOf(generated, generatedRecord) },
    { name: "External", columns: EXTERNAL_COLUMNS, pages: recordsOf(external, externalRecord) },
  ]);
}

function workbook(atMs: number, sheets: readonly Sheet[]): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  const mtime = new Date(atMs);
  for (const { path, xml } of workbookParts(sheets)) zip.addBuffer(Buffer.from(xml), path, { mtime });
  for (const [index, sheet] of sheets.entries()) {
    zip.addReadStreamLazy(`xl/worksheets/sheet${index + 1}.xml`, { mtime }, (begin) => {
      const source = Readable.from(sheetXml(sheet));
      source.once("error", (error) => output.destroy(error));
      output.once("close", () => source.destroy());
      begin(null, source);
    });
  }
  zip.end();
  return output;
}

async function* recordsOf<Key, Fields>(
  pages: AsyncIterable<readonly Key[]>,
  toRecord: (key: Key) => Fields,
): AsyncGenerator<readonly Fields[]> {
  for await (const page of pages) yield page.map(toRecord);
}
