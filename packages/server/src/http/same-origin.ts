import type { FastifyRequest } from "fastify";
import { DomainError } from "../domain/errors.ts";

/** The origins that our own pages have. */
export interface SameOrigin {
  readonly isOurs: (origin: string) => boolean;
}

const SAFE_METHODS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * A page of another site may make a browser send our cookie; what would change something has to come from our own.
 *
 * @param options.mustSay whether a request that doesn't say where it comes from is refused too
 * @throws DomainError `ORIGIN_REFUSED`
 */
export function requireSameOrigin(
  { isOurs }: SameOrigin,
  { headers, method }: FastifyRequest,
  { mustSay }: { mustSay: boolean },
): void {
  if (SAFE_METHODS.has(method)) return;
  const { origin } = headers;
  const site = headers["sec-fetch-site"];
  const isSameSite = site === undefined || site === "same-origin";
  if (isSameSite && (origin === undefined ? !mustSay : isOurs(origin))) return;
  throw new DomainError("ORIGIN_REFUSED", "A request with a session cookie has to come from the console itself.");
}

/**
 * Our origins under the address at which we are reached. On this machine alone the names of the loopback address are one
 * place.
 */
export function sameOriginAs(publicUrl: () => string): SameOrigin {
  return {
    isOurs(origin) {
      const ours = new URL(publicUrl());
      if (origin === ours.origin) return true;
      const theirs = URL.parse(origin);
      return (
        theirs?.origin === origin &&
        LOOPBACK_NAMES.has(ours.hostname) &&
        LOOPBACK_NAMES.has(theirs.hostname) &&
        theirs.protocol === ours.protocol &&
        theirs.port === ours.port
      );
    },
  };
}

const LOOPBACK_NAMES: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "[::1]"]);
