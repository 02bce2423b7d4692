import type { Compilable, Kysely } from "kysely";
import type { Schema } from "../schema.ts";

/** The rows of a query as they come, at most `size` at a time; from one snapshot, and none empty. */
export async function* inChunks<Row>(
  db: Kysely<Schema>,
  query: Compilable<Row>,
  size: number,
): AsyncGenerator<Row[], void> {
  for await (const { rows } of db.getExecutor().stream<Row>(query.compile(), size)) if (rows.length > 0) yield rows;
}
