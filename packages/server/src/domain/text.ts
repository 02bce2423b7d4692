/** Longest name of anything that a person names, in UTF-16 units. */
export const NAME_MAX_LENGTH = 120;

// Controls break logs and tables; embeddings, overrides and isolates let a name rearrange what stands beside it. The
// plain direction marks stay allowed: Arabic and Hebrew names need them.
// eslint-disable-next-line no-control-regex
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/;

/** What is wrong with a name that a person gave, or `undefined`. Expects it trimmed. */
export function nameProblem(name: string): string | undefined {
  if (name === "") return "must not be empty";
  if (name.length > NAME_MAX_LENGTH) return `must have at most ${NAME_MAX_LENGTH} characters`;
  if (!isStorable(name)) return "must be well-formed Unicode";
  if (UNPRINTABLE.test(name)) return "must not hold control characters or direction overrides";
  return undefined;
}

/** Whether every engine can store a text: PostgreSQL takes neither NUL nor a surrogate without its other half. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}

/**
 * The form of a text that is searched and sorted by: without case, accents and width, so that `farmacias` finds
 * `Farmácias`. Both engines compare it by code point. The form of a part is a part of the form.
 */
export function fold(text: string): string {
  const lowerCase = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  // The only lower case that depends on what stands beside a letter.
  return lowerCase.replaceAll("ς", "σ").trim();
}

/** Puts texts in the order of their code units, which is nobody's language and everywhere the same. */
export function compareCodeUnits(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
