import { readHost } from "./request-host.ts";

/** What one segment of a route's path stands for: a text, any one segment, or all that follow. */
export type SegmentPattern =
  | { readonly kind: "literal"; readonly text: string }
  | { readonly kind: "parameter"; readonly name: string }
  | { readonly kind: "rest" };

/** A route's host: one name, or all that have one label, the account's name, before a suffix. */
export type HostPattern =
  { readonly kind: "name"; readonly host: string } | { readonly kind: "account"; readonly suffix: string };

/** Name of the parameter, and of the label, that an account is taken from. */
export const ACCOUNT = "account";

const LITERAL = /^[A-Za-z0-9\-._~!$&'()+,=@]+$/;
const PARAMETER = /^:([A-Za-z][A-Za-z0-9_]*)$/;
const ACCOUNT_LABEL = `{${ACCOUNT}}.`;

/** Reads `/api/orders/:id` or `/api/*`; answers what is wrong with it as a text. */
export function parsePath(path: string): readonly SegmentPattern[] | string {
  if (!path.startsWith("/")) return "must begin with a slash";
  const texts = path.slice(1).split("/");
  const patterns: SegmentPattern[] = [];
  const names = new Set<string>();
  for (const [index, text] of texts.entries()) {
    const isLast = index === texts.length - 1;
    const name = PARAMETER.exec(text)?.[1];
    if (name !== undefined) {
      if (names.has(name)) return `has the parameter :${name} twice`;
      names.add(name);
      patterns.push({ kind: "parameter", name });
    } else if (text === "*") {
      if (!isLast) return "may have a * only as its last segment";
      patterns.push({ kind: "rest" });
    } else if (text === "" ? isLast : LITERAL.test(text) && text !== "." && text !== "..") {
      patterns.push({ kind: "literal", text });
    } else {
      return "must consist of segments such as orders, :id or, at its end, *";
    }
  }
  return patterns;
}

/** Reads `api.example.com` or `{account}.api.example.com`; answers what is wrong with it as a text. */
export function parseHost(text: string): HostPattern | string {
  const isAccount = text.startsWith(ACCOUNT_LABEL);
  const name = isAccount ? text.slice(ACCOUNT_LABEL.length) : text;
  if (readHost(name) !== name) return "must be a host in lower case, without a port, or {account}. before one";
  return isAccount ? { kind: "account", suffix: `.${name}` } : { kind: "name", host: name };
}
