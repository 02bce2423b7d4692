import type { Actor } from "../domain/actor.ts";
import { TOKEN_LINK_LIFETIME_MS, type TokenLinkPurpose } from "../domain/token-link.ts";
import { generateSecret, type TokenState } from "../domain/token.ts";
import type { Changes } from "../storage/store.ts";
import type { GeneratedKeyView } from "./generated-key-view.ts";
import type { Ports } from "./ports.ts";

/** How a new token is handed over: in the answer itself, or by a one-time link, behind which it waits. */
export type TokenDelivery = "inline" | "link";

/** What hands a new token over. It exists in clear in this answer alone (rule 2). */
export type DeliveredToken =
  | { readonly kind: "inline"; readonly token: string }
  | { readonly kind: "link"; readonly id: string; readonly secret: string; readonly expiresAtMs: number };

/** A key, and what hands its new token over: nothing, to a repeat of the request that made it. */
export interface KeyWithToken {
  readonly key: GeneratedKeyView;
  readonly delivered: DeliveredToken | undefined;
}

export interface TokenToDeliver {
  /** The account that owns the key. */
  readonly account: string;
  readonly actor: Actor;
  readonly key: string;
  readonly state: TokenState;
  readonly purpose: TokenLinkPurpose;
  readonly delivery: TokenDelivery;
  /** Whether the token before it is to go as soon as this one works. */
  readonly completesRenewal: boolean;
}

/** Makes a token of a key and, where it is to wait behind one, its link. Answers how it reaches people, and its id. */
export async function deliverToken(
  ports: Ports,
  tx: Changes,
  { account, actor, key, state, purpose, delivery, completesRenewal }: TokenToDeliver,
): Promise<{ tokenId: string; delivered: DeliveredToken }> {
  const token = generateSecret("lkt_", ports.randomBytes);
  const tokenId = ports.newId();
  const kept = { id: tokenId, key, state, digest: ports.digest(token), createdAtMs: tx.nowMs, expiresAtMs: null };
  if (delivery === "inline") {
    await tx.keys.insertToken({ ...kept, link: null });
    return { tokenId, delivered: { kind: "inline", token } };
  }
  const link = { id: ports.newId(), secret: generateSecret("lkl_", ports.randomBytes) };
  const expiresAtMs = ports.nowMs() + TOKEN_LINK_LIFETIME_MS;
  await tx.tokenLinks.insert({
    id: link.id,
    account,
    key,
    purpose,
    createdAtMs: tx.nowMs,
    createdBy: actor,
    expiresAtMs,
    completesRenewal,
    proof: ports.digest(link.secret),
    tokenId,
    sealedToken: ports.tokenCipher.seal(token, link),
  });
  await tx.keys.insertToken({ ...kept, link: { id: link.id, expiresAtMs, completesRenewal } });
  return { tokenId, delivered: { kind: "link", ...link, expiresAtMs } };
}

/** How a token is handed over, as an audit event says it. */
export function deliveryFields(delivered: DeliveredToken): { tokenDelivery: TokenDelivery; link?: string } {
  return { tokenDelivery: delivered.kind, ...(delivered.kind === "link" ? { link: delivered.id } : {}) };
}
