import type { Kysely } from "kysely";
import type { Schema } from "../schema.ts";
import type { AuditSeal, KeptAuditKey } from "../store.ts";

/** What is kept to check the seals of server secrets of before. */
export async function auditKeys(db: Kysely<Schema>): Promise<KeptAuditKey[]> {
  return db.selectFrom("auditKeys").selectAll().execute();
}

/**
 * Keeps what seals of before need to be checked, so that a log can be verified from its beginning however often the server secret was
 * rotated; and has the seal learn what was kept.
 */
export async function keepAuditKeys(db: Kysely<Schema>, seal: AuditSeal): Promise<void> {
  for (const key of seal.learn(await auditKeys(db))) {
    const { sealed, sealedBy } = key;
    await db
      .insertInto("auditKeys")
      .values(key)
      .onConflict((conflict) => conflict.column("secretId").doUpdateSet({ sealed, sealedBy }))
      .execute();
  }
}
