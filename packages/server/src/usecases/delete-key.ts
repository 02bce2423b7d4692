import { type Access, changeAs } from "./access.ts";
import { endTokenLink } from "./end-token-link.ts";
import { generatedKeyView, keyLight } from "./generated-key-view.ts";
import { ownKey } from "./get-key.ts";
import type { Ports } from "./ports.ts";
import { type Precondition, requireState } from "./precondition.ts";
import { tellHosts } from "./tell-hosts.ts";

/**
 * Deletes a key for ever: it opens nothing any more, in any account, and its string is never issued again (rule 1). The
 * accounts that admitted it are told (rule 11) and keep seeing it as deleted by its owner. A link to a token of it is void.
 *
 * @param precondition of the state that it is in
 */
export async function deleteKey(ports: Ports, access: Access, key: string, precondition: Precondition): Promise<void> {
  const { account, actor } = access;
  await changeAs(ports, access, "account.edit-api-keys", async (tx) => {
    const before = await ownKey(tx, account, key);
    requireState(precondition, generatedKeyView(before, await keyLight(tx, account, ports.nowMs())).state);
    const { name, roles, status } = before;
    for (const { link } of before.tokens) {
      if (link) await endTokenLink(tx, actor, { id: link.id, account, key }, "void");
    }
    await tx.keys.delete(account, key);
    tx.changed({ kind: "key", key });
    const action = "key.deleted";
    await tx.record({ account, actor, action, target: key, before: { name, roles, status } });
    await tellHosts(tx, account, action, key);
  });
}
