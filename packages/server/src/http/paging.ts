import { z } from "zod";
import { DomainError } from "../domain/errors.ts";
import { isStorable } from "../domain/text.ts";
import type { Page, PageEnd, PageRequest } from "../domain/page.ts";

/** Sorts whose values are numbers; all others are text. */
const NUMERIC_SORTS: ReadonlySet<string> = new Set(["createdAt", "addedAt", "expiresAt", "since", "sequence"]);

/** Longest cursor that is taken: a name of which every character folds to the longest form there is needs three quarters. */
const CURSOR_MAX_LENGTH = 8_000;

/** The part of a list's query that says which page: `limit`, `cursor`, and `sort` over the given fields. */
export function pageQuery<const Sort extends string>(
  sorts: readonly [Sort, ...Sort[]],
  sortDefault: Sort | `-${Sort}`,
) {
  const values = sorts.flatMap((sort) => [sort, `-${sort}`] as const);
  return {
    limit: z.coerce.number().int().min(1).max(200).default(50).describe("Most items to answer."),
    cursor: z.string().max(CURSOR_MAX_LENGTH).optional().describe("`nextCursor` of the page before."),
    sort: z
      .enum(values)
      .default(sortDefault as never)
      .describe("The field to sort by, with `-` descending."),
  };
}

/** The wire form of a list. */
export function pageSchema<Item extends z.ZodType>(item: Item) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().describe("Send it as `cursor` for the next page; null on the last."),
    total: z.int().describe("Items on all pages."),
  });
}

/** @throws DomainError `INVALID_INPUT` for a cursor that isn't ours, or belongs to another sort */
export function pageRequest<Sort extends string>(query: {
  limit: number;
  cursor?: string | undefined;
  sort: Sort | `-${Sort}`;
}): PageRequest<Sort> {
  const descending = query.sort.startsWith("-");
  const sort = (descending ? query.sort.slice(1) : query.sort) as Sort;
  const after = query.cursor === undefined ? null : decodeCursor(query.cursor, query.sort);
  return { sort, descending, limit: query.limit, after };
}

/** A page as it is answered. */
export function pageReply<Item, Wire>(
  page: Page<Item>,
  sort: string,
  toWire: (item: Item) => Wire,
): { items: Wire[]; nextCursor: string | null; total: number } {
  return {
    items: page.items.map(toWire),
    nextCursor: page.end && encodeCursor(page.end, sort),
    total: page.total,
  };
}

function encodeCursor({ value, id }: PageEnd, sort: string): string {
  return Buffer.from(JSON.stringify([sort, value, id])).toString("base64url");
}

function decodeCursor(cursor: string, sort: string): PageEnd {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (Array.isArray(parsed) && parsed.length === 3) {
      const [ofSort, value, id] = parsed as unknown[];
      const isNumeric = NUMERIC_SORTS.has(sort.replace(/^-/, ""));
      const isValue = isNumeric ? Number.isSafeInteger(value) : typeof value === "string" && isStorable(value);
      if (ofSort === sort && isValue && typeof id === "string" && isStorable(id)) {
        return { value: value as string | number, id };
      }
    }
  } catch {
    // Said below, as for every other text that is no cursor.
  }
  throw new DomainError("INVALID_INPUT", "This cursor is not one of this list in this order.", {
    errors: [{ path: "?cursor", message: "is no cursor of this list in this order" }],
  });
}
