import { containsSecret, isImportedKeyForm, isKeyString } from "@latchkey/sdk/credential-format";

/** What a text in the field for a partner's key is, as far as can be told without asking anybody. */
export type KeyInput =
  | { readonly kind: "empty" | "whole" | "secret" }
  /** May be the string of a key that was made elsewhere, and imported: nobody can tell without asking. */
  | { readonly kind: "imported" }
  /** Right so far. */
  | { readonly kind: "incomplete" }
  /** Can't become a key by typing on. */
  | { readonly kind: "malformed"; readonly fault: "prefix" | "space" | "case" | "tooLong" }
  | { readonly kind: "malformed"; readonly fault: "character"; readonly character: string }
  /** Has the form of a key, but its check character doesn't fit. */
  | { readonly kind: "mistyped" };

// What comes along when a key is copied out of a mail or a chat: white space, and marks that nobody sees.
const AROUND = /^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu;
const COMPLETE = /^lk-[a-z0-9-]+-[0-9A-HJKMNP-TV-Z]{12}$/;
const BEGINNING = /^(l|lk|lk-|lk-[a-z0-9-]+|lk-[a-z0-9-]+-[0-9A-HJKMNP-TV-Z]{1,11})$/;

/** The key string in what somebody pasted. */
export function cleanKeyInput(text: string): string {
  return text.replace(AROUND, "");
}

/** Judges what stands in the field, after `cleanKeyInput`. */
export function judgeKeyInput(text: string): KeyInput {
  if (text === "") return { kind: "empty" };
  if (containsSecret(text)) return { kind: "secret" };
  if (isKeyString(text)) return { kind: "whole" };
  if (isImportedKeyForm(text)) return { kind: "imported" };
  if (BEGINNING.test(text)) return { kind: "incomplete" };
  if (COMPLETE.test(text)) return { kind: "mistyped" };
  return faultOf(text);
}

function faultOf(text: string): KeyInput {
  if (/\s/u.test(text)) return { kind: "malformed", fault: "space" };
  if (!/^(l|lk|lk-)/iu.test(text)) return { kind: "malformed", fault: "prefix" };
  const foreign = /[^0-9A-Za-z-]/u.exec(text)?.[0];
  if (foreign !== undefined) return { kind: "malformed", fault: "character", character: foreign };
  const end = text.slice(text.lastIndexOf("-") + 1);
  // Crockford's alphabet leaves out the letters that are mistaken for digits.
  const lookalike = /[ILOU]/.exec(end)?.[0];
  if (lookalike !== undefined) return { kind: "malformed", fault: "character", character: lookalike };
  return { kind: "malformed", fault: /^[0-9A-Z]{13,}$/.test(end) ? "tooLong" : "case" };
}
