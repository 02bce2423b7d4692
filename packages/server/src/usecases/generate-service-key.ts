import { PLATFORM } from "../domain/account.ts";
import type { ServiceKey } from "../domain/service-key.ts";
import { generateSecret } from "../domain/token.ts";
import type { OperatorAccess } from "./access.ts";
import type { Ports } from "./ports.ts";

/** Makes a credential for one of the platform's services; its token exists in clear in this answer alone. */
export async function generateServiceKey(
  ports: Ports,
  { actor, origin }: OperatorAccess,
  name: string,
): Promise<{ serviceKey: ServiceKey; token: string }> {
  const token = generateSecret("lks_", ports.randomBytes);
  const serviceKey = await ports.change(origin, async (tx) => {
    const made = { id: ports.newId(), name, createdAtMs: tx.nowMs };
    await tx.serviceKeys.insert(made, ports.digest(token));
    tx.changed({ kind: "service-key", id: made.id });
    await tx.record({ account: PLATFORM, actor, action: "service-key.generated", target: made.id, after: { name } });
    return made;
  });
  return { serviceKey, token };
}
