import { DomainError } from "../domain/errors.ts";
import type { SessionDetails } from "../storage/store.ts";
import { changeOwn, type OwnAccess } from "./own-access.ts";
import type { Ports } from "./ports.ts";

/** One's own sessions, the one seen last first. */
export async function listOwnSessions({ nowMs, reads }: Ports, { user }: OwnAccess): Promise<SessionDetails[]> {
  return reads.sessions.list(user.id, nowMs());
}

/** Ends one of one's own sessions, also the one that asks. @throws DomainError `NOT_FOUND` */
export async function endOwnSession(ports: Ports, access: OwnAccess, sessionId: string): Promise<void> {
  await changeOwn(ports, access, async (tx, { profile, record }) => {
    if (!(await tx.sessions.end(profile.id, sessionId))) {
      throw new DomainError("NOT_FOUND", "You have no such session.");
    }
    await record({ action: "user.sessions-ended", after: { sessions: 1 } });
  });
}

/** Ends all of one's own sessions but the one that asks. */
export async function endOtherSessions(ports: Ports, access: OwnAccess): Promise<void> {
  await changeOwn(ports, access, async (tx, { profile, record }) => {
    const sessions = await tx.sessions.endAll(profile.id, access.sessionId);
    if (sessions === 0) return tx.unchanged(undefined);
    await record({ action: "user.sessions-ended", after: { sessions } });
  });
}
