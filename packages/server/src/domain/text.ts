/** Longest name of anything that a person names, in UTF-16 units. */
export const NAME_MAX_LENGTH = 120;

// Controls break logs and tables; embeddings, overrides and isolates let a name rearrange what stands beside it; what can't
// be seen makes two names look the same. The plain direction marks and the joiners stay allowed: names in Arabic, Hebrew and
// Indic scripts, and emoji, need them. So do marks that choose a form, as in Mongolian and emoji; Hangul's fillers don't.
const UNPRINTABLE =
  /[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}[\p{Default_Ignorable_Code_Point}--\p{M}]]--[\u061c\u200c-\u200f\u{e0020}-\u{e007f}]]/v;

/** What leaves no trace where it stands alone: marks, what is ignored by default, and the braille cell without dots. */
const UNSEEN = /[\p{M}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** What is wrong with a name that a person gave, or `undefined`. Expects it trimmed. */
export function nameProblem(name: string): string | undefined {
  if (name === "") return "must not be empty";
  if (name.length > NAME_MAX_LENGTH) return `must have at most ${NAME_MAX_LENGTH} characters`;
  if (!isStorable(name)) return "must be well-formed Unicode";
  if (UNPRINTABLE.test(name)) return "must not hold control characters, direction overrides or what can't be seen";
  if (fold(name) === "") return "must hold something that can be seen";
  return undefined;
}

/** Whether every engine can store a text: PostgreSQL takes neither NUL nor a surrogate without its other half. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}

/**
 * The form of a text that is searched and sorted by: without case, accents, width and what can't be seen, so that `farmacias` finds
 * `Farmácias`. Both engines compare it by code point. The form of a part is a part of the form.
 */
export function fold(text: string): string {
  const lowerCase = text.normalize("NFKD").replace(UNSEEN, "").toLowerCase();
  // The only lower case that depends on what stands beside a letter.
  return lowerCase.replaceAll("ς", "σ").trim();
}

/** Puts texts in the order of their code units, which is nobody's language and everywhere the same. */
export function compareCodeUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
