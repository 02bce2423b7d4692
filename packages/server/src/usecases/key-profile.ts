import type { AuditFields } from "../domain/audit-event.ts";
import type { KeyProfile } from "../domain/key.ts";

/** A profile as an audit event compares it. */
export function profileFields(profile: KeyProfile | null): AuditFields {
  return { description: profile?.description ?? null, requestedResources: profile?.resources ?? null };
}
