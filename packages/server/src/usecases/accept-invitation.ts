import type { Actor } from "../domain/actor.ts";
import { DomainError, type InputError } from "../domain/errors.ts";
import type { Origin } from "../domain/origin.ts";
import type { Profile, User } from "../domain/user.ts";
import type { Changes, KeptInvitation } from "../storage/store.ts";
import { type AccessOfActor, isOperator, requireResource } from "./access.ts";
import { rolesToAssign } from "./account-roles.ts";
import { acceptableInvitation, invitationUsed, provenInvitation, requireActiveAccount } from "./look-up-invitation.ts";
import type { LinkSecret, Ports } from "./ports.ts";

/** Who accepts an invitation, and what they choose where they are new. */
export interface Acceptance {
  /** Whoever is signed in where it is accepted. */
  readonly session: { readonly id: string; readonly user: User } | undefined;
  /** Absent: as the inviter knows them. */
  readonly name?: string | undefined;
  readonly password?: string | undefined;
}

/** Who is a member now. */
export interface Accepted {
  readonly account: string;
  readonly profile: Profile;
  /** Whether they had not been known here. */
  readonly isNew: boolean;
}

/**
 * Makes whoever was invited a member of the account. Who is new chooses a name and a password; who is known has to be signed in,
 * and stays as they are: a link alone lets nobody into what is somebody's already. Of all who come at once, one is let in.
 *
 * @throws DomainError `UNKNOWN_INVITATION` alike for one that isn't there and for a wrong secret, at the same cost; with the
 *   right secret `INVITATION_USED`, `INVITATION_EXPIRED`, `INVITATION_VOID`, `ACCOUNT_SUSPENDED`, `SIGN_IN_NEEDED`, `USER_EXISTS`,
 *   `INVITATION_NOT_BACKED` where whoever gave it may not give it any more (rule 7), `INVALID_INPUT`; `TOO_MANY_ATTEMPTS`
 */
export async function acceptInvitation(
  ports: Ports,
  accessOfActor: AccessOfActor,
  origin: Origin,
  presented: LinkSecret,
  { name, password, session }: Acceptance,
): Promise<Accepted> {
  await provenInvitation(ports, origin, presented);
  // Before the transaction: argon2id takes its time on purpose.
  const passwordHash = password === undefined ? undefined : await ports.hashPassword(password);
  return ports.change(origin, async (tx) => {
    // Once more, as it may have been accepted, withdrawn or given another link meanwhile.
    const invitation = await acceptableInvitation(ports, tx, presented);
    const { account, email, id } = invitation;
    await requireActiveAccount(tx, account);
    const known = await tx.users.findByEmail(email);
    if (known) {
      await requireSignedIn(ports, tx, known, session);
      requireNothingChosen({ name, password });
    }
    const { isByOperator, roles } = await backed(tx, accessOfActor, invitation);
    const user = known ?? (await addPerson(ports, tx, invitation, { name, passwordHash, isProven: isByOperator }));
    if (!(await tx.invitations.close(account, id, "accepted"))) throw invitationUsed();
    await tx.users.insertMember(account, user.id);
    await tx.users.setRoles(account, user.id, roles);
    const actor: Actor = { kind: "user", id: user.id, name: user.name };
    const added = { email, name: user.name, roles };
    await tx.record({ account, actor, action: "invitation.accepted", target: id, after: { ...added, user: user.id } });
    await tx.record({ account, actor, action: "user.added", target: user.id, after: { ...added, invitation: id } });
    const profile = await tx.profiles.find(user.id);
    if (!profile) throw new Error("somebody who accepted an invitation isn't there");
    return { account, profile, isNew: !known };
  });
}

/** A link may be in other hands than its person's. */
async function requireSignedIn(ports: Ports, tx: Changes, known: User, session: Acceptance["session"]): Promise<void> {
  if (session?.user.id === known.id && (await tx.sessions.isThere(known.id, session.id, ports.nowMs()))) return;
  throw new DomainError("SIGN_IN_NEEDED", `Sign in as ${known.email} to accept this invitation.`);
}

function requireNothingChosen(chosen: Pick<Acceptance, "name" | "password">): void {
  const errors = (["name", "password"] as const)
    .filter((field) => chosen[field] !== undefined)
    .map((field) => ({ path: `/${field}`, message: "is for a person who is new" }));
  if (errors.length > 0)
    throw new DomainError("INVALID_INPUT", "You have a name and a way to sign in already.", { errors });
}

async function addPerson(
  ports: Ports,
  tx: Changes,
  { email, name: nameGiven }: KeptInvitation,
  chosen: {
    readonly name: string | undefined;
    readonly passwordHash: string | undefined;
    /** Whoever gave the link had it in hand as well. */
    readonly isProven: boolean;
  },
): Promise<User> {
  const name = chosen.name ?? nameGiven;
  const { isProven, passwordHash } = chosen;
  if (name === null || passwordHash === undefined) {
    const errors: InputError[] = [];
    if (name === null) errors.push({ path: "/name", message: "is needed for a person who is new" });
    if (passwordHash === undefined) errors.push({ path: "/password", message: "is needed for a person who is new" });
    throw new DomainError("INVALID_INPUT", "Choose your name and password.", { errors });
  }
  const user = { id: ports.newId(), email, name };
  await tx.users.insert(user, passwordHash, isProven);
  return user;
}

/** Its roles, if whoever gave it could still give them now, and whether that is an operator. */
async function backed(
  tx: Changes,
  accessOfActor: AccessOfActor,
  { account, givenBy, roles }: KeptInvitation,
): Promise<{ readonly roles: readonly string[]; readonly isByOperator: boolean }> {
  try {
    const access = await accessOfActor(tx, givenBy, account);
    requireResource(access, "account.edit-users");
    return { roles: await rolesToAssign(tx, access, roles), isByOperator: isOperator(access) };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    throw new DomainError(
      "INVITATION_NOT_BACKED",
      "Whoever invited you may not give what this invitation gives any more. Ask for another one.",
    );
  }
}
