import { PLATFORM } from "../domain/account.ts";
import { DomainError } from "../domain/errors.ts";
import { changeAsOperator, type OperatorAccess } from "./access.ts";
import type { Ports } from "./ports.ts";
import { forgetWhoBelongsNowhere } from "./remove-user.ts";

/**
 * Takes somebody out of the platform team. They keep what they have in accounts; who has nothing is forgotten, with their
 * password and sessions. The last may go, too: the operator token stays. @throws DomainError `NOT_FOUND`
 */
export async function removeOperator(ports: Ports, operator: OperatorAccess, userId: string): Promise<void> {
  await changeAsOperator(ports, operator, async (tx) => {
    const before = await tx.operators.find(userId);
    if (!before) throw new DomainError("NOT_FOUND", "There is no such operator.");
    const { email, name } = before;
    await tx.operators.delete(userId);
    await forgetWhoBelongsNowhere(tx, userId);
    await tx.record({
      account: PLATFORM,
      actor: operator.actor,
      action: "operator.removed",
      target: userId,
      before: { email, name },
    });
  });
}
