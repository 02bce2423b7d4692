import type { Kysely } from "kysely";
import { UNKEYED } from "../../domain/token.ts";
import type { Schema } from "../schema.ts";
import type { DigestStore } from "../store.ts";
import type { Snapshot } from "./snapshot.ts";

/** @param write runs work in a transaction of its own */
export function digestStore(
  snapshot: Snapshot,
  write: <T>(work: (db: Kysely<Schema>) => Promise<T>) => Promise<T>,
): DigestStore {
  return {
    move: (moves) =>
      write(async (db) => {
        // In one order, so that two nodes don't wait for each other.
        for (const { from, of, to } of moves.toSorted((a, b) => (a.of.id < b.of.id ? -1 : 1))) {
          await db
            .updateTable(of.kind === "token" ? "apiTokens" : "serviceKeys")
            .set({ digest: to.bytes, secretId: to.secretId })
            .where("id", "=", of.id)
            .where("secretId", "=", from.secretId)
            .where("digest", "=", from.bytes)
            .execute();
        }
      }),

    twoFactorsUnder: (secretId) =>
      snapshot(async (db) => {
        const rows = await db
          .selectFrom("twoFactors")
          .select(["userId", "secret", "secretId"])
          .where("secretId", "=", secretId)
          .execute();
        return rows.map((row) => ({ userId: row.userId, sealed: { bytes: row.secret, secretId: row.secretId } }));
      }),

    resealTwoFactor: (userId, from, to) =>
      write(async (db) => {
        await db
          .updateTable("twoFactors")
          .set({ secret: to.bytes, secretId: to.secretId })
          .where("userId", "=", userId)
          .where("secretId", "=", from.secretId)
          .where("secret", "=", from.bytes)
          .execute();
      }),

    webhookSecretsUnder: (secretId) =>
      snapshot(async (db) => {
        const rows = await db
          .selectFrom("webhooks")
          .select(["id", "secret", "previousSecret"])
          .where("secretId", "=", secretId)
          .execute();
        return rows.map(({ id, previousSecret, secret }) => ({
          id,
          sealed: { bytes: secret, secretId },
          before: previousSecret === null ? undefined : { bytes: previousSecret, secretId },
        }));
      }),

    resealWebhook: (id, from, to, before) =>
      write(async (db) => {
        await db
          .updateTable("webhooks")
          .set({ secret: to.bytes, secretId: to.secretId, previousSecret: before?.bytes ?? null })
          .where("id", "=", id)
          .where("secretId", "=", from.secretId)
          .where("secret", "=", from.bytes)
          .execute();
      }),

    waiting: waitingDigests(snapshot),
  };
}

/** What `DigestStore.waiting` is: it reads alone. */
export function waitingDigests(snapshot: Snapshot): DigestStore["waiting"] {
  return (secretId, nowMs) =>
    snapshot(async (db) => {
      const count = async (rows: Promise<{ count: number }>) => (await rows).count;
      const tokens = db.selectFrom("apiTokens").where("secretId", "not in", [secretId, UNKEYED]);
      const all = (table: "serviceKeys" | "twoFactors" | "webhooks") =>
        db
          .selectFrom(table as "serviceKeys")
          .select((of) => of.fn.countAll<number>().as("count"))
          .where("secretId", "<>", secretId)
          .executeTakeFirstOrThrow();
      return {
        tokens: await count(tokens.select((of) => of.fn.countAll<number>().as("count")).executeTakeFirstOrThrow()),
        tokensNeverUsed: await count(
          tokens
            .leftJoin("tokenLastUses", "tokenLastUses.tokenId", "apiTokens.id")
            .select((of) => of.fn.countAll<number>().as("count"))
            .where("tokenLastUses.tokenId", "is", null)
            .executeTakeFirstOrThrow(),
        ),
        serviceKeys: await count(all("serviceKeys")),
        twoFactors: await count(all("twoFactors")),
        webhooks: await count(all("webhooks")),
        peopleWithRecoveryCodes: await count(
          db
            .selectFrom("recoveryCodes")
            .select((of) => of.fn.count<number>("userId").distinct().as("count"))
            .where("secretId", "<>", secretId)
            .executeTakeFirstOrThrow(),
        ),
        links: await count(
          db
            .selectFrom("tokenLinks")
            .select((of) => of.fn.countAll<number>().as("count"))
            .where("secretId", "<>", secretId)
            .where("state", "=", "waiting")
            .executeTakeFirstOrThrow(),
        ),
        invitations: await count(
          db
            .selectFrom("invitations")
            .select((of) => of.fn.countAll<number>().as("count"))
            .where("secretId", "<>", secretId)
            .where("state", "=", "open")
            .where("expiresAtMs", ">", nowMs)
            .executeTakeFirstOrThrow(),
        ),
        passwordResets: await count(
          db
            .selectFrom("passwordResets")
            .select((of) => of.fn.countAll<number>().as("count"))
            .where("secretId", "<>", secretId)
            .where("usedAtMs", "is", null)
            .where("expiresAtMs", ">", nowMs)
            .executeTakeFirstOrThrow(),
        ),
      };
    });
}
