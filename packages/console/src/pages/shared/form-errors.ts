import { LatchkeyError } from "@latchkey/sdk/latchkey-error";

/** What an error says of single fields of a form, by field; empty where it says nothing that belongs to one of them. */
export function fieldErrors<Field extends string>(error: Error, fields: readonly Field[]): ReadonlyMap<Field, string> {
  const found = new Map<Field, string>();
  if (!(error instanceof LatchkeyError)) return found;
  for (const { path, message } of error.errors) {
    const field = fields.find((candidate) => path === `/${candidate}` || path.startsWith(`/${candidate}/`));
    if (field !== undefined && !found.has(field)) found.set(field, message);
  }
  return found;
}
