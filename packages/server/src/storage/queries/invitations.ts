import { type Kysely, type Selectable, sql } from "kysely";
import type { Actor } from "../../domain/actor.ts";
import { DomainError } from "../../domain/errors.ts";
import type { Invitation, InvitationMail, InvitationState } from "../../domain/invitation.ts";
import type { SecretDigest } from "../../domain/token.ts";
import type { Schema } from "../schema.ts";
import type { InvitationDetails, InvitationReads, InvitationSort, InvitationWrites } from "../store.ts";
import { contains, readPage } from "./page.ts";
import type { Snapshot } from "./snapshot.ts";

const SORT_COLUMNS = {
  email: "invitations.email",
  createdAt: "invitations.createdAtMs",
  expiresAt: "invitations.expiresAtMs",
} satisfies Record<InvitationSort, string>;

export function invitationReads(snapshot: Snapshot): InvitationReads {
  const findOpen = (account: string, column: "id" | "email", value: string) =>
    snapshot(async (db) => {
      const rows = await open(db, account).selectAll("invitations").where(column, "=", value).execute();
      const [invitation] = await withRoles(db, account, rows);
      return invitation;
    });
  return {
    findByLink: (id) =>
      snapshot(async (db) => {
        const row = await db.selectFrom("invitations").selectAll().where("id", "=", id).executeTakeFirst();
        const [invitation] = row ? await withRoles(db, row.account, [row]) : [];
        return row && invitation && { ...invitation, proof: { bytes: row.proof, secretId: row.secretId } };
      }),

    find: (account, id) => findOpen(account, "id", id),
    findByEmail: (account, email) => findOpen(account, "email", email),

    list: (account, { search }, page) =>
      snapshot(async (db) => {
        let matching = open(db, account);
        if (search) matching = matching.where(contains(sql.ref("invitations.email"), search));
        const order = { by: sql.ref(SORT_COLUMNS[page.sort]), id: sql.ref("invitations.id") };
        const found = await readPage(matching, (match) => match.selectAll("invitations"), order, page);
        return { ...found, items: await withRoles(db, account, found.items) };
      }),
  };
}

export function invitationWrites(db: Kysely<Schema>): InvitationWrites {
  return {
    async insert({ createdBy, givenBy, proof, ...invitation }) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto("invitations")
        .values({
          ...invitation,
          state: "open",
          createdBy: JSON.stringify(createdBy),
          givenBy: JSON.stringify(givenBy),
          proof: proof.bytes,
          secretId: proof.secretId,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      if (numInsertedOrUpdatedRows === 0n) {
        throw new DomainError("INVITATION_EXISTS", "This person has been invited already: renew that invitation.");
      }
    },

    async setRoles(account, invitationId, roleIds) {
      await db
        .deleteFrom("invitationRoles")
        .where("account", "=", account)
        .where("invitationId", "=", invitationId)
        .execute();
      if (roleIds.length === 0) return;
      await db
        .insertInto("invitationRoles")
        .values(roleIds.map((roleId) => ({ account, invitationId, roleId })))
        .execute();
    },

    async renew(account, id, { expiresAtMs, givenBy, mail, proof }) {
      await db
        .updateTable("invitations")
        .set({ expiresAtMs, mail, givenBy: JSON.stringify(givenBy), proof: proof.bytes, secretId: proof.secretId })
        .where("account", "=", account)
        .where("id", "=", id)
        .where("state", "=", "open")
        .execute();
    },

    async close(account, id, state) {
      const { numUpdatedRows } = await db
        .updateTable("invitations")
        .set({ state })
        .where("account", "=", account)
        .where("id", "=", id)
        .where("state", "=", "open")
        .executeTakeFirst();
      return numUpdatedRows !== 0n;
    },
  };
}

/** Keeps what became of the mail that went with a link, unless there is another link by now. */
export async function keepMail(
  db: Kysely<Schema>,
  id: string,
  proof: SecretDigest,
  mail: InvitationMail,
): Promise<void> {
  await db.updateTable("invitations").set({ mail }).where("id", "=", id).where("proof", "=", proof.bytes).execute();
}

function open(db: Kysely<Schema>, account: string) {
  return db
    .selectFrom("invitations")
    .where("invitations.account", "=", account)
    .where("invitations.state", "=", "open");
}

async function withRoles(
  db: Kysely<Schema>,
  account: string,
  rows: readonly Selectable<Schema["invitations"]>[],
): Promise<InvitationDetails[]> {
  if (rows.length === 0) return [];
  const roleRows = await db
    .selectFrom("invitationRoles")
    .select(["invitationId", "roleId"])
    .where("account", "=", account)
    .where(
      "invitationId",
      "in",
      rows.map((row) => row.id),
    )
    .orderBy("roleId")
    .execute();
  const roles = Map.groupBy(roleRows, (row) => row.invitationId);
  return rows.map((row) => ({
    ...toInvitation(row),
    roles: (roles.get(row.id) ?? []).map((role) => role.roleId),
  }));
}

function toInvitation(row: Selectable<Schema["invitations"]>): Invitation {
  return {
    id: row.id,
    account: row.account,
    email: row.email,
    name: row.name,
    state: row.state as InvitationState,
    createdAtMs: row.createdAtMs,
    createdBy: JSON.parse(row.createdBy) as Actor,
    givenBy: JSON.parse(row.givenBy) as Actor,
    expiresAtMs: row.expiresAtMs,
    mail: row.mail as InvitationMail,
  };
}
