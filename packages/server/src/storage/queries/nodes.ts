import type { Kysely } from "kysely";
import type { LimitDemand } from "../../domain/rate-limit.ts";
import type { Schema } from "../schema.ts";
import type { NodeRecords } from "../store.ts";

export function nodeRecords(db: Kysely<Schema>, available: <T>(work: () => Promise<T>) => Promise<T>): NodeRecords {
  return {
    exchange: (node, demands) =>
      available(async () => {
        const text = JSON.stringify(demands.map(({ demand, limit, used }) => [limit, used, demand]));
        await db
          .insertInto("nodes")
          .values({ id: node, beat: 1, demands: text })
          .onConflict((conflict) =>
            conflict
              .column("id")
              .doUpdateSet((row) => ({ beat: row("nodes.beat", "+", 1), demands: row.ref("excluded.demands") })),
          )
          .execute();
        const rows = await db
          .selectFrom("nodes")
          .select(["id", "beat", "demands"])
          .where("id", "<>", node)
          .orderBy("id")
          .execute();
        return rows.map((row) => ({ node: row.id, beat: row.beat, demands: parseDemands(row.demands) }));
      }),

    remove: (nodes) =>
      available(async () => {
        if (nodes.length === 0) return;
        await db.deleteFrom("nodes").where("id", "in", nodes).execute();
      }),
  };
}

function parseDemands(text: string): LimitDemand[] {
  const rows = JSON.parse(text) as [limit: string, used: number, demand: number][];
  return rows.map(([limit, used, demand]) => ({ limit, used, demand }));
}
