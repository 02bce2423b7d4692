import { type Access, changeAs } from "./access.ts";
import { renewedToken } from "./complete-renewal.ts";
import { endTokenLink } from "./end-token-link.ts";
import { ownKey } from "./get-key.ts";
import type { Ports } from "./ports.ts";
import { tellHosts } from "./tell-hosts.ts";

/**
 * Takes a renewal back: the new token stops working, the old one stays (rules 3, 12). One that nobody has opened yet goes with
 * its link, and no host ever heard of it.
 *
 * @throws DomainError `UNKNOWN_KEY`, `NO_RENEWAL`
 */
export async function undoRenewal(ports: Ports, access: Access, key: string): Promise<void> {
  const { account, actor } = access;
  await changeAs(ports, access, "account.renew-api-token", async (tx) => {
    const { id, link } = renewedToken(await ownKey(tx, account, key));
    if (link) {
      await endTokenLink(tx, actor, { id: link.id, account, key }, "void");
      return;
    }
    await tx.keys.deleteToken(account, key, "renewed");
    tx.changed({ kind: "key", key });
    const action = "key.renewal-undone";
    await tx.record({ account, actor, action, target: key, before: { token: id } });
    await tellHosts(tx, account, action, key);
  });
}
