import type { Kysely } from "kysely";
import type { Actor } from "../../domain/actor.ts";
import type { Schema } from "../schema.ts";
import type { PasswordResetReads, PasswordResetWrites } from "../store.ts";
import type { Snapshot } from "./snapshot.ts";

export function passwordResetReads(snapshot: Snapshot): PasswordResetReads {
  return {
    findByLink: (id) =>
      snapshot(async (db) => {
        const row = await db.selectFrom("passwordResets").selectAll().where("id", "=", id).executeTakeFirst();
        if (!row) return undefined;
        const { givenBy, proof, secretId, ...reset } = row;
        return { ...reset, givenBy: JSON.parse(givenBy) as Actor, proof: { bytes: proof, secretId } };
      }),
  };
}

export function passwordResetWrites(db: Kysely<Schema>): PasswordResetWrites {
  const deleteOf = async (userId: string) => {
    await db.deleteFrom("passwordResets").where("userId", "=", userId).execute();
  };
  return {
    async put({ givenBy, proof, ...reset }) {
      await deleteOf(reset.userId);
      await db
        .insertInto("passwordResets")
        .values({
          ...reset,
          usedAtMs: null,
          givenBy: JSON.stringify(givenBy),
          proof: proof.bytes,
          secretId: proof.secretId,
        })
        .execute();
    },

    async use(id, atMs) {
      const { numUpdatedRows } = await db
        .updateTable("passwordResets")
        .set({ usedAtMs: atMs })
        .where("id", "=", id)
        .where("usedAtMs", "is", null)
        .executeTakeFirst();
      return numUpdatedRows !== 0n;
    },

    deleteOf,
  };
}
