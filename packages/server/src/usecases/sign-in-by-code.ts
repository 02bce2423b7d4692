import type { Origin } from "../domain/origin.ts";
import { recoveryCodeText } from "../domain/recovery-code.ts";
import type { Profile, User } from "../domain/user.ts";
import { hasTwoFactor } from "./get-profile.ts";
import { recordOfUser } from "./own-access.ts";
import type { Ports } from "./ports.ts";

/** How long somebody has to give a code after their password, in milliseconds. */
export const CODE_WITHIN_MS = 5 * 60 * 1_000;

const TICKET_LENGTH = 32;

/** A sign-in whose password was right, and which waits for a code. */
export interface PendingSignIn {
  readonly userId: string;
  /** The half of it that the browser keeps; here lies its digest. */
  readonly ticket: string;
}

/** Keeps that somebody has proven their password; answers what their browser is to bring with the code. */
export async function awaitCode(ports: Ports, { id }: User): Promise<string> {
  const ticket = Buffer.from(ports.randomBytes(TICKET_LENGTH)).toString("base64url");
  const nowMs = ports.nowMs();
  await ports.signIns.addPending(ports.digest(ticketText(ticket)), id, nowMs + CODE_WITHIN_MS, nowMs);
  return ticket;
}

/** The sign-in that a browser's ticket stands for; `undefined` for one that is over, used or made up. */
export async function pendingSignIn(ports: Ports, ticket: string): Promise<PendingSignIn | undefined> {
  let userId: string | undefined;
  for (const digest of ports.digests(ticketText(ticket))) {
    userId ??= await ports.signIns.findPending(digest, ports.nowMs());
  }
  return userId === undefined ? undefined : { userId, ticket };
}

/**
 * Ends a pending sign-in with a code of the person's app, or with one of their recovery codes, which then is gone. Each code
 * and each pending sign-in is good for one session, however many ask at once. `undefined` alike for whatever is wrong.
 */
export async function signInByCode(
  ports: Ports,
  origin: Origin,
  { ticket, userId }: PendingSignIn,
  code: string,
): Promise<Profile | undefined> {
  const profile = await ports.reads.profiles.find(userId);
  if (!profile?.twoFactor || !hasTwoFactor(profile)) return undefined;
  const isRight = /^\d{6}$/.test(code)
    ? await takeCode(ports, profile, code)
    : await takeRecoveryCode(ports, origin, profile, code);
  if (!isRight) return undefined;
  for (const digest of ports.digests(ticketText(ticket))) {
    if (await ports.signIns.endPending(digest)) return profile;
  }
  return undefined;
}

async function takeCode({ authenticator, signIns }: Ports, profile: Profile, code: string): Promise<boolean> {
  if (!profile.twoFactor) return false;
  const step = authenticator.stepOf(profile, profile.twoFactor.secret, code);
  return step !== undefined && signIns.takeStep(profile.id, step);
}

async function takeRecoveryCode(ports: Ports, origin: Origin, { id }: Profile, code: string): Promise<boolean> {
  const digests = ports.digests(recoveryCodeText(id, code));
  return ports.change(origin, async (tx) => {
    let isTaken = false;
    for (const digest of digests) isTaken ||= await tx.profiles.takeRecoveryCode(id, digest);
    if (!isTaken) return tx.unchanged(false);
    const profile = await tx.profiles.find(id);
    if (!profile) return tx.unchanged(false);
    await recordOfUser(tx, profile, {
      action: "user.recovery-code-used",
      after: { recoveryCodesLeft: profile.twoFactor?.recoveryCodesLeft ?? 0 },
    });
    return true;
  });
}

/** Another text than any that is digested for another purpose. */
function ticketText(ticket: string): string {
  return `pending sign-in ${ticket}`;
}
