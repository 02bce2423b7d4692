import type { Account } from "../domain/account.ts";
import type { OperatorAccess } from "./access.ts";
import { createAsOperator } from "./create-once.ts";
import type { Ports } from "./ports.ts";

/** Makes an account. @throws DomainError `ACCOUNT_EXISTS` */
export async function createAccount(
  ports: Ports,
  operator: OperatorAccess,
  { name, displayName }: { name: string; displayName: string },
): Promise<Account> {
  const { made } = await createAsOperator(ports, operator, async (tx) => {
    const account: Account = { name, displayName, status: "active", createdAtMs: tx.nowMs };
    await tx.accounts.insert(account);
    tx.changed({ kind: "account", account: name });
    await tx.record({
      account: name,
      actor: operator.actor,
      action: "account.created",
      target: name,
      after: { displayName, status: "active" },
    });
    return { made: account };
  });
  return made;
}
