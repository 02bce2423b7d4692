import { type Kysely, type RawBuilder, type SelectQueryBuilder, type SqlBool, sql } from "kysely";
import { fold } from "../../domain/text.ts";
import type { Schema } from "../schema.ts";
import type { Page, PageRequest } from "../../domain/page.ts";

/**
 * Runs reads that have to agree with each other: in a read-only transaction of their own, or, inside a changing
 * transaction, in that one.
 */
export type Snapshot = <T>(read: (db: Kysely<Schema>) => Promise<T>) => Promise<T>;

/** What a list is sorted by, and what tells apart items that are equal in that. */
export interface Order {
  readonly by: RawBuilder<unknown>;
  readonly id: RawBuilder<unknown>;
}

/** Limits a query to one page, and one row more, which says whether there is another page. */
export function seek<Tables, Table extends keyof Tables, Row>(
  query: SelectQueryBuilder<Tables, Table, Row>,
  order: Order,
  page: PageRequest<string>,
): SelectQueryBuilder<Tables, Table, Row> {
  const direction = page.descending ? "desc" : "asc";
  const beyond = sql.raw(page.descending ? "<" : ">");
  const { after } = page;
  const rest = after
    ? query.where(
        sql<SqlBool>`(${order.by} ${beyond} ${after.value} or (${order.by} = ${after.value} and ${order.id} ${beyond} ${after.id}))`,
      )
    : query;
  return rest
    .orderBy(order.by, direction)
    .orderBy(order.id, direction)
    .limit(page.limit + 1);
}

/** The page of rows that `seek` found; they carry what they are sorted by as `sortValue` and `sortId`. */
export function toPage<Row extends { sortValue: unknown; sortId: unknown }>(
  rows: readonly Row[],
  limit: number,
  total: number,
): Page<Row> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const end =
    rows.length > limit && last ? { value: last.sortValue as string | number, id: last.sortId as string } : null;
  return { items, end, total };
}

/** `column like …` for a part of a folded text: what the person typed is text, not a pattern. */
export function contains(column: RawBuilder<unknown>, search: string): RawBuilder<SqlBool> {
  const part = fold(search).replace(/[\\%_]/g, "\\$&");
  return sql<SqlBool>`${column} like ${`%${part}%`} escape '\\'`;
}
