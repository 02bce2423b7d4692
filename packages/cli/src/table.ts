const GAP = "  ";
/** A column that has to give way is left at least as wide. */
const LEAST_WIDTH = 8;

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });
/** What terminals show twice as wide. */
const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}！-｠]/u;
/** What would move the cursor, colour the screen or turn the writing round: names come from other companies. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/gu;

/** A text on one line, without anything that a terminal would obey. */
export function visible(text: string): string {
  return text.replace(UNPRINTABLE, "\u{FFFD}");
}

/**
 * Writes rows under each other, the first of which are the titles.
 *
 * @param columns of the terminal; the widest texts are shortened until a line fits. `undefined`: nothing is
 */
export function table(rows: readonly (readonly string[])[], columns: number | undefined): string {
  const cells = rows.map((row) => row.map(visible));
  const widths = (cells[0] ?? []).map((_, index) => Math.max(...cells.map((row) => widthOf(row[index] ?? ""))));
  if (columns !== undefined) shrink(widths, columns - GAP.length * (widths.length - 1));
  return cells
    .map((row) =>
      row
        .map((cell, index) => fitted(cell, widths[index] ?? 0))
        .join(GAP)
        .trimEnd(),
    )
    .join("\n");
}

function shrink(widths: number[], room: number): void {
  for (;;) {
    const widest = Math.max(...widths);
    const over = widths.reduce((sum, width) => sum + width, 0) - room;
    if (over <= 0 || widest <= LEAST_WIDTH) return;
    widths[widths.indexOf(widest)] = widest - 1;
  }
}

function fitted(text: string, width: number): string {
  const own = widthOf(text);
  if (own <= width) return text + " ".repeat(width - own);
  let kept = "";
  let keptWidth = 0;
  for (const { segment } of graphemes.segment(text)) {
    const next = keptWidth + widthOf(segment);
    if (next > width - 1) break;
    kept += segment;
    keptWidth = next;
  }
  return `${kept}…${" ".repeat(width - keptWidth - 1)}`;
}

/** How many columns of a terminal a text takes. */
function widthOf(text: string): number {
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += WIDE.test(segment) ? 2 : 1;
  return width;
}
