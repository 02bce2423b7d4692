import type { Kysely } from "kysely";
import { SYSTEM } from "../../domain/actor.ts";
import type { Announcement, Recipient } from "../../domain/announcement.ts";
import type { AuditEvent } from "../../domain/audit-event.ts";
import { inBatches } from "../../domain/batches.ts";
import type { Change } from "../../domain/change.ts";
import type { Schema } from "../schema.ts";

/**
 * What may have been revoked after a backup: what is known to have changed, everything, or, where somebody vouches for it,
 * nothing.
 */
export type Suspicion = readonly Change[] | "all" | "none";

/** How much waits for somebody's decision. */
export interface Quarantined {
  readonly keys: number;
  readonly externalKeys: number;
  /** Names of service keys that are gone: once generated these are only ever deleted, so that one that changed was. */
  readonly serviceKeys: readonly string[];
}

export interface QuarantineParts {
  readonly nowMs: number;
  /** When the backup was taken, for the log. */
  readonly takenAt: string;
  readonly record: (event: AuditEvent) => Promise<void>;
  /** Leaves a note for other accounts' logs (rule 11). */
  readonly announce: (announcement: Announcement) => Promise<void>;
}

/** Things that one statement names at most. */
const BATCH = 500;

/**
 * Has keys and external keys stop working until somebody decides. A change of a role or of an account may have taken
 * something away from all that have the role, or belong to the account: they are quarantined too. Each account's log says how much,
 * and those of a key's hosts that it was deactivated, where it was active.
 */
export async function quarantine(
  db: Kysely<Schema>,
  suspicion: Suspicion,
  { announce, nowMs, record, takenAt }: QuarantineParts,
): Promise<Quarantined> {
  if (suspicion === "none") return { keys: 0, externalKeys: 0, serviceKeys: [] };
  const set = { status: "inactive", quarantinedAtMs: nowMs };
  const keys = () => db.updateTable("apiKeys").set(set).where("status", "<>", "deleted");
  const wereActive = await activeAdmitted(db);
  const externalKeys = () => db.updateTable("externalKeys").set(set);
  let serviceKeys: string[] = [];
  if (suspicion === "all") {
    await keys().execute();
    await externalKeys().execute();
  } else {
    const named = <Kind extends Change["kind"]>(kind: Kind) =>
      suspicion.filter((change): change is Extract<Change, { kind: Kind }> => change.kind === kind);
    for (const some of inBatches(
      named("key").map(({ key }) => key),
      BATCH,
    ))
      await keys().where("key", "in", some).execute();
    for (const { account, key } of named("external-key")) {
      await externalKeys().where("host", "=", account).where("key", "=", key).execute();
    }
    for (const some of inBatches(
      named("account").map(({ account }) => account),
      BATCH,
    )) {
      await keys().where("owner", "in", some).execute();
      await externalKeys().where("host", "in", some).execute();
    }
    for (const { account, role } of named("role")) {
      const ofKeys = db.selectFrom("apiKeyRoles").select("key").where("owner", "=", account).where("roleId", "=", role);
      await keys().where("owner", "=", account).where("key", "in", ofKeys).execute();
      const ofAdmissions = db
        .selectFrom("externalKeyRoles")
        .select("key")
        .where("host", "=", account)
        .where("roleId", "=", role);
      await externalKeys().where("host", "=", account).where("key", "in", ofAdmissions).execute();
    }
    serviceKeys = await forgetServiceKeys(
      db,
      named("service-key").map(({ id }) => id),
    );
  }
  const counts = await countByAccount(db, nowMs);
  for (const [account, { ofHost, ofOwner }] of counts) {
    const after = { keys: ofOwner, externalKeys: ofHost, backup: takenAt };
    await record({ account, actor: SYSTEM, action: "keys.quarantined", target: account, after });
    const recipients = ofOwner === 0 ? [] : await hostsOfQuarantined(db, account, nowMs, wereActive);
    if (recipients.length > 0) await announce({ action: "key.deactivated", actingAccount: account, recipients });
  }
  const sum = (of: "ofHost" | "ofOwner") => [...counts.values()].reduce((total, count) => total + count[of], 0);
  return { keys: sum("ofOwner"), externalKeys: sum("ofHost"), serviceKeys };
}

/**
 * Ends one-time links, invitations and links to a new password that wait: one that was opened, accepted, used or withdrawn after the
 * backup would work once more. A token behind a link goes with it.
 */
export async function endWhatWaits(db: Kysely<Schema>, record: QuarantineParts["record"]): Promise<void> {
  const links = await db
    .selectFrom("tokenLinks")
    .leftJoin("apiTokens", "apiTokens.linkId", "tokenLinks.id")
    .select(["tokenLinks.id", "tokenLinks.account", "tokenLinks.key", "apiTokens.id as token", "apiTokens.state"])
    .where("tokenLinks.state", "=", "waiting")
    .execute();
  await db.deleteFrom("apiTokens").where("linkId", "is not", null).execute();
  await db.updateTable("tokenLinks").set({ state: "void", sealedToken: null }).where("state", "=", "waiting").execute();
  for (const { account, id, key, state, token } of links) {
    const before = { link: id, token };
    const after = { keyHasToken: state === "renewed" };
    await record({ account, actor: SYSTEM, action: "token-link.voided", target: key, before, after });
  }
  const invitations = await db
    .updateTable("invitations")
    .set({ state: "void" })
    .where("state", "=", "open")
    .returning(["account", "id", "email"])
    .execute();
  for (const { account, email, id } of invitations) {
    await record({ account, actor: SYSTEM, action: "invitation.voided", target: id, before: { email } });
  }
  await db.deleteFrom("passwordResets").execute();
}

/** Keys that are active and that some account has admitted. */
async function activeAdmitted(db: Kysely<Schema>): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom("apiKeys")
    .select("key")
    .where("status", "=", "active")
    .where("key", "in", db.selectFrom("externalKeys").select("externalKeys.key"))
    .execute();
  return new Set(rows.map(({ key }) => key));
}

/** Who admitted which of an owner's quarantined keys, of those that were active. */
async function hostsOfQuarantined(
  db: Kysely<Schema>,
  owner: string,
  nowMs: number,
  wereActive: ReadonlySet<string>,
): Promise<Recipient[]> {
  const rows = await db
    .selectFrom("apiKeys")
    .innerJoin("externalKeys", "externalKeys.key", "apiKeys.key")
    .select(["externalKeys.host as account", "apiKeys.key"])
    .where("apiKeys.owner", "=", owner)
    .where("apiKeys.quarantinedAtMs", "=", nowMs)
    .orderBy("apiKeys.key")
    .orderBy("externalKeys.host")
    .execute();
  return rows.filter(({ key }) => wereActive.has(key));
}

async function forgetServiceKeys(db: Kysely<Schema>, ids: readonly string[]): Promise<string[]> {
  const names: string[] = [];
  for (const some of inBatches(ids, BATCH)) {
    const rows = await db.deleteFrom("serviceKeys").where("id", "in", some).returning("name").execute();
    names.push(...rows.map(({ name }) => name));
  }
  return names;
}

async function countByAccount(
  db: Kysely<Schema>,
  nowMs: number,
): Promise<Map<string, { ofOwner: number; ofHost: number }>> {
  const count = <Table extends "apiKeys" | "externalKeys">(table: Table, account: "owner" | "host") =>
    db
      .selectFrom(table as "apiKeys")
      .select((of) => [of.ref(account as "owner").as("account"), of.fn.countAll<number>().as("count")])
      .where("quarantinedAtMs", "=", nowMs)
      .groupBy(account as "owner")
      .orderBy(account as "owner")
      .execute();
  const counts = new Map<string, { ofOwner: number; ofHost: number }>();
  for (const row of await count("apiKeys", "owner")) counts.set(row.account, { ofOwner: row.count, ofHost: 0 });
  for (const row of await count("externalKeys", "host")) {
    counts.set(row.account, { ofOwner: counts.get(row.account)?.ofOwner ?? 0, ofHost: row.count });
  }
  return counts;
}
