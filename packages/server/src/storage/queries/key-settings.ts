import type { Kysely } from "kysely";
import {
  DEFAULT_KEY_SETTINGS,
  type Enforcement,
  type KeySettings,
  type RenewalMonths,
} from "../../domain/key-settings.ts";
import type { Schema } from "../schema.ts";
import type { KeySettingsReads, KeySettingsWrites } from "../store.ts";
import type { Snapshot } from "./snapshot.ts";
import { statement } from "./statement.ts";

const findSettings = statement((db, { account }: { readonly account: string }) =>
  db.selectFrom("apiKeySettings").select(["renewalMonths", "enforcement"]).where("account", "=", account),
);

export function keySettingsReads(snapshot: Snapshot): KeySettingsReads {
  return {
    find: (account) =>
      snapshot(async (db) => {
        const [row] = await findSettings(db, { account });
        return toKeySettings(row);
      }),

    enforcing: () =>
      snapshot(async (db) => {
        const rows = await db
          .selectFrom("apiKeySettings")
          .select(["account", "renewalMonths"])
          .where("enforcement", "=", "expire" satisfies Enforcement)
          .orderBy("account")
          .execute();
        return rows.map((row) => ({ account: row.account, months: row.renewalMonths as RenewalMonths }));
      }),
  };
}

export function keySettingsWrites(db: Kysely<Schema>): KeySettingsWrites {
  return {
    async set(account, { enforcement, renewalMonths }) {
      const fields = { enforcement, renewalMonths };
      await db
        .insertInto("apiKeySettings")
        .values({ account, ...fields })
        .onConflict((conflict) => conflict.column("account").doUpdateSet(fields))
        .execute();
    },
  };
}

/** What a row says, if there is one. An account without has decided nothing. */
export function toKeySettings(
  row: { readonly renewalMonths: number | null; readonly enforcement: string | null } | undefined,
): KeySettings {
  if (typeof row?.renewalMonths !== "number" || row.enforcement === null) return DEFAULT_KEY_SETTINGS;
  return { renewalMonths: row.renewalMonths as RenewalMonths, enforcement: row.enforcement as Enforcement };
}
