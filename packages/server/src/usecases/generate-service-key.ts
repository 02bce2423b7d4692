import { PLATFORM } from "../domain/account.ts";
import type { ServiceKey } from "../domain/service-key.ts";
import { generateSecret } from "../domain/token.ts";
import type { OperatorAccess } from "./access.ts";
import { createAsOperator } from "./create-once.ts";
import type { Ports } from "./ports.ts";

/** Makes a credential for one of the platform's services; its token exists in clear in this answer alone, and a repeat gets none. */
export async function generateServiceKey(
  ports: Ports,
  operator: OperatorAccess,
  name: string,
): Promise<{ serviceKey: ServiceKey; token: string | undefined }> {
  const { made, secret } = await createAsOperator(ports, operator, async (tx) => {
    const token = generateSecret("lks_", ports.randomBytes);
    const serviceKey = { id: ports.newId(), name, createdAtMs: tx.nowMs };
    await tx.serviceKeys.insert(serviceKey, ports.digest(token));
    tx.changed({ kind: "service-key", id: serviceKey.id });
    await tx.record({
      account: PLATFORM,
      actor: operator.actor,
      action: "service-key.generated",
      target: serviceKey.id,
      after: { name },
    });
    return { made: serviceKey, secret: token };
  });
  return { serviceKey: made, token: secret };
}
