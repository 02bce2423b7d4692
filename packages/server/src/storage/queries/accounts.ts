import { type Kysely, type Selectable, sql } from "kysely";
import type { Account } from "../../domain/account.ts";
import { DomainError } from "../../domain/errors.ts";
import { fold } from "../../domain/text.ts";
import type { Schema } from "../schema.ts";
import type { AccountReads, AccountSort, AccountWrites } from "../store.ts";
import { contains, readPage } from "./page.ts";
import type { Snapshot } from "./snapshot.ts";

const SORT_COLUMNS = {
  name: "accounts.name",
  displayName: "accounts.displayNameFolded",
  createdAt: "accounts.createdAtMs",
  status: "accounts.status",
} satisfies Record<AccountSort, string>;

export function accountReads(snapshot: Snapshot): AccountReads {
  return {
    find: (name) =>
      snapshot(async (db) => {
        const row = await db.selectFrom("accounts").selectAll().where("name", "=", name).executeTakeFirst();
        return row && toAccount(row);
      }),

    list: (filter, page) =>
      snapshot(async (db) => {
        // PostgreSQL takes no `in ()`.
        if (filter.names?.length === 0) return { items: [], end: null, total: 0 };
        let matching = db.selectFrom("accounts");
        if (filter.names) matching = matching.where("name", "in", [...filter.names]);
        if (filter.status) matching = matching.where("status", "=", filter.status);
        if (filter.search) {
          const { search } = filter;
          matching = matching.where((where) =>
            where.or([
              contains(sql.ref("accounts.name"), search),
              contains(sql.ref("accounts.displayNameFolded"), search),
            ]),
          );
        }
        const order = { by: sql.ref(SORT_COLUMNS[page.sort]), id: sql.ref("accounts.name") };
        const found = await readPage(matching, (match) => match.selectAll("accounts"), order, page);
        return { ...found, items: found.items.map(toAccount) };
      }),
  };
}

export function accountWrites(db: Kysely<Schema>): AccountWrites {
  return {
    async insert(account) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto("accounts")
        .values({ ...account, displayNameFolded: fold(account.displayName) })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      if (numInsertedOrUpdatedRows === 0n) {
        throw new DomainError("ACCOUNT_EXISTS", `There is an account named ${account.name} already.`);
      }
    },

    async update(name, fields) {
      await db
        .updateTable("accounts")
        .set({
          ...fields,
          ...(fields.displayName === undefined ? {} : { displayNameFolded: fold(fields.displayName) }),
        })
        .where("name", "=", name)
        .execute();
    },
  };
}

/** The account in a row of its table. */
export function toAccount(row: Selectable<Schema["accounts"]>): Account {
  return {
    name: row.name,
    displayName: row.displayName,
    status: row.status as Account["status"],
    createdAtMs: row.createdAtMs,
  };
}
