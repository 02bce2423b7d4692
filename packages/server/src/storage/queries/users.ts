import { type Kysely, type SelectQueryBuilder, sql } from "kysely";
import { DomainError } from "../../domain/errors.ts";
import { fold } from "../../domain/text.ts";
import type { Member } from "../../domain/user.ts";
import type { Schema } from "../schema.ts";
import { insertPassword } from "./profiles.ts";
import type { MemberDetails, MemberSort, UserReads, UserWrites } from "../store.ts";
import { toAccount } from "./accounts.ts";
import { contains, readPage } from "./page.ts";
import type { Snapshot } from "./snapshot.ts";

const SORT_COLUMNS = {
  name: "users.nameFolded",
  email: "users.email",
  addedAt: "members.addedAtMs",
} satisfies Record<MemberSort, string>;

export function userReads(snapshot: Snapshot): UserReads {
  return {
    findByEmail: (email) =>
      snapshot((db) =>
        db.selectFrom("users").select(["id", "email", "name"]).where("email", "=", email).executeTakeFirst(),
      ),

    find: (account, userId) =>
      snapshot(async (db) => {
        const rows = await selectMember(members(db, account).where("users.id", "=", userId)).execute();
        const [member] = await withRoles(db, account, rows);
        return member;
      }),

    list: (account, filter, page) =>
      snapshot(async (db) => {
        let matching = members(db, account);
        const { role, search } = filter;
        if (role !== undefined) {
          matching = matching.where((where) =>
            where.exists(
              where
                .selectFrom("memberRoles")
                .select("roleId")
                .whereRef("memberRoles.account", "=", "members.account")
                .whereRef("memberRoles.userId", "=", "members.userId")
                .where("roleId", "=", role),
            ),
          );
        }
        if (search) {
          matching = matching.where((where) =>
            where.or([contains(sql.ref("users.nameFolded"), search), contains(sql.ref("users.email"), search)]),
          );
        }
        const order = { by: sql.ref(SORT_COLUMNS[page.sort]), id: sql.ref("users.id") };
        const found = await readPage(matching, selectMember, order, page);
        return { ...found, items: await withRoles(db, account, found.items) };
      }),

    accountsOf: (userId) =>
      snapshot(async (db) => {
        const rows = await db
          .selectFrom("members")
          .innerJoin("accounts", "accounts.name", "members.account")
          .selectAll("accounts")
          .where("members.userId", "=", userId)
          .orderBy("accounts.displayNameFolded")
          .orderBy("accounts.name")
          .execute();
        return rows.map(toAccount);
      }),

    countWithRole: (account, roleId) =>
      snapshot(async (db) => {
        const { total } = await db
          .selectFrom("memberRoles")
          .select(db.fn.countAll<number>().as("total"))
          .where("account", "=", account)
          .where("roleId", "=", roleId)
          .executeTakeFirstOrThrow();
        return total;
      }),
  };
}

/**
 * @param nowMs the time of the transaction that writes
 * @param newId makes an id that was never used
 */
export function userWrites(db: Kysely<Schema>, nowMs: number, newId: () => string): UserWrites {
  const now = new Date(nowMs).toISOString();
  return {
    async insert(user, passwordHash, isProven = false) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto("users")
        .values({
          ...user,
          nameFolded: fold(user.name),
          emailVerified: isProven ? 1 : 0,
          image: null,
          createdAt: now,
          updatedAt: now,
          language: null,
          lastSignInAtMs: null,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      if (numInsertedOrUpdatedRows === 0n) {
        throw new DomainError("USER_EXISTS", "There is a user with this email already.");
      }
      if (passwordHash !== null) await insertPassword(db, user.id, passwordHash, { id: newId(), now });
    },

    async insertMember(account, userId) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto("members")
        .values({ account, userId, addedAtMs: nowMs })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      if (numInsertedOrUpdatedRows === 0n) {
        throw new DomainError("USER_EXISTS", "This user belongs to the account already.");
      }
    },

    async rename(userId, name) {
      const names = { name, nameFolded: fold(name) };
      await db
        .updateTable("users")
        .set({ ...names, updatedAt: now })
        .where("id", "=", userId)
        .execute();
    },

    async setRoles(account, userId, roleIds) {
      await db.deleteFrom("memberRoles").where("account", "=", account).where("userId", "=", userId).execute();
      if (roleIds.length === 0) return;
      await db
        .insertInto("memberRoles")
        .values(roleIds.map((roleId) => ({ account, userId, roleId })))
        .execute();
    },

    async deleteMember(account, userId) {
      await db.deleteFrom("members").where("account", "=", account).where("userId", "=", userId).execute();
    },

    async delete(userId) {
      await db.deleteFrom("users").where("id", "=", userId).execute();
    },
  };
}

/** What is known of how a user signs in. */
export interface SignInFacts {
  readonly lastSignInAtMs: number | null;
  /** When they confirmed their second factor, or `null`. */
  readonly twoFactorSinceMs: number | null;
}

/** Selects when a row's user confirmed their second factor. */
export const twoFactorSinceMs = sql<number | null>`(
  select confirmed_at_ms from two_factors where two_factors.user_id = users.id
)`.as("twoFactorSinceMs");

function members(db: Kysely<Schema>, account: string) {
  return db
    .selectFrom("members")
    .innerJoin("users", "users.id", "members.userId")
    .where("members.account", "=", account);
}

function selectMember<Row>(query: SelectQueryBuilder<Schema, "members" | "users", Row>) {
  return query.select([
    "users.id",
    "users.email",
    "users.name",
    "users.lastSignInAtMs",
    twoFactorSinceMs,
    "members.account",
    "members.addedAtMs",
  ]);
}

async function withRoles(
  db: Kysely<Schema>,
  account: string,
  rows: readonly (Member & SignInFacts)[],
): Promise<MemberDetails[]> {
  if (rows.length === 0) return [];
  const roleRows = await db
    .selectFrom("memberRoles")
    .select(["userId", "roleId"])
    .where("account", "=", account)
    .where(
      "userId",
      "in",
      rows.map((row) => row.id),
    )
    .orderBy("roleId")
    .execute();
  const roles = Map.groupBy(roleRows, (row) => row.userId);
  return rows.map(({ id, email, name, account: memberOf, addedAtMs, lastSignInAtMs, twoFactorSinceMs: since }) => ({
    id,
    email,
    name,
    account: memberOf,
    addedAtMs,
    lastSignInAtMs,
    twoFactor: since !== null,
    roles: (roles.get(id) ?? []).map((role) => role.roleId),
  }));
}
