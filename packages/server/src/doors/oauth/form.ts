import type { Api } from "../../http/api.ts";
import { invalidRequest, invalidTarget } from "./oauth-error.ts";
import { FORM_TYPE } from "./schema.ts";

/** Largest form that is read, in bytes: every resource of a large catalog fits into a scope. */
const FORM_MAX_BYTES = 32 * 1024;

/** Parameters that may come more than once (RFC 8707, 2; RFC 8693, 2.1), and name where a token is to count. */
const TARGETS: ReadonlySet<string> = new Set(["audience", "resource"]);

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
 * @throws OAuthError `invalid_request` for what is no form, and for a parameter that comes twice (RFC 6749, 3.2); `invalid_target` where that
 *   names several targets: no token is for more than one
 */
function parseForm(text: string): Readonly<Record<string, string>> {
  const form = new Map<string, string>();
  for (const part of text === "" ? [] : text.split("&")) {
    const equals = part.indexOf("=");
    const name = decodeFormText(equals < 0 ? part : part.slice(0, equals));
    const value = decodeFormText(equals < 0 ? "" : part.slice(equals + 1));
    if (name === undefined || name === "" || value === undefined) throw invalidRequest("The body is not a form.");
    if (form.has(name)) {
      throw TARGETS.has(name)
        ? invalidTarget("A token is for one account.")
        : invalidRequest("A parameter comes more than once.");
    }
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
