import { DomainError } from "../domain/errors.ts";
import { type Access, changeAs, isOperator } from "./access.ts";
import { belongsElsewhere } from "./edit-user.ts";
import { member } from "./get-user.ts";
import type { Ports } from "./ports.ts";

/**
 * Signs a user out everywhere: what they do next asks for their password again.
 *
 * @throws DomainError `NOT_FOUND`; `FORBIDDEN` for somebody who belongs to other accounts too, unless to operators
 */
export async function endUserSessions(ports: Ports, access: Access, userId: string): Promise<void> {
  const { account, actor } = access;
  await changeAs(ports, access, "account.edit-users", async (tx, access) => {
    const { email, name } = await member(tx, account, userId);
    if (!isOperator(access) && (await belongsElsewhere(tx, userId))) {
      throw new DomainError(
        "FORBIDDEN",
        "This person belongs to other accounts too: only they, or operators, may end their sessions.",
      );
    }
    const sessions = await tx.sessions.endAll(userId, null);
    if (sessions === 0) return tx.unchanged(undefined);
    await tx.record({
      account,
      actor,
      action: "user.sessions-ended",
      target: userId,
      before: { email, name, sessions },
    });
  });
}
