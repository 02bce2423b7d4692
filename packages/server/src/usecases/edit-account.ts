import type { Account } from "../domain/account.ts";
import type { AuditAction } from "../domain/audit-event.ts";
import { changeAsOperator, type OperatorAccess } from "./access.ts";
import { difference } from "./audit-difference.ts";
import { accountState, existingAccount } from "./get-account.ts";
import type { Ports } from "./ports.ts";
import { type Precondition, requireState } from "./precondition.ts";

export interface AccountEdit {
  readonly displayName?: string | undefined;
  readonly status?: Account["status"] | undefined;
}

/**
 * Renames, suspends or restores an account. Suspending takes effect in every account that admitted one of its keys, and
 * each is told (rules 10, 11). Its webhooks are told nothing meanwhile: what they were to be told waits until it is restored.
 */
export async function editAccount(
  ports: Ports,
  operator: OperatorAccess,
  account: string,
  edit: AccountEdit,
  precondition: Precondition,
): Promise<Account> {
  return changeAsOperator(ports, operator, async (tx) => {
    const before = await existingAccount(tx, account);
    requireState(precondition, accountState(before));
    const displayName = edit.displayName ?? before.displayName;
    const status = edit.status ?? before.status;
    const altered = difference({ displayName: before.displayName, status: before.status }, { displayName, status });
    if (!altered) return tx.unchanged(before);
    await tx.accounts.update(account, { displayName, status });
    if (before.status !== status && status === "active") await tx.webhooks.resume(account);
    tx.changed({ kind: "account", account });
    const action = actionFor(before.status, status);
    await tx.record({ account, actor: operator.actor, action, target: account, ...altered });
    if (action !== "account.changed") {
      const recipients = await tx.keys.admissionsOfOwner(account);
      await tx.announce({ action, actingAccount: account, recipients });
    }
    return { ...before, displayName, status };
  });
}

function actionFor(before: Account["status"], after: Account["status"]): AuditAction {
  if (before === after) return "account.changed";
  return after === "active" ? "account.restored" : "account.suspended";
}
