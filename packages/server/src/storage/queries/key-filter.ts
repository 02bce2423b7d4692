import { type Expression, type ExpressionBuilder, type RawBuilder, type SqlBool, sql } from "kysely";
import type { TimeSpan } from "../../domain/months.ts";
import type { Schema } from "../schema.ts";
import type { KeyFilter, TokenFilter } from "../store.ts";
import { contains } from "./page.ts";

/** Whether a key is what a filter asks for. */
export function matches(
  where: ExpressionBuilder<Schema, "apiKeys">,
  owner: string,
  filter: KeyFilter,
): Expression<SqlBool> {
  const { noToken, quarantined, renewal, role, search, someToken, status } = filter;
  const conditions: Expression<SqlBool>[] = [];
  if (status) conditions.push(where("apiKeys.status", "=", status));
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
  if (someToken) conditions.push(hasToken(where, owner, someToken));
  if (noToken) conditions.push(where.not(hasToken(where, owner, noToken)));
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

/** By the account's tokens of that age, which an index has in order, and not key by key: few are old, of many keys. */
function hasToken(where: ExpressionBuilder<Schema, "apiKeys">, owner: string, age: TokenFilter): Expression<SqlBool> {
  const tokens = where.selectFrom("apiTokens").select("apiTokens.key").where("apiTokens.owner", "=", owner);
  return where("apiKeys.key", "in", tokens.where(isOfAge(age)));
}

/** Whether a token is of an age. */
export function isOfAge({ outside, within }: TokenFilter): RawBuilder<SqlBool> {
  const conditions = [...(within ? [madeIn(within)] : []), ...(outside ? [sql`not ${madeIn(outside)}`] : [])];
  return conditions.length === 0 ? sql`1 = 1` : sql.join<SqlBool>(conditions, sql` and `);
}

/** Whether a token was made within one of some stretches of time. */
export function madeIn(spans: readonly TimeSpan[]): RawBuilder<SqlBool> {
  if (spans.length === 0) return sql`(1 = 0)`;
  const within = spans.map(
    ({ fromMs, toMs }) => sql`${sql.ref("apiTokens.createdAtMs")} between ${fromMs} and ${toMs}`,
  );
  return sql`(${sql.join(within, sql` or `)})`;
}
