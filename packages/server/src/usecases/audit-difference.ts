import type { AuditFields } from "../domain/audit-event.ts";

/** The fields of an object that a change altered, before and after it; `undefined` where it altered none. */
export function difference(
  before: AuditFields,
  after: AuditFields,
): { before: AuditFields; after: AuditFields } | undefined {
  const altered = Object.keys(after).filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
  if (altered.length === 0) return undefined;
  const pick = (fields: AuditFields) => Object.fromEntries(altered.map((field) => [field, fields[field] ?? null]));
  return { before: pick(before), after: pick(after) };
}
