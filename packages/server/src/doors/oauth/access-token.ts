import { hash } from "node:crypto";
import { createLocalJWKSet, errors, jwtVerify, SignJWT } from "jose";
import { z } from "zod";
import { tokenEndMs } from "../../domain/token-age.ts";
import type { Judge, Proven } from "../../verify/decide.ts";
import type { Allowed } from "../../verify/decision.ts";
import type { KnownKey, KnownToken } from "../../verify/known.ts";
import { ALGORITHM, type KeyRing } from "./key-ring.ts";

/** How long an access token lives at most, in seconds. */
const LIFETIME_SECONDS = 300;
/** The media type of access tokens that are JWTs (RFC 9068, 2.1). */
const TYPE = "at+jwt";

/** See `Claims`. */
export const claimsSchema = z.object({
  iss: z.string(),
  sub: z.string(),
  aud: z.string(),
  exp: z.int(),
  iat: z.int(),
  jti: z.string(),
  client_id: z.string(),
  scope: z.string(),
  account: z.string(),
  owner: z.string(),
  external: z.boolean(),
});

/** What an access token says (RFC 9068, 2.2), and in which account it opens what: `account`, `owner`, `external`. */
export type Claims = z.output<typeof claimsSchema>;

export interface Issued {
  readonly jwt: string;
  readonly expiresInSeconds: number;
}

/** What a token is to be issued for. */
export interface Grant {
  readonly proven: Proven;
  readonly allowed: Allowed;
  readonly scope: string;
  readonly issuer: string;
  /** Makes an id that was never used before. */
  readonly newId: () => string;
}

/**
 * Signs an access token for a key in an account: for five minutes, and never beyond the end of the key's token, nor of the time for which the
 * account has admitted the key.
 */
export async function issue(judge: Judge, ring: KeyRing, grant: Grant): Promise<Issued> {
  const { allowed, issuer, newId, proven, scope } = grant;
  const { account, external, key, owner } = allowed;
  const signer = await ring.signer();
  const nowSeconds = Math.floor(judge.nowMs() / 1_000);
  const endMs = Math.min(
    tokenEndMs(proven.token, judge.directory.tokenLifetimeMonths(owner)) ?? Infinity,
    (external ? judge.directory.admission(key, account)?.expiresAtMs : null) ?? Infinity,
  );
  const exp = Math.min(nowSeconds + LIFETIME_SECONDS, Math.floor(endMs / 1_000));
  const claims = {
    iss: issuer,
    sub: key,
    aud: audienceOf(issuer, account),
    exp,
    iat: nowSeconds,
    jti: idFor(newId(), proven.token),
    client_id: key,
    scope,
    account,
    owner,
    external,
  } satisfies Claims;
  const jwt = await new SignJWT(claims)
    .setProtectedHeader({ alg: ALGORITHM, typ: TYPE, kid: signer.id })
    .sign(signer.key);
  return { jwt, expiresInSeconds: Math.max(exp - nowSeconds, 0) };
}

/** What a token says that we have signed and whose time hasn't come, or `undefined` for everything else. */
export async function readToken(
  judge: Pick<Judge, "nowMs">,
  ring: KeyRing,
  { issuer, jwt }: { readonly issuer: string; readonly jwt: string },
): Promise<Claims | undefined> {
  const keys = createLocalJWKSet({ keys: await ring.published() });
  try {
    const { payload } = await jwtVerify(jwt, keys, {
      algorithms: [ALGORITHM],
      currentDate: new Date(judge.nowMs()),
      issuer,
      typ: TYPE,
    });
    return claimsSchema.parse(payload);
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}

/** The token of the key by which an access token was got, or `undefined` where the key has it no more, or its time has come. */
export function tokenBehind(judge: Judge, key: KnownKey, { jti }: Claims): KnownToken | undefined {
  const [id = ""] = jti.split(".");
  const found = [key.current, key.renewed].find((token) => token && idFor(id, token) === jti);
  const endMs = found && tokenEndMs(found, judge.directory.tokenLifetimeMonths(key.owner));
  return typeof endMs === "number" && endMs <= judge.nowMs() ? undefined : found;
}

/** How an account is named as the place where a token counts (RFC 8707). */
export function audienceOf(issuer: string, account: string): string {
  return `${issuer}/accounts/${account}`;
}

/** Names the key's token as well, but only to us: a host mustn't see from it when a key is renewed (rule 8). */
function idFor(id: string, token: Pick<KnownToken, "id">): string {
  return `${id}.${hash("sha256", `${id} ${token.id}`, "base64url")}`;
}
