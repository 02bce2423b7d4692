import { type Kysely, type RawBuilder, sql, type SqlBool } from "kysely";
import type { RenewalAlert } from "../../domain/token-age.ts";
import type { TokenState } from "../../domain/token.ts";
import type { Schema } from "../schema.ts";
import type { KeyWrites, TokenDetails } from "../store.ts";
import { statement } from "./statement.ts";

function selectTokens(db: Kysely<Schema>) {
  return db
    .selectFrom("apiTokens")
    .leftJoin("tokenLinks", "tokenLinks.id", "apiTokens.linkId")
    .leftJoin("tokenLastUses", "tokenLastUses.tokenId", "apiTokens.id")
    .select([
      "apiTokens.id",
      "apiTokens.key",
      "apiTokens.state",
      "apiTokens.createdAtMs",
      "apiTokens.expiresAtMs",
      "tokenLinks.id as linkId",
      "tokenLinks.expiresAtMs as linkExpiresAtMs",
      "tokenLinks.completesRenewal",
      "tokenLastUses.atMs",
      "tokenLastUses.ip",
    ])
    .orderBy("apiTokens.createdAtMs")
    .orderBy("apiTokens.state");
}

type TokenRow = Awaited<ReturnType<ReturnType<typeof selectTokens>["execute"]>>[number];

function toToken({ atMs, ip, linkId, linkExpiresAtMs, completesRenewal, ...token }: TokenRow): TokenDetails {
  return {
    ...token,
    state: token.state as TokenState,
    link:
      linkId === null || linkExpiresAtMs === null
        ? null
        : { id: linkId, expiresAtMs: linkExpiresAtMs, completesRenewal: completesRenewal === 1 },
    lastUse: atMs === null ? null : { atMs, ip },
  };
}

/** The tokens of some keys, the oldest first. */
export async function tokensOf(db: Kysely<Schema>, keys: readonly string[]): Promise<TokenDetails[]> {
  const rows = await selectTokens(db).where("apiTokens.key", "in", keys).execute();
  return rows.map(toToken);
}

const findTokens = statement((db, { key }: { readonly key: string }) =>
  selectTokens(db).where("apiTokens.key", "=", key),
);

/** The tokens of one key, the oldest first. */
export async function tokensOfKey(db: Kysely<Schema>, key: string): Promise<TokenDetails[]> {
  return (await findTokens(db, { key })).map(toToken);
}

type TokenWrites = Pick<
  KeyWrites,
  "insertToken" | "releaseToken" | "deleteToken" | "completeRenewal" | "markTold" | "markAlertTold"
>;

export function tokenWrites(db: Kysely<Schema>): TokenWrites {
  return {
    async insertToken({ digest, link, ...token }) {
      const owner = db.selectFrom("apiKeys").select("owner").where("key", "=", token.key);
      await db
        .insertInto("apiTokens")
        .values({ ...token, owner, digest: digest.bytes, secretId: digest.secretId, linkId: link?.id ?? null })
        .execute();
      await keepAges(db, token.key);
    },

    async releaseToken(owner, key, linkId) {
      await db
        .updateTable("apiTokens")
        .set({ linkId: null })
        .where("key", "=", key)
        .where("key", "in", ownKeys(db, owner, key))
        .where("linkId", "=", linkId)
        .execute();
    },

    deleteToken: (owner, key, state) => deleteToken(db, owner, key, state),

    async completeRenewal(owner, key) {
      await deleteToken(db, owner, key, "current");
      await db
        .updateTable("apiTokens")
        .set({ state: "current" })
        .where("key", "=", key)
        .where("key", "in", ownKeys(db, owner, key))
        .where("state", "=", "renewed")
        .execute();
    },

    async markTold(tokenId, months, told) {
      const token = await db.selectFrom("apiTokens").select("id").where("id", "=", tokenId).executeTakeFirst();
      if (!token) return false;
      const { numInsertedOrUpdatedRows } = await db
        .insertInto("tokenWarnings")
        .values({ tokenId, months, daysLeft: told })
        .onConflict((conflict) =>
          conflict
            .columns(["tokenId", "months"])
            .doUpdateSet({ daysLeft: told })
            .where("tokenWarnings.daysLeft", ">", told),
        )
        .executeTakeFirst();
      return (numInsertedOrUpdatedRows ?? 0n) > 0n;
    },

    async markAlertTold(tokenId, alert) {
      const { numUpdatedRows } = await db
        .updateTable("apiTokens")
        .set({ renewalTold: alert })
        .where("id", "=", tokenId)
        .where(untold(alert))
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
  };
}

/**
 * Whether an account hasn't been told a token's alert, or a more urgent one, yet.
 *
 * @param also what else must hold: of each alternative, so that each is read from the index
 */
export function untold(alert: RenewalAlert, also: RawBuilder<SqlBool> = sql`1 = 1`): RawBuilder<SqlBool> {
  const column = sql.ref("apiTokens.renewalTold");
  const never = sql<SqlBool>`(${column} is null and ${also})`;
  if (alert === "recommended") return never;
  return sql`(${never} or (${column} = ${"recommended" satisfies RenewalAlert} and ${also}))`;
}

async function deleteToken(db: Kysely<Schema>, owner: string, key: string, state: TokenState): Promise<void> {
  await db
    .deleteFrom("apiTokens")
    .where("key", "=", key)
    .where("key", "in", ownKeys(db, owner, key))
    .where("state", "=", state)
    .execute();
  await keepAges(db, key);
}

/** Keeps with a key how old its tokens are, whenever it gains or loses one. */
export async function keepAges(db: Kysely<Schema>, key: string): Promise<void> {
  const tokens = db.selectFrom("apiTokens").where("apiTokens.key", "=", key);
  await db
    .updateTable("apiKeys")
    .set({
      oldestTokenAtMs: tokens.select((token) => token.fn.min("createdAtMs").as("atMs")),
      newestTokenAtMs: tokens.select((token) => token.fn.max("createdAtMs").as("atMs")),
    })
    .where("key", "=", key)
    .execute();
}

/** A key where it is the account's own, to scope what names keys alone. */
function ownKeys(db: Kysely<Schema>, owner: string, key: string) {
  return db
    .selectFrom("apiKeys")
    .select("apiKeys.key")
    .where("apiKeys.owner", "=", owner)
    .where("apiKeys.key", "=", key);
}
