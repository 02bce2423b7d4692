/** One sheet of a workbook, all of whose cells are text. */
export interface Sheet {
  readonly name: string;
  /** The names in its first row, by which its records are read. */
  readonly columns: readonly string[];
  readonly pages: AsyncIterable<readonly Readonly<Record<string, string>>[]>;
}

/** Rows that a sheet can have, and characters that a cell can hold: limits of the format. */
const ROWS_MAX = 1_048_576;
const CELL_MAX_LENGTH = 32_767;

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships";
const SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** Of the two styles below. */
const HEADER_STYLE = 1;
const TEXT_STYLE = 2;

/** Everything of a workbook (ECMA-376) but its sheets' contents, which stand in `xl/worksheets/sheet1.xml` and so on. */
export function workbookParts(sheets: readonly Pick<Sheet, "name">[]): { path: string; xml: string }[] {
  const each = (part: (name: string, number: number) => string) =>
    sheets.map(({ name }, index) => part(escaped(name), index + 1)).join("");
  const styles = sheets.length + 1;
  return [
    {
      path: "[Content_Types].xml",
      xml: `${HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${SHEET_TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${SHEET_TYPE}.styles+xml"/>${each(
        (_name, number) =>
          `<Override PartName="/xl/worksheets/sheet${number}.xml" ContentType="${SHEET_TYPE}.worksheet+xml"/>`,
      )}</Types>`,
    },
    {
      path: "_rels/.rels",
      xml: `${HEAD}<Relationships xmlns="${PACKAGE_RELATIONS}"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      path: "xl/workbook.xml",
      xml: `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${each(
        (name, number) => `<sheet name="${name}" sheetId="${number}" r:id="rId${number}"/>`,
      )}</sheets></workbook>`,
    },
    {
      path: "xl/_rels/workbook.xml.rels",
      xml: `${HEAD}<Relationships xmlns="${PACKAGE_RELATIONS}">${each(
        (_name, number) =>
          `<Relationship Id="rId${number}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${number}.xml"/>`,
      )}<Relationship Id="rId${styles}" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
    },
    {
      path: "xl/styles.xml",
      // The third format is the built-in one for text: also what somebody types into such a cell later stays text.
      xml: `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf xfId="0"/><xf fontId="1" xfId="0" applyFont="1"/><xf numFmtId="49" xfId="0" applyNumberFormat="1"/></cellXfs></styleSheet>`,
    },
  ];
}

/** The contents of a sheet, page by page. @throws Error where it has more rows than a sheet can have */
export async function* sheetXml({ columns, pages }: Sheet): AsyncGenerator<string> {
  const widths = `<cols><col min="1" max="${columns.length}" width="26" customWidth="1"/></cols>`;
  const frozenHead = `<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`;
  yield `${HEAD}<worksheet xmlns="${MAIN}">${frozenHead}${widths}<sheetData>${row(1, columns, HEADER_STYLE)}`;
  let number = 1;
  for await (const page of pages) {
    if (number + page.length > ROWS_MAX) throw new Error(`a sheet holds ${ROWS_MAX} rows at most`);
    yield page
      .map((record) =>
        row(
          ++number,
          columns.map((column) => record[column] ?? ""),
          TEXT_STYLE,
        ),
      )
      .join("");
  }
  yield "</sheetData></worksheet>";
}

/** A row of text cells: a name that reads like a formula is no formula. */
function row(number: number, texts: readonly string[], style: number): string {
  const cells = texts.map((text, index) => {
    // Sheets here have fewer columns than there are letters.
    const place = `${String.fromCharCode(65 + index)}${number}`;
    if (text === "") return "";
    return `<c r="${place}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escaped(shortened(text))}</t></is></c>`;
  });
  return `<row r="${number}">${cells.join("")}</row>`;
}

function shortened(text: string): string {
  return text.length <= CELL_MAX_LENGTH ? text : `${text.slice(0, CELL_MAX_LENGTH - 1)}…`;
}

/** What XML can't hold, and what the format (ECMA-376, 22.9.2.19) reads as such. */
// oxlint-disable-next-line no-control-regex
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000d\u000e-\u001f\ufffe\uffff]|\p{Cs}|_(?=x[\da-fA-F]{4}_)/gu;

function escaped(text: string): string {
  return text
    .replace(UNWRITABLE, (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}_`)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
