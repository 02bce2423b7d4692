/** What a spreadsheet would take for the beginning of a formula, in the width of either script. */
const FORMULA_START = /^[=+\-@\t\r\n＝＋－＠]/;

/** One line of CSV (RFC 4180), with its end. A text that would be a formula gets a quote before it, which makes it text. */
export function csvLine(values: readonly (string | number | null)[]): string {
  return `${values.map(csvField).join(",")}\r\n`;
}

function csvField(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = FORMULA_START.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
