import { type Expression, type ExpressionBuilder, type RawBuilder, type SqlBool, sql } from "kysely";
import type { TimeSpan } from "../../domain/months.ts";
import type { Schema } from "../schema.ts";
import type { KeyAgeFilter, KeyFilter, TokenFilter } from "../store.ts";
import { contains } from "./page.ts";

/** Whether a key is what a filter asks for. */
export function matches(
  where: ExpressionBuilder<Schema, "apiKeys">,
  owner: string,
  filter: KeyFilter,
): Expression<SqlBool> {
  const { noToken, quarantined, renewal, role, search, someToken, status } = filter;
  const conditions: Expression<SqlBool>[] = [];
  conditions.push(...ageConditions({ noToken, someToken, status }));
  if (role !== undefined) conditions.push(hasRole(where, role));
  if (search) {
    conditions.push(
      where.or([
        contains(sql.ref("apiKeys.nameFolded"), search),
        contains(sql`lower(${sql.ref("apiKeys.key")})`, search),
      ]),
    );
  }
  if (renewal === "open") {
    const renewed = where
      .selectFrom("apiTokens")
      .select("apiTokens.key")
      .where("apiTokens.state", "=", "renewed")
      .where("apiTokens.owner", "=", owner);
    conditions.push(where("apiKeys.key", "in", renewed));
  }
  if (quarantined) conditions.push(where("apiKeys.quarantinedAtMs", "is not", null));
  return where.and(conditions);
}

/** Whether a key was given a role. */
export function hasRole(where: ExpressionBuilder<Schema, "apiKeys">, roleId: string): Expression<SqlBool> {
  return where.exists(
    where
      .selectFrom("apiKeyRoles")
      .select("roleId")
      .whereRef("apiKeyRoles.owner", "=", "apiKeys.owner")
      .whereRef("apiKeyRoles.key", "=", "apiKeys.key")
      .where("roleId", "=", roleId),
  );
}

export function ageConditions({ noToken, someToken, status }: KeyAgeFilter): RawBuilder<SqlBool>[] {
  return [
    ...(status ? [sql<SqlBool>`${sql.ref("apiKeys.status")} = ${status}`] : []),
    ...(someToken ? [hasToken(someToken)] : []),
    ...(noToken ? [sql<SqlBool>`not ${hasToken(noToken)}`] : []),
  ];
}

/** Whether a key has a token of that age. It has two at most (rule 3): its oldest and its newest are all. */
function hasToken(age: TokenFilter): RawBuilder<SqlBool> {
  const [oldest, newest] = [sql.ref("apiKeys.oldestTokenAtMs"), sql.ref("apiKeys.newestTokenAtMs")];
  // Without a token both are null, which is neither of that age nor of another.
  return sql<SqlBool>`(${oldest} is not null and (${isOfAge(oldest, age)} or ${isOfAge(newest, age)}))`;
}

function isOfAge(madeAtMs: RawBuilder<unknown>, { outside, within }: TokenFilter): RawBuilder<SqlBool> {
  const conditions = [
    ...(within ? [madeIn(madeAtMs, within)] : []),
    ...(outside ? [sql`not ${madeIn(madeAtMs, outside)}`] : []),
  ];
  return conditions.length === 0 ? sql`1 = 1` : sql`(${sql.join<SqlBool>(conditions, sql` and `)})`;
}

/** Whether a token was made within one of some stretches of time. */
export function madeIn(madeAtMs: RawBuilder<unknown>, spans: readonly TimeSpan[]): RawBuilder<SqlBool> {
  if (spans.length === 0) return sql`(1 = 0)`;
  const within = spans.map(({ fromMs, toMs }) => sql`${madeAtMs} between ${fromMs} and ${toMs}`);
  return sql`(${sql.join(within, sql` or `)})`;
}
