import type { RouteParts } from "../../http/api.ts";
import type { Ports } from "../../usecases/ports.ts";
import { countUse, decideForKey, type Proven } from "../../verify/decide.ts";
import type { Decision } from "../../verify/decision.ts";
import { type Claims, tokenBehind } from "./access-token.ts";
import type { Caller } from "./client.ts";

/** What is said of a token (RFC 7662, 2.2). */
export type Introspection =
  { readonly active: false } | (Claims & { readonly active: true; readonly token_type: "Bearer" });

/** Of everything that doesn't count, and whatever isn't the caller's to know of. */
const INACTIVE = { active: false } as const;

/**
 * Decides afresh whether an access token counts: from what this node knows of the key now, and from what was revoked. Of the resources that
 * it was issued for, those are named that are open still. The networks that bind a key were looked at when it was issued: a token isn't bound
 * to the address that it was asked for from. For a service that is a use of the key; a key learns of its own tokens alone.
 *
 * @param claims `undefined` where the token is none of ours, or its time has come
 * @throws DomainError `UNAVAILABLE` where nobody can say whether it was revoked (rule 12)
 */
export async function introspect(
  { accessTokens, judge, metrics }: IntrospectParts,
  caller: Caller,
  claims: Claims | undefined,
): Promise<Introspection> {
  const found = await decideAfresh({ accessTokens, judge }, caller, claims);
  metrics.tally.count("introspection", found?.decision ?? { valid: false, code: "INVALID_CREDENTIALS" });
  if (!claims || !found?.decision.valid) return INACTIVE;
  const { account, roles } = found.decision;
  if (caller === "service") countUse(judge, found.proven, "allowed", { account });
  const scope = claims.scope.split(" ").filter((resource) => judge.directory.opens(account, roles, resource));
  return { ...claims, active: true, token_type: "Bearer", scope: scope.join(" ") };
}

type IntrospectParts = Pick<Ports, "accessTokens"> & Pick<RouteParts, "judge" | "metrics">;

/** What is decided for the key behind an access token, or `undefined` where the token doesn't count, or isn't the caller's to know of. */
async function decideAfresh(
  { accessTokens, judge }: Pick<IntrospectParts, "accessTokens" | "judge">,
  caller: Caller,
  claims: Claims | undefined,
): Promise<{ readonly decision: Decision; readonly proven: Proven } | undefined> {
  if (!claims) return undefined;
  const { account, client_id: keyString, jti } = claims;
  if (caller !== "service" && caller.key.key !== keyString) return undefined;
  // Before the decision, which is then the newest.
  if (await accessTokens.isRevoked(jti)) return undefined;
  const key = judge.directory.key(keyString);
  const token = key && tokenBehind(judge, key, claims);
  return (
    key && token && { decision: decideForKey(judge, key, { account }, { isAnywhere: true }), proven: { key, token } }
  );
}
