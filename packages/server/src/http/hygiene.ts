import { containsSecret } from "@latchkey/sdk/credential-format";
import type { FastifyRequest } from "fastify";
import { DomainError, type InputError } from "../domain/errors.ts";
import { isStorable } from "../domain/text.ts";
import { IDEMPOTENCY_KEY } from "./idempotency.ts";

/** Faults that one answer names, and the longest path by which it does: whoever sends thousands learns nothing from more. */
const ERRORS_MAX = 20;
const PATH_MAX_LENGTH = 200;

/** Shorter texts hold no secret, nor most of one. */
const SECRET_MIN_LENGTH = 24;

/** Long enough to hold a secret. */
const BASE64 = /[A-Za-z0-9+/_-]{60,}/g;

/**
 * Looks at every text that a request brings, before anybody else does: a secret in a field that isn't its own is refused
 * (rule 2), and so is what no database can keep.
 */
export function refuseUncleanInput(request: FastifyRequest): Promise<void> {
  const { creates, secretFields = [] } = request.routeOptions.config;
  const secrets: InputError[] = [];
  const unstorable: InputError[] = [];
  const look = (path: string, text: string): boolean => {
    if (holdsSecret(text) && !secretFields.includes(path.replace(/\/\d+(?=\/|$)/g, "/*"))) {
      secrets.push({ path: path.slice(0, PATH_MAX_LENGTH), message: "holds a token: never paste one here" });
    } else if (!isStorable(text)) {
      unstorable.push({ path: path.slice(0, PATH_MAX_LENGTH), message: "is not well-formed text" });
    }
    return secrets.length + unstorable.length < ERRORS_MAX;
  };
  walk("", request.body, look);
  walk("?", request.query, look);
  walk("", request.params, look);
  // The one header that holds what a person may have chosen.
  if (creates === true) walk(IDEMPOTENCY_KEY, request.headers["idempotency-key"], look);
  if (secrets.length > 0) {
    throw new DomainError(
      "SECRET_IN_FIELD",
      "A token stands where none belongs. It was not kept; as it has been sent, renew it.",
      { errors: secrets },
    );
  }
  if (unstorable.length > 0) {
    throw new DomainError("INVALID_INPUT", "Some of the input is not valid.", { errors: unstorable });
  }
  return Promise.resolve();
}

/** Where the claims of a JWT begin, and the most characters that its header has before. */
const JWT_CLAIMS = /\.eyJ[A-Za-z0-9_-]{20}/g;
const JWT_HEADER_MAX_LENGTH = 303;

/** Whether a text holds no secret, and can be kept. */
export function isCleanText(text: string): boolean {
  return !holdsSecret(text) && isStorable(text);
}

/** A secret as it is, or in a header's base 64. */
function holdsSecret(text: string): boolean {
  if (text.length < SECRET_MIN_LENGTH) return false;
  if (containsSecret(text)) return true;
  if (holdsAccessToken(text)) return true;
  for (const [encoded] of text.matchAll(BASE64)) {
    if (containsSecret(Buffer.from(encoded, "base64").toString("latin1"))) return true;
  }
  return false;
}

/**
 * An access token, as signed by us or by another server like it. Looks back from each dot no further than a header reaches:
 * whoever sends a text full of beginnings mustn't have each of them followed to the end.
 */
function holdsAccessToken(text: string): boolean {
  for (const { index } of text.matchAll(JWT_CLAIMS)) {
    const before = text.slice(Math.max(0, index - JWT_HEADER_MAX_LENGTH), index);
    const word = before.split(/[^A-Za-z0-9_-]/).at(-1) ?? "";
    const header = word.slice(Math.max(0, word.indexOf("eyJ")));
    if (Buffer.from(header, "base64url").toString("latin1").includes('"at+jwt"')) return true;
  }
  return false;
}

/** Visits every text in a parsed value, names of fields included, for as long as `look` wants more. Without recursion: a body may be nested deeply. */
function walk(root: string, value: unknown, look: (path: string, text: string) => boolean): void {
  const open: { path: string; value: unknown }[] = [{ path: root, value }];
  for (let part = open.pop(); part; part = open.pop()) {
    const { path } = part;
    if (typeof part.value === "string") {
      if (!look(path, part.value)) return;
    } else if (typeof part.value === "object" && part.value !== null) {
      for (const [name, inner] of Object.entries(part.value)) {
        if (!look(`${path}/(name)`, name)) return;
        // The answer says where: never by a name that is a secret itself, or is no well-formed text.
        const shown = holdsSecret(name) || !isStorable(name) ? "(name)" : name;
        open.push({ path: path === "?" ? `?${shown}` : `${path}/${shown}`, value: inner });
      }
    }
  }
}
