import { type RawBuilder, sql } from "kysely";

/**
 * The ids of roles as one text, in order; none has a space. Read together with what has them: a million rows of their own would take
 * seconds.
 */
export function joinedIds(column: string): RawBuilder<string | null> {
  const id = sql.ref(column);
  return sql<string | null>`string_agg(${id}, ' ' order by ${id})`;
}

/** The ids that a text holds; none where there is none. */
export function idsOf(text: string | null): string[] {
  return text === null ? [] : text.split(" ");
}
