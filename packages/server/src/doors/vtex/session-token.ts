import type { Ports } from "../../usecases/ports.ts";
import { decideForKey, type Judge, type Proven } from "../../verify/decide.ts";
import type { Allowed } from "../../verify/decision.ts";
import { issue, readToken, tokenBehind } from "../oauth/access-token.ts";
import type { KeyRing } from "../oauth/key-ring.ts";

/** Marks a token that stands for its key here. No resource is called so, and no resource server gives anything for it. */
const SCOPE = "vtexid";

/** What a login is made with, and read by. */
export interface SessionParts {
  readonly judge: Judge;
  readonly ring: KeyRing;
  readonly ports: Pick<Ports, "accessTokens">;
  readonly publicUrl: () => string;
  readonly newId: () => string;
}

/** Signs a token that stands for a key in an account, for as long as access tokens live. */
export async function sessionToken(
  { judge, newId, publicUrl, ring }: SessionParts,
  proven: Proven,
  allowed: Allowed,
): Promise<{ readonly token: string; readonly expiresAtSeconds: number }> {
  const { expiresInSeconds, jwt } = await issue(judge, ring, {
    proven,
    allowed,
    scope: SCOPE,
    issuer: publicUrl(),
    newId,
  });
  return { token: jwt, expiresAtSeconds: Math.floor(judge.nowMs() / 1_000) + expiresInSeconds };
}

/**
 * The key that a token stands for in an account, as it is now; `undefined` for every other token, one that was revoked, one whose key opens the
 * account no more, and one whose key's token is gone.
 *
 * Where it is used from is for whoever lets it into the account to look at.
 *
 * @throws DomainError `UNAVAILABLE` where nobody can say whether it was revoked (rule 12)
 */
export async function keyOfSession(
  { judge, ports, publicUrl, ring }: SessionParts,
  jwt: string,
  account: string,
): Promise<Proven | undefined> {
  const claims = await readToken(judge, ring, { issuer: publicUrl(), jwt });
  if (claims?.scope !== SCOPE || claims.account !== account) return undefined;
  if (await ports.accessTokens.isRevoked(claims.jti)) return undefined;
  const key = judge.directory.key(claims.client_id);
  const token = key && tokenBehind(judge, key, claims);
  return key && token && decideForKey(judge, key, { account }, { isAnywhere: true }).valid ? { key, token } : undefined;
}
