import { DomainError, type ErrorCode } from "../../domain/errors.ts";
import { type Access, mayAny, requireResource } from "../../usecases/access.ts";
import { admitExternalKey } from "../../usecases/admit-external-key.ts";
import { editExternalKey } from "../../usecases/edit-external-key.ts";
import { editKey } from "../../usecases/edit-key.ts";
import { editUser } from "../../usecases/edit-user.ts";
import { getExternalKey } from "../../usecases/get-external-key.ts";
import { getKey } from "../../usecases/get-key.ts";
import { getUser } from "../../usecases/get-user.ts";
import { lookUpKey } from "../../usecases/look-up-key.ts";
import type { Ports } from "../../usecases/ports.ts";
import type { Precondition } from "../../usecases/precondition.ts";

/** Times that a change is tried which others come before. */
const ATTEMPTS = 5;

/** What has roles in an account: one of its keys, an external key, a user. */
interface Holder {
  readonly roles: readonly string[];
  readonly state: string;
  readonly give: (roles: readonly string[], precondition: Precondition) => Promise<unknown>;
}

/**
 * The roles of whatever an id names in the account; `undefined` where it names nothing that the caller may see there.
 *
 * @throws DomainError `FORBIDDEN` for a caller who may see neither keys nor users
 */
export async function rolesOf(ports: Ports, access: Access, id: string): Promise<readonly string[] | undefined> {
  return (await holderOf(ports, access, id))?.roles;
}

/**
 * Changes the roles of whatever an id names in the account, whoever else does so meanwhile. Answers whether it names anything.
 *
 * @param change the roles from now on, from those of before
 */
export async function changeRoles(
  ports: Ports,
  access: Access,
  id: string,
  change: (before: readonly string[]) => readonly string[],
): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    const holder = await holderOf(ports, access, id);
    if (!holder) return false;
    try {
      await holder.give(change(holder.roles), (state) => state === holder.state);
      return true;
    } catch (error) {
      if (attempt === ATTEMPTS || !isRefusal(error, "PRECONDITION_FAILED")) throw error;
    }
  }
}

/**
 * Admits another account's key, under its owner's name: VTEX's API does so by giving it roles.
 *
 * @throws DomainError as `admitExternalKey`
 */
export async function admitByRoles(ports: Ports, access: Access, key: string, roles: readonly string[]): Promise<void> {
  const { owner } = await lookUpKey(ports, access, key);
  await admitExternalKey(ports, access, { key, name: owner.displayName, roles, expiresAtMs: null });
}

async function holderOf(ports: Ports, access: Access, id: string): Promise<Holder | undefined> {
  const seesKeys = mayAny(access, "account.view-api-keys", "account.edit-api-keys");
  const seesUsers = mayAny(access, "account.view-users", "account.edit-users");
  if (!seesKeys && !seesUsers) requireResource(access, "account.view-api-keys");
  const found =
    (seesKeys ? await unlessMissing(getKey(ports, access, id)) : undefined) ??
    (seesKeys ? await unlessMissing(getExternalKey(ports, access, id)) : undefined) ??
    (seesUsers ? await unlessMissing(getUser(ports, access, id)) : undefined);
  if (!found) return undefined;
  const give: Holder["give"] = (roles, precondition) => {
    if ("tokens" in found) return editKey(ports, access, id, { roles }, precondition);
    if ("addedBy" in found) return editExternalKey(ports, access, id, { roles }, precondition);
    return editUser(ports, access, id, { roles }, precondition);
  };
  return { roles: found.roles.map((role) => role.id), state: found.state, give };
}

async function unlessMissing<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (isRefusal(error, "UNKNOWN_KEY") || isRefusal(error, "NOT_FOUND")) return undefined;
    throw error;
  }
}

function isRefusal(error: unknown, code: ErrorCode): boolean {
  return error instanceof DomainError && error.code === code;
}
