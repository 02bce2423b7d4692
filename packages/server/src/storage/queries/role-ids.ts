import { type RawBuilder, sql } from "kysely";
import { compareCodeUnits } from "../../domain/text.ts";

/**
 * The ids of roles as one text; none has a space. Read together with what has them: a million rows of their own would take seconds.
 * In no order, which would make SQLite sort each few by themselves: `idsOf` does.
 */
export function joinedIds(column: string): RawBuilder<string | null> {
  return sql<string | null>`string_agg(${sql.ref(column)}, ' ')`;
}

/** The ids that a text holds, in order; none where there is none. */
export function idsOf(text: string | null): string[] {
  if (text === null) return [];
  return text.includes(" ") ? text.split(" ").toSorted(compareCodeUnits) : [text];
}
