import { type Access, changeAs } from "./access.ts";
import { roleNames } from "./account-roles.ts";
import { externalKeyView } from "./external-key-view.ts";
import { admittedKey } from "./get-external-key.ts";
import type { Ports } from "./ports.ts";
import { type Precondition, requireState } from "./precondition.ts";

/**
 * Takes back the admission of a key: it opens nothing here from now on. It can be admitted again.
 *
 * @param precondition of the state that it is in
 */
export async function removeExternalKey(
  ports: Ports,
  access: Access,
  key: string,
  precondition: Precondition,
): Promise<void> {
  const { account, actor } = access;
  await changeAs(ports, access, "account.edit-api-keys", async (tx) => {
    const admitted = await admittedKey(tx, account, key, ports.nowMs());
    requireState(precondition, externalKeyView(admitted, await roleNames(tx, account)).state);
    const { name, owner, roles, status } = admitted;
    await tx.externalKeys.delete(account, key);
    tx.changed({ kind: "external-key", account, key });
    const action = "external-key.removed";
    const before = { name, roles, status };
    await tx.record({ account, actor, action, target: key, counterpart: owner.account, before });
    await tx.announce({ action, actingAccount: account, recipients: [{ account: owner.account, key }] });
  });
}
