import { createHash } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { Precondition } from "../usecases/precondition.ts";

/** The entity tag of a state of what the caller's side can edit (RFC 9110, section 8.8.3). */
export function etagOf(state: string): string {
  return `"${createHash("sha256").update(state).digest("base64url").slice(0, 22)}"`;
}

/** Answers an object with the tag that a later `If-Match` can name. */
export function withEtag(reply: FastifyReply, state: string): FastifyReply {
  return reply.header("etag", etagOf(state));
}

/** What the request's `If-Match` demands; `undefined` where it has none. */
export function ifMatch(request: FastifyRequest): Precondition {
  const header = request.headers["if-match"];
  if (header === undefined || header.trim() === "*") return undefined;
  const tags = header.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return (state) => tags.includes(etagOf(state));
}
