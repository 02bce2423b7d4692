import type { Kysely } from "kysely";
import type { RoleUse, RoleUseCounts } from "../../domain/role.ts";
import type { Schema } from "../schema.ts";
import { hasRole } from "./key-filter.ts";

const NOTHING: RoleUseCounts = { keys: 0, externalKeys: 0, users: 0, invitations: 0 };

/** One count over an index for each kind of thing that has roles, whatever the number of roles. */
export async function roleUseCounts(
  db: Kysely<Schema>,
  account: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, RoleUseCounts>> {
  // PostgreSQL takes no `in ()`.
  if (ids.length === 0) return new Map();
  const total = db.fn.countAll<number>().as("total");
  const keys = await db
    .selectFrom("apiKeyRoles")
    .select(["roleId", total])
    .where("owner", "=", account)
    .where("roleId", "in", [...ids])
    .groupBy("roleId")
    .execute();
  const externalKeys = await db
    .selectFrom("externalKeyRoles")
    .select(["roleId", total])
    .where("host", "=", account)
    .where("roleId", "in", [...ids])
    .groupBy("roleId")
    .execute();
  const users = await db
    .selectFrom("memberRoles")
    .select(["roleId", total])
    .where("account", "=", account)
    .where("roleId", "in", [...ids])
    .groupBy("roleId")
    .execute();
  const invitations = await invitationsWith(db, account, ids)
    .select(["invitationRoles.roleId", total])
    .groupBy("invitationRoles.roleId")
    .execute();
  const totals = (rows: readonly { roleId: string; total: number }[]) =>
    new Map(rows.map((row) => [row.roleId, row.total]));
  const [keysOf, externalKeysOf, usersOf] = [totals(keys), totals(externalKeys), totals(users)];
  const invitationsOf = totals(invitations);
  return new Map(
    ids.map((id) => [
      id,
      {
        keys: keysOf.get(id) ?? 0,
        externalKeys: externalKeysOf.get(id) ?? 0,
        users: usersOf.get(id) ?? 0,
        invitations: invitationsOf.get(id) ?? 0,
      },
    ]),
  );
}

/** @param limit how many of each kind are named at most */
export async function roleUse(db: Kysely<Schema>, account: string, id: string, limit: number): Promise<RoleUse> {
  // In the order of an index over names: sorting all that have the role would take much longer than finding the first.
  const keys = await db
    .selectFrom("apiKeys")
    .select(["apiKeys.key", "apiKeys.name"])
    .where("apiKeys.owner", "=", account)
    .where((where) => hasRole(where, id))
    .orderBy("apiKeys.nameFolded")
    .orderBy("apiKeys.key")
    .limit(limit)
    .execute();
  const admitted = externalKeysWith(db, account, id);
  const externalKeys = await admitted
    .select(["externalKeys.key", "externalKeys.name", "accounts.name as account", "accounts.displayName"])
    .orderBy("externalKeys.nameFolded")
    .orderBy("externalKeys.key")
    .limit(limit)
    .execute();
  const users = await db
    .selectFrom("memberRoles")
    .innerJoin("users", "users.id", "memberRoles.userId")
    .select(["users.id", "users.name", "users.email"])
    .where("memberRoles.account", "=", account)
    .where("memberRoles.roleId", "=", id)
    .orderBy("users.nameFolded")
    .orderBy("users.id")
    .limit(limit)
    .execute();
  const invitations = await invitationsWith(db, account, [id])
    .select(["invitations.id", "invitations.email"])
    .orderBy("invitations.email")
    .orderBy("invitations.id")
    .limit(limit)
    .execute();
  const counts = (await roleUseCounts(db, account, [id])).get(id) ?? NOTHING;
  const { companies } = await admitted
    .select(db.fn.count<number>("apiKeys.owner").distinct().as("companies"))
    .executeTakeFirstOrThrow();
  return {
    keys,
    externalKeys: externalKeys.map(({ key, name, account: owner, displayName }) => ({
      key,
      name,
      owner: { account: owner, displayName },
    })),
    users,
    invitations,
    counts: { ...counts, companies },
  };
}

/** An account's open invitations that name some roles. */
function invitationsWith(db: Kysely<Schema>, account: string, roleIds: readonly string[]) {
  return db
    .selectFrom("invitationRoles")
    .innerJoin("invitations", "invitations.id", "invitationRoles.invitationId")
    .where("invitationRoles.account", "=", account)
    .where("invitationRoles.roleId", "in", [...roleIds])
    .where("invitations.state", "=", "open");
}

/** A host's external keys that have a role, beside the key and its owner. */
function externalKeysWith(db: Kysely<Schema>, host: string, roleId: string) {
  return db
    .selectFrom("externalKeyRoles")
    .innerJoin("externalKeys", (join) =>
      join
        .onRef("externalKeys.host", "=", "externalKeyRoles.host")
        .onRef("externalKeys.key", "=", "externalKeyRoles.key"),
    )
    .innerJoin("apiKeys", "apiKeys.key", "externalKeys.key")
    .innerJoin("accounts", "accounts.name", "apiKeys.owner")
    .where("externalKeyRoles.host", "=", host)
    .where("externalKeyRoles.roleId", "=", roleId);
}
