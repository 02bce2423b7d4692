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
 * Deletes the old token of a key that is being renewed: the new one alone works from then on (rules 3, 12).
 *
 * @param when `opened`: as soon as the new token's link has been opened, which is at once where it has none that waits
 * @throws DomainError `UNKNOWN_KEY`, `NO_RENEWAL`; with `now` also `LINK_UNOPENED` while nobody has the new token yet
 */
export async function completeRenewal(
  ports: Ports,
  access: Access,
  key: string,
  when: "now" | "opened",
): Promise<GeneratedKeyView> {
  const { account, actor } = access;
  return changeAs(ports, access, "account.renew-api-token", async (tx) => {
    const before = await ownKey(tx, account, key);
    const { link } = renewedToken(before);
    const light = await keyLight(tx, account, ports.nowMs());
    if (link === null) {
      await finishRenewal(tx, account, actor, key);
      tx.changed({ kind: "key", key });
    } else if (when === "now") {
      throw new DomainError("LINK_UNOPENED", "The new token still waits behind its link: nobody could use the key.");
    } else if (!(await tx.tokenLinks.completeWhenOpened(account, link.id))) {
      return tx.unchanged(generatedKeyView(before, light));
    } else {
      await recordCompletesRenewal(tx, account, actor, key, link.id);
    }
    return generatedKeyView(await ownKey(tx, account, key), light);
  });
}

async function recordCompletesRenewal(
  tx: Changes,
  account: string,
  actor: Actor,
  key: string,
  link: string,
): Promise<void> {
  const [before, after] = [
    { link, completesRenewal: false },
    { link, completesRenewal: true },
  ];
  await tx.record({ account, actor, action: "token-link.changed", target: key, before, after });
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
