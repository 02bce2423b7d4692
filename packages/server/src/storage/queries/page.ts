import { type RawBuilder, type SelectQueryBuilder, type SqlBool, sql } from "kysely";
import type { Page, PageRequest } from "../../domain/page.ts";
import { fold } from "../../domain/text.ts";

/** What a list is sorted by, and what tells apart items that are equal in that. */
export interface Order {
  readonly by: RawBuilder<unknown>;
  readonly id: RawBuilder<unknown>;
}

/**
 * Reads one page of what matches, and how much that is in all.
 *
 * @param select says which columns of a match make a row
 * @param count counts the matches, where that is quicker than by going through them
 */
export async function readPage<Tables, Table extends keyof Tables, Nothing, Row>(
  matching: SelectQueryBuilder<Tables, Table, Nothing>,
  select: (query: SelectQueryBuilder<Tables, Table, Nothing>) => SelectQueryBuilder<Tables, Table, Row>,
  order: Order,
  page: PageRequest<string>,
  count: () => Promise<number> = () => countOf(matching),
): Promise<Page<Row>> {
  const sorted = seek(select(matching), order, page).select([order.by.as("sortValue"), order.id.as("sortId")]);
  const rows = (await sorted.execute()) as (Row & { sortValue: string | number; sortId: string })[];
  const items = rows.slice(0, page.limit);
  const last = items.at(-1);
  const end = rows.length > page.limit && last ? { value: last.sortValue, id: last.sortId } : null;
  return { items, end, total: await count() };
}

/** Keys that a walk over all of them holds at a time. */
export const WALK_PAGE = 100;

/**
 * Walks over all keys of something by their strings, in pages: nothing is held between two of them.
 *
 * @param read reads the page that follows a string; one that is empty is the end
 */
export async function* walk<Item extends { readonly key: string }>(
  read: (after: string) => Promise<Item[]>,
): AsyncGenerator<Item[]> {
  for (let after: string | undefined = ""; after !== undefined;) {
    const page: Item[] = await read(after);
    if (page.length > 0) yield page;
    after = page.at(-1)?.key;
  }
}

/** How many rows a query finds. */
export async function countOf<Tables, Table extends keyof Tables, Row>(
  query: SelectQueryBuilder<Tables, Table, Row>,
): Promise<number> {
  const counted = query.select((match) => match.fn.countAll<number>().as("total"));
  const { total } = (await counted.executeTakeFirstOrThrow()) as { total: number };
  return total;
}

/** Limits a query to one page, and one row more, which says whether there is another page. */
function seek<Tables, Table extends keyof Tables, Row>(
  query: SelectQueryBuilder<Tables, Table, Row>,
  { by, id }: Order,
  { after, descending, limit }: PageRequest<string>,
): SelectQueryBuilder<Tables, Table, Row> {
  const direction = descending ? "desc" : "asc";
  const beyond = sql.raw(descending ? "<" : ">");
  const rest = after ? query.where(sql<SqlBool>`(${by}, ${id}) ${beyond} (${after.value}, ${after.id})`) : query;
  return rest
    .orderBy(by, direction)
    .orderBy(id, direction)
    .limit(limit + 1);
}

/** `column like …` for a part of a folded text: what the person typed is text, not a pattern. */
export function contains(column: RawBuilder<unknown>, search: string): RawBuilder<SqlBool> {
  const part = fold(search).replace(/[\\%_]/g, "\\$&");
  return sql<SqlBool>`${column} like ${`%${part}%`} escape '\\'`;
}
