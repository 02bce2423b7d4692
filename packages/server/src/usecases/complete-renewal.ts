import type { Actor } from "../domain/actor.ts";
import { DomainError } from "../domain/errors.ts";
import type { ApiToken } from "../domain/token.ts";
import type { Changes, KeyDetails } from "../storage/store.ts";
import { type Access, changeAs } from "./access.ts";
import { generatedKeyView, type GeneratedKeyView, keyLight } from "./generated-key-view.ts";
import { ownKey } from "./get-key.ts";
import type { Ports } from "./ports.ts";
import { tellHosts } from "./tell-hosts.ts";

/**
 * Deletes the old token of a key that is being renewed: from now on the new one alone works (rules 3, 12).
 *
 * @throws DomainError `UNKNOWN_KEY`, `NO_RENEWAL`, `LINK_UNOPENED` while nobody has the new token yet
 */
export async function completeRenewal(ports: Ports, access: Access, key: string): Promise<GeneratedKeyView> {
  const { account, actor } = access;
  return changeAs(ports, access, "account.renew-api-token", async (tx) => {
    const { link } = renewedToken(await ownKey(tx, account, key));
    if (link !== null) {
      throw new DomainError("LINK_UNOPENED", "The new token still waits behind its link: nobody could use the key.");
    }
    await finishRenewal(tx, account, actor, key);
    tx.changed({ kind: "key", key });
    return generatedKeyView(await ownKey(tx, account, key), await keyLight(tx, account, ports.nowMs()));
  });
}

/** Puts a key's renewed token, which works, in the place of the one before it, and says so in its account and its hosts'. */
export async function finishRenewal(tx: Changes, account: string, actor: Actor, key: string): Promise<void> {
  const { tokens } = await ownKey(tx, account, key);
  const [old, renewed] = ["current", "renewed"].map((wanted) => tokens.find(({ state }) => state === wanted));
  await tx.keys.completeRenewal(account, key);
  const action = "key.renewal-completed";
  const [before, after] = [{ token: old?.id ?? null }, { token: renewed?.id ?? null }];
  await tx.record({ account, actor, action, target: key, before, after });
  await tellHosts(tx, account, action, key);
}

/** @throws DomainError `NO_RENEWAL` where the key isn't being renewed */
export function renewedToken({ tokens }: KeyDetails): Omit<ApiToken, "digest"> {
  const renewed = tokens.find(({ state }) => state === "renewed");
  if (!renewed) throw new DomainError("NO_RENEWAL", "No renewal of this key is open.");
  return renewed;
}
