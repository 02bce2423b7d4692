import { type Kysely, type Selectable, sql } from "kysely";
import type { Actor } from "../../domain/actor.ts";
import type { TokenLink, TokenLinkPurpose, TokenLinkState } from "../../domain/token-link.ts";
import type { Schema } from "../schema.ts";
import type { TokenLinkReads, TokenLinkWrites } from "../store.ts";
import { readPage } from "./page.ts";
import type { Snapshot } from "./snapshot.ts";

export function tokenLinkReads(snapshot: Snapshot): TokenLinkReads {
  return {
    find: (id) =>
      snapshot(async (db) => {
        const row = await db.selectFrom("tokenLinks").selectAll().where("id", "=", id).executeTakeFirst();
        if (!row) return undefined;
        return {
          ...toLink(row),
          proof: { bytes: row.proof, secretId: row.secretId },
          sealedToken: row.sealedToken,
          tokenId: row.tokenId,
        };
      }),

    list: (account, { key, state, reopened }, page) =>
      snapshot(async (db) => {
        let matching = db.selectFrom("tokenLinks").where("tokenLinks.account", "=", account);
        if (key !== undefined) matching = matching.where("tokenLinks.key", "=", key);
        if (state !== undefined) matching = matching.where("tokenLinks.state", "=", state);
        if (reopened) {
          matching = matching
            .where("tokenLinks.reopenings", ">", 0)
            .where("tokenLinks.tokenId", "in", (from) => from.selectFrom("apiTokens").select("apiTokens.id"));
        }
        const order = { by: sql.ref("tokenLinks.createdAtMs"), id: sql.ref("tokenLinks.id") };
        const found = await readPage(matching, (match) => match.selectAll("tokenLinks"), order, page);
        return { ...found, items: found.items.map(toLink) };
      }),

    overdue: (nowMs, limit) =>
      snapshot(async (db) => {
        const rows = await db
          .selectFrom("tokenLinks")
          .select("id")
          .where("state", "=", "waiting")
          .where("expiresAtMs", "<=", nowMs)
          .orderBy("expiresAtMs")
          .orderBy("id")
          .limit(limit)
          .execute();
        return rows.map((row) => row.id);
      }),
  };
}

/** @param writtenAtMs the time of the transaction that writes */
export function tokenLinkWrites(db: Kysely<Schema>, writtenAtMs: number): TokenLinkWrites {
  return {
    async insert({ completesRenewal, createdBy, proof, ...link }) {
      await db
        .insertInto("tokenLinks")
        .values({
          ...link,
          state: "waiting",
          createdBy: JSON.stringify(createdBy),
          completesRenewal: completesRenewal ? 1 : 0,
          proof: proof.bytes,
          secretId: proof.secretId,
          reopenings: 0,
        })
        .execute();
    },

    async open(id, from, nowMs) {
      const { numUpdatedRows } = await db
        .updateTable("tokenLinks")
        .set({ state: "opened", sealedToken: null, openedAtMs: writtenAtMs, openedFrom: from })
        .where("id", "=", id)
        .where("state", "=", "waiting")
        .where("expiresAtMs", ">", nowMs)
        .executeTakeFirst();
      return numUpdatedRows !== 0n;
    },

    async close(account, id, state) {
      const { numUpdatedRows } = await db
        .updateTable("tokenLinks")
        .set({ state, sealedToken: null })
        .where("account", "=", account)
        .where("id", "=", id)
        .where("state", "=", "waiting")
        .executeTakeFirst();
      return numUpdatedRows !== 0n;
    },

    async completeWhenOpened(account, id) {
      const { numUpdatedRows } = await db
        .updateTable("tokenLinks")
        .set({ completesRenewal: 1 })
        .where("account", "=", account)
        .where("id", "=", id)
        .where("state", "=", "waiting")
        .where("completesRenewal", "=", 0)
        .executeTakeFirst();
      return numUpdatedRows !== 0n;
    },

    async reopen(id) {
      const { numUpdatedRows } = await db
        .updateTable("tokenLinks")
        .set({ reopenedAtMs: writtenAtMs, reopenings: 1 })
        .where("id", "=", id)
        .where("state", "=", "opened")
        .where("reopenings", "=", 0)
        .executeTakeFirst();
      return numUpdatedRows !== 0n;
    },
  };
}

/** Counts one more coming to a link that was reopened before. */
export async function countReopening(db: Kysely<Schema>, id: string, atMs: number): Promise<void> {
  await db
    .updateTable("tokenLinks")
    .set((link) => ({ reopenedAtMs: atMs, reopenings: link("reopenings", "+", 1) }))
    .where("id", "=", id)
    .where("state", "=", "opened")
    .where("reopenings", ">", 0)
    .execute();
}

function toLink(row: Selectable<Schema["tokenLinks"]>): TokenLink {
  return {
    id: row.id,
    account: row.account,
    key: row.key,
    purpose: row.purpose as TokenLinkPurpose,
    state: row.state as TokenLinkState,
    createdAtMs: row.createdAtMs,
    createdBy: JSON.parse(row.createdBy) as Actor,
    expiresAtMs: row.expiresAtMs,
    completesRenewal: row.completesRenewal === 1,
    openedAtMs: row.openedAtMs,
    openedFrom: row.openedFrom,
    reopenedAtMs: row.reopenedAtMs,
    reopenings: row.reopenings,
  };
}
