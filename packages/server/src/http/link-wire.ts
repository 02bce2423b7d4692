import { z } from "zod";
import { secretOnce } from "./idempotency.ts";
import { timeSchema } from "./wire.ts";

export const linkSecretInput = z.string().max(1_000).describe("What stands behind the `#` in the link.");

export const deliveryInput = z
  .enum(["mail", "link"])
  .optional()
  .describe("`link`: the answer's link alone, and no mail. Absent: a mail too, where the installation sends any.");

/** The part of an answer that brings a link, once. @param about what its address is good for */
export function linkSecretSchema(about: string) {
  return secretOnce("link", z.object({ url: z.string().describe(about), expiresAt: timeSchema }));
}
