import { DomainError } from "../domain/errors.ts";
import type { KeyDetails } from "../storage/store.ts";
import type { Access } from "./access.ts";
import { requireRolesHeld } from "./account-roles.ts";
import { finishRenewal } from "./complete-renewal.ts";
import { createAs } from "./create-once.ts";
import { deliverToken, deliveryFields, type KeyWithToken, type TokenDelivery } from "./deliver-token.ts";
import { generatedKeyView, keyLight } from "./generated-key-view.ts";
import { ownKey } from "./get-key.ts";
import type { Ports } from "./ports.ts";
import { tellHosts } from "./tell-hosts.ts";

export interface Renewal {
  readonly tokenDelivery: TokenDelivery;
  /** Whether the token before goes as soon as the new one works, or once somebody completes the renewal. */
  readonly oldToken: "later" | "now";
}

/**
 * Makes a second token of a key; both work until the renewal is completed or undone (rule 3). One that waits behind a link
 * works, and the hosts hear of it, once the link is opened. A key that has no token gets one. A repeat gets the key without it.
 *
 * @throws DomainError `UNKNOWN_KEY`, `RENEWAL_PENDING`, `LINK_UNOPENED` where the key's only token still waits to be opened,
 *   `ROLE_NOT_HELD` (rule 7)
 */
export async function renewToken(
  ports: Ports,
  access: Access,
  key: string,
  { tokenDelivery, oldToken }: Renewal,
): Promise<KeyWithToken> {
  const { account, actor } = access;
  const { made, secret } = await createAs(ports, access, "account.renew-api-token", async (tx, access) => {
    const before = await ownKey(tx, account, key);
    requireRenewable(before);
    await requireRolesHeld(tx, access, before.roles);
    const [current] = before.tokens;
    const completesRenewal = oldToken === "now" && current !== undefined;
    const { delivered, tokenId } = await deliverToken(ports, tx, {
      account,
      actor,
      key,
      state: current ? "renewed" : "current",
      purpose: "renewal",
      delivery: tokenDelivery,
      completesRenewal,
    });
    const after = { token: tokenId, ...deliveryFields(delivered), oldToken };
    await tx.record({ account, actor, action: "key.renewed", target: key, after });
    tx.changed({ kind: "key", key });
    if (delivered.kind === "inline") {
      await tellHosts(tx, account, "key.renewed", key);
      if (completesRenewal) await finishRenewal(tx, account, actor, key);
    }
    const view = generatedKeyView(await ownKey(tx, account, key), await keyLight(tx, account, ports.nowMs()));
    return { made: view, secret: delivered };
  });
  return { key: made, delivered: secret };
}

function requireRenewable({ tokens }: KeyDetails): void {
  if (tokens.some(({ state }) => state === "renewed")) {
    throw new DomainError("RENEWAL_PENDING", "A renewal of this key is open: complete or undo it first.");
  }
  if (tokens.some(({ link }) => link !== null)) {
    throw new DomainError("LINK_UNOPENED", "The key's token still waits behind its link: have it opened, or void it.");
  }
}
