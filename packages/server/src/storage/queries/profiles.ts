import type { Kysely } from "kysely";
import type { Language, Profile } from "../../domain/user.ts";
import type { Schema } from "../schema.ts";
import type { ProfileReads, ProfileWrites } from "../store.ts";
import type { Snapshot } from "./snapshot.ts";

/** What better-auth calls a password among the ways to prove who one is. */
const PASSWORD_PROVIDER = "credential";

export function profileReads(snapshot: Snapshot): ProfileReads {
  return {
    find: (userId) => snapshot((db) => profileWhere(db, "users.id", userId)),

    findByEmail: (email) => snapshot((db) => profileWhere(db, "users.email", email)),

    findLinked: (issuer, subject) =>
      snapshot(async (db) => {
        const link = await db
          .selectFrom("credentials")
          .select("userId")
          .where("providerId", "=", issuer)
          .where("accountId", "=", subject)
          .executeTakeFirst();
        return link && profileWhere(db, "users.id", link.userId);
      }),

    isLinked: (userId, issuer) =>
      snapshot(async (db) => {
        const link = await db
          .selectFrom("credentials")
          .select("id")
          .where("userId", "=", userId)
          .where("providerId", "=", issuer)
          .executeTakeFirst();
        return link !== undefined;
      }),
  };
}

/**
 * @param nowMs the time of the transaction that writes
 * @param newId makes an id that was never used
 */
export function profileWrites(db: Kysely<Schema>, nowMs: number, newId: () => string): ProfileWrites {
  const now = new Date(nowMs).toISOString();
  const setProven = async (userId: string, isProven: boolean) => {
    const emailVerified = isProven ? 1 : 0;
    await db.updateTable("users").set({ emailVerified, updatedAt: now }).where("id", "=", userId).execute();
  };
  return {
    async setLanguage(userId, language) {
      await db.updateTable("users").set({ language, updatedAt: now }).where("id", "=", userId).execute();
    },

    async setPassword(userId, passwordHash) {
      await db
        .deleteFrom("credentials")
        .where("userId", "=", userId)
        .where("providerId", "=", PASSWORD_PROVIDER)
        .execute();
      if (passwordHash !== null) await insertPassword(db, userId, passwordHash, { id: newId(), now });
    },

    setProven,

    async startTwoFactor(userId, { bytes, secretId }) {
      await db.deleteFrom("twoFactors").where("userId", "=", userId).execute();
      await db
        .insertInto("twoFactors")
        .values({ userId, secret: bytes, secretId, startedAtMs: nowMs, confirmedAtMs: null, lastStep: null })
        .execute();
    },

    async confirmTwoFactor(userId, step) {
      await db
        .updateTable("twoFactors")
        .set({ confirmedAtMs: nowMs, lastStep: step })
        .where("userId", "=", userId)
        .execute();
    },

    async deleteTwoFactor(userId) {
      await db.deleteFrom("twoFactors").where("userId", "=", userId).execute();
    },

    async setRecoveryCodes(userId, digests) {
      await db.deleteFrom("recoveryCodes").where("userId", "=", userId).execute();
      if (digests.length === 0) return;
      await db
        .insertInto("recoveryCodes")
        .values(digests.map(({ bytes, secretId }) => ({ userId, digest: bytes, secretId })))
        .execute();
    },

    async takeRecoveryCode(userId, { bytes, secretId }) {
      const { numDeletedRows } = await db
        .deleteFrom("recoveryCodes")
        .where("userId", "=", userId)
        .where("digest", "=", bytes)
        .where("secretId", "=", secretId)
        .executeTakeFirst();
      return numDeletedRows === 1n;
    },

    async link(userId, issuer, subject) {
      await db
        .insertInto("credentials")
        .values({
          id: newId(),
          accountId: subject,
          providerId: issuer,
          userId,
          password: null,
          createdAt: now,
          updatedAt: now,
        })
        .execute();
      await setProven(userId, true);
    },
  };
}

/** Keeps a password that a person is to have, who has none. */
export async function insertPassword(
  db: Kysely<Schema>,
  userId: string,
  passwordHash: string,
  { id, now }: { id: string; now: string },
): Promise<void> {
  await db
    .insertInto("credentials")
    .values({
      id,
      accountId: userId,
      providerId: PASSWORD_PROVIDER,
      userId,
      password: passwordHash,
      createdAt: now,
      updatedAt: now,
    })
    .execute();
}

async function profileWhere(
  db: Kysely<Schema>,
  column: "users.id" | "users.email",
  value: string,
): Promise<Profile | undefined> {
  const row = await db
    .selectFrom("users")
    .leftJoin("credentials", (join) =>
      join.onRef("credentials.userId", "=", "users.id").on("credentials.providerId", "=", PASSWORD_PROVIDER),
    )
    .leftJoin("twoFactors", "twoFactors.userId", "users.id")
    .select(["users.id", "users.email", "users.name", "users.language", "users.emailVerified"])
    .select("credentials.password")
    .select(["twoFactors.secret", "twoFactors.secretId", "twoFactors.startedAtMs", "twoFactors.confirmedAtMs"])
    .select((where) =>
      where
        .selectFrom("recoveryCodes")
        .select((codes) => codes.fn.countAll<number>().as("count"))
        .whereRef("recoveryCodes.userId", "=", "users.id")
        .as("recoveryCodesLeft"),
    )
    .where(column, "=", value)
    .executeTakeFirst();
  if (!row) return undefined;
  const { id, email, emailVerified, name, language, password, secret, secretId, startedAtMs, confirmedAtMs } = row;
  const twoFactor =
    secret === null || secretId === null || startedAtMs === null
      ? null
      : {
          secret: { bytes: secret, secretId },
          startedAtMs,
          confirmedAtMs,
          recoveryCodesLeft: row.recoveryCodesLeft ?? 0,
        };
  return {
    id,
    email,
    name,
    language: language as Language | null,
    passwordHash: password,
    twoFactor,
    // A number on one engine, a boolean on the other.
    isProven: Boolean(emailVerified),
  };
}
