import type { Actor } from "../domain/actor.ts";
import { PLATFORM } from "../domain/account.ts";
import type { AuditEvent } from "../domain/audit-event.ts";
import { unauthenticated } from "../domain/errors.ts";
import type { Origin } from "../domain/origin.ts";
import type { Profile, User } from "../domain/user.ts";
import type { Changes } from "../storage/store.ts";
import type { Ports } from "./ports.ts";

/** Somebody signed in, who may act on what is their own. */
export interface OwnAccess {
  readonly user: User;
  /** The session by which they are signed in. */
  readonly sessionId: string;
  readonly origin: Origin;
}

/** What a person did to themselves. */
export type OwnEvent = Pick<AuditEvent, "action" | "before" | "after">;

/** What a change of one's own is given besides the transaction. */
export interface OwnChange {
  /** Them, as the transaction sees them. */
  readonly profile: Profile;
  /** Records what they did, in the log of every account that they belong to (see `recordOfUser`). */
  readonly record: (event: OwnEvent) => Promise<void>;
}

/**
 * Runs a change of what is somebody's own, whose session has to be there still: one that was ended meanwhile changes nothing
 * more.
 *
 * @throws DomainError `UNAUTHENTICATED`
 */
export function changeOwn<T>(
  ports: Ports,
  { origin, sessionId, user }: OwnAccess,
  work: (tx: Changes, own: OwnChange) => Promise<T>,
): Promise<T> {
  return ports.change(origin, async (tx) => {
    const profile = await tx.profiles.find(user.id);
    if (!profile || !(await tx.sessions.isThere(user.id, sessionId, ports.nowMs()))) throw unauthenticated();
    return work(tx, { profile, record: (event) => recordOfUser(tx, profile, event) });
  });
}

/**
 * Records what concerns a person in every account: in the log of each to which they belong, or, where there is none, in the
 * platform's.
 */
export async function recordOfUser(tx: Changes, { id, name }: User, event: OwnEvent): Promise<void> {
  const actor: Actor = { kind: "user", id, name };
  const accounts = (await tx.users.accountsOf(id)).map((account) => account.name);
  for (const account of accounts.length > 0 ? accounts : [PLATFORM]) {
    await tx.record({ account, actor, target: id, ...event });
  }
}
