import { type Kysely, type SelectQueryBuilder, sql } from "kysely";
import type { Actor } from "../../domain/actor.ts";
import { DomainError } from "../../domain/errors.ts";
import type { Operator } from "../../domain/operator.ts";
import type { Schema } from "../schema.ts";
import type { OperatorReads, OperatorSort, OperatorWrites } from "../store.ts";
import { readPage } from "./page.ts";
import type { Snapshot } from "./snapshot.ts";
import { type SignInFacts, twoFactorSinceMs } from "./users.ts";

const SORT_COLUMNS = {
  name: "users.nameFolded",
  email: "users.email",
  addedAt: "operators.addedAtMs",
} satisfies Record<OperatorSort, string>;

export function operatorReads(snapshot: Snapshot): OperatorReads {
  return {
    has: (userId) =>
      snapshot(async (db) => {
        const row = await db.selectFrom("operators").select("userId").where("userId", "=", userId).executeTakeFirst();
        return row !== undefined;
      }),

    find: (userId) =>
      snapshot(async (db) => {
        const row = await selectOperator(operators(db).where("users.id", "=", userId)).executeTakeFirst();
        return row && toOperator(row);
      }),

    list: (page) =>
      snapshot(async (db) => {
        const order = { by: sql.ref(SORT_COLUMNS[page.sort]), id: sql.ref("users.id") };
        const found = await readPage(operators(db), selectOperator, order, page);
        return { ...found, items: found.items.map(toOperator) };
      }),
  };
}

/** @param nowMs the time of the transaction that writes */
export function operatorWrites(db: Kysely<Schema>, nowMs: number): OperatorWrites {
  return {
    async insert(userId, addedBy) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto("operators")
        .values({ userId, addedAtMs: nowMs, addedBy: JSON.stringify(addedBy) })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      if (numInsertedOrUpdatedRows === 0n) throw new DomainError("USER_EXISTS", "This person is an operator already.");
    },

    async delete(userId) {
      const { numDeletedRows } = await db.deleteFrom("operators").where("userId", "=", userId).executeTakeFirst();
      return numDeletedRows !== 0n;
    },
  };
}

function operators(db: Kysely<Schema>) {
  return db.selectFrom("operators").innerJoin("users", "users.id", "operators.userId");
}

function selectOperator<Row>(query: SelectQueryBuilder<Schema, "operators" | "users", Row>) {
  return query.select([
    "users.id",
    "users.email",
    "users.name",
    "users.lastSignInAtMs",
    twoFactorSinceMs,
    "operators.addedAtMs",
    "operators.addedBy",
  ]);
}

function toOperator(row: Omit<Operator, "addedBy" | "twoFactor"> & SignInFacts & { addedBy: string }): Operator {
  const { id, email, name, lastSignInAtMs, addedAtMs } = row;
  const addedBy = JSON.parse(row.addedBy) as Actor;
  return { id, email, name, lastSignInAtMs, addedAtMs, addedBy, twoFactor: row.twoFactorSinceMs !== null };
}
