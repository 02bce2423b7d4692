import type { Ports } from "../../usecases/ports.ts";
import { countUse, decideForKey, type Judge } from "../../verify/decide.ts";
import { type Claims, tokenBehind } from "./access-token.ts";
import type { Caller } from "./client.ts";

/** What is said of a token (RFC 7662, 2.2). */
export type Introspection =
  { readonly active: false } | (Claims & { readonly active: true; readonly token_type: "Bearer" });

/** Of everything that doesn't count, and whatever isn't the caller's to know of. */
export const INACTIVE = { active: false } as const;

/**
 * Decides afresh whether an access token counts: from what this node knows of the key now, and from what was revoked. Of the resources that
 * it was issued for, those are named that are open still. For a service that is a use of the key; a key learns of its own tokens alone.
 *
 * @throws DomainError `UNAVAILABLE` where nobody can say whether it was revoked (rule 12)
 */
export async function introspect(
  { accessTokens, judge }: Pick<Ports, "accessTokens"> & { readonly judge: Judge },
  caller: Caller,
  claims: Claims,
): Promise<Introspection> {
  const { account, client_id: keyString, jti } = claims;
  if (caller !== "service" && caller.key.key !== keyString) return INACTIVE;
  // Before the decision, which is then the newest.
  if (await accessTokens.isRevoked(jti)) return INACTIVE;
  const key = judge.directory.key(keyString);
  const token = key && tokenBehind(judge, key, claims);
  if (!key || !token) return INACTIVE;
  const decision = decideForKey(judge, key, { account });
  if (!decision.valid) return INACTIVE;
  if (caller === "service") countUse(judge, { key, token }, "allowed", { account });
  const scope = claims.scope.split(" ").filter((resource) => judge.directory.opens(account, decision.roles, resource));
  return { ...claims, active: true, token_type: "Bearer", scope: scope.join(" ") };
}
