/** Longest path that is read, in characters. */
const PATH_MAX_LENGTH = 4_096;

/** RFC 3986's `pchar`, but for the semicolon, behind which some servers overlook the rest of a segment. */
const SEGMENT = /^(?:[A-Za-z0-9\-._~!$&'()*+,=:@]|%[0-9A-Fa-f]{2})+$/;

/** What would mean something else, or the same as without, if it weren't escaped: servers differ in when they decode. */
const NEEDLESSLY_OR_DANGEROUSLY_ESCAPED = /[A-Za-z0-9\-._~/\\%;?#\p{Cc}]/u;

/** A path that every server reads alike, or why this is none. */
export type RequestPath = { readonly segments: readonly string[] } | { readonly problem: string };

/**
 * Reads the path of a request target (RFC 9112, origin form) into its decoded segments; a slash at the end makes the last one
 * empty. What gateway and service might read differently is refused rather than put right: nobody could say which of the two
 * readings will be served.
 */
export function readPath(target: string): RequestPath {
  // Several values of a header come as one, with a space between them.
  if (/\s/.test(target)) return { problem: "the path can be read in more than one way" };
  const [path = ""] = target.split("?", 1);
  if (path.length > PATH_MAX_LENGTH) return { problem: "the path is too long" };
  if (!path.startsWith("/")) return { problem: "the path doesn't begin with a slash" };
  const raw = path.slice(1).split("/");
  const segments: string[] = [];
  for (const [index, text] of raw.entries()) {
    const isLast = index === raw.length - 1;
    if (text === "" && !isLast) return { problem: "the path has an empty segment" };
    const segment = text === "" ? "" : readSegment(text);
    if (segment === undefined) return { problem: "the path can be read in more than one way" };
    segments.push(segment);
  }
  return { segments };
}

function readSegment(text: string): string | undefined {
  if (!SEGMENT.test(text) || text === "." || text === "..") return undefined;
  if (!text.includes("%")) return text;
  for (const [escapes] of text.matchAll(/(?:%[0-9A-Fa-f]{2})+/g)) {
    const decoded = decode(escapes);
    if (decoded === undefined || NEEDLESSLY_OR_DANGEROUSLY_ESCAPED.test(decoded)) return undefined;
  }
  const decoded = decode(text);
  // Look-alikes of a slash or a dot become one where a server folds them.
  return decoded === decoded?.normalize("NFKC") ? decoded : undefined;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
