import { type RawBuilder, sql } from "kysely";
import { compareCodeUnits } from "../../domain/text.ts";

/**
 * The ids of roles as one text; none has a space. Read together with what has them: a million rows of their own would take seconds.
 * In no order, which would make SQLite sort each few by themselves: `idsOf` does.
 */
const joinedIds = sql`string_agg(${sql.ref("r.roleId")}, ' ')`;

/** The roles of a key in its owner's account. */
export function roleIdsOfKey(keyColumn: string): RawBuilder<string | null> {
  const roles = sql.table("apiKeyRoles");
  return sql<string | null>`(select ${joinedIds} from ${roles} as r where r.key = ${sql.ref(keyColumn)})`;
}

/** The roles that a host gave a key. */
export function roleIdsOfAdmission(hostColumn: string, keyColumn: string): RawBuilder<string | null> {
  const [roles, host, key] = [sql.table("externalKeyRoles"), sql.ref(hostColumn), sql.ref(keyColumn)];
  return sql<string | null>`(select ${joinedIds} from ${roles} as r where r.host = ${host} and r.key = ${key})`;
}

/** The ids that a text holds, in order; none where there is none. */
export function idsOf(text: string | null): string[] {
  if (text === null) return [];
  return text.includes(" ") ? text.split(" ").toSorted(compareCodeUnits) : [text];
}
