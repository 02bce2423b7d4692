import type { AuditFields } from "../domain/audit-event.ts";
import type { ApiKey } from "../domain/key.ts";
import { isWithin } from "../domain/network.ts";

/** What bounds a key's use, or an external key's in one account. */
type Limits = Pick<ApiKey, "allowedNetworks" | "requestsPerMinute">;

/** As the audit event of what is made has them: only those that there are. */
export function limitFields({ allowedNetworks, requestsPerMinute }: Limits): AuditFields {
  return {
    ...(requestsPerMinute === null ? {} : { requestsPerMinute }),
    ...(allowedNetworks.length === 0 ? {} : { allowedNetworks }),
  };
}

/** Whether other networks let a key be used from where it couldn't be. */
export function opensNetworks(before: readonly string[], after: readonly string[]): boolean {
  if (before.length === 0) return false;
  return after.length === 0 || !isWithin(after, before);
}
