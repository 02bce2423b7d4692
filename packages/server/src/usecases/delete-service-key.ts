import { PLATFORM } from "../domain/account.ts";
import { DomainError } from "../domain/errors.ts";
import { changeAsOperator, type OperatorAccess } from "./access.ts";
import type { Ports } from "./ports.ts";

/** Takes a service its credential, at once. @throws DomainError `NOT_FOUND` */
export async function deleteServiceKey(ports: Ports, operator: OperatorAccess, id: string): Promise<void> {
  await changeAsOperator(ports, operator, async (tx) => {
    const name = await tx.serviceKeys.delete(id);
    if (name === undefined) throw new DomainError("NOT_FOUND", "There is no such service key.");
    tx.changed({ kind: "service-key", id });
    await tx.record({
      account: PLATFORM,
      actor: operator.actor,
      action: "service-key.deleted",
      target: id,
      before: { name },
    });
  });
}
