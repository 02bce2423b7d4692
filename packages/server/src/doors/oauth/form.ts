import type { Api } from "../../http/api.ts";
import { invalidRequest } from "./oauth-error.ts";
import { FORM_TYPE } from "./schema.ts";

/** Largest form that is read, in bytes: every resource of a large catalog fits into a scope. */
const FORM_MAX_BYTES = 32 * 1024;

/** Has a scope's routes take forms, and nothing else. */
export function takeForms(scope: Api): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(FORM_TYPE, { parseAs: "string", bodyLimit: FORM_MAX_BYTES }, (_request, body, done) => {
    try {
      done(null, parseForm(String(body)));
    } catch (error) {
      done(error as Error);
    }
  });
}

/**
 * Parses a form strictly: what programs read in two ways is refused, and a parameter without a value counts as left out (RFC 6749, 3.2).
 *
 * @throws OAuthError `invalid_request` for what is no form, and for a parameter that comes twice (RFC 6749, 3.2)
 */
function parseForm(text: string): Readonly<Record<string, string>> {
  const form = new Map<string, string>();
  for (const part of text === "" ? [] : text.split("&")) {
    const equals = part.indexOf("=");
    const name = decodeFormText(equals < 0 ? part : part.slice(0, equals));
    const value = decodeFormText(equals < 0 ? "" : part.slice(equals + 1));
    if (name === undefined || name === "" || value === undefined) throw invalidRequest("The body is not a form.");
    if (form.has(name)) throw invalidRequest("A parameter comes more than once.");
    form.set(name, value);
  }
  return Object.fromEntries([...form].filter(([, value]) => value !== ""));
}

/** A text as forms encode it, or `undefined` where it isn't encoded so. */
export function decodeFormText(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return undefined;
  }
}
