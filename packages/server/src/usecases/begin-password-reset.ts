import { PLATFORM } from "../domain/account.ts";
import type { Actor } from "../domain/actor.ts";
import { DomainError } from "../domain/errors.ts";
import { PASSWORD_RESET_LIFETIME_MS } from "../domain/password-reset.ts";
import type { User } from "../domain/user.ts";
import type { Changes } from "../storage/store.ts";
import { type Access, isOperator, type OperatorAccess, requireResource } from "./access.ts";
import { requireRolesHeld } from "./account-roles.ts";
import { createAs, createAsOperator, type Made } from "./create-once.ts";
import { type DrawnLink, drawLink, type LinkDelivery, type LinkKind, mailLink } from "./draw-link.ts";
import { belongsElsewhere } from "./edit-user.ts";
import { member } from "./get-user.ts";
import type { Ports } from "./ports.ts";

/** What resets a password. */
const RESET_LINK: LinkKind = { prefix: "lkr_", lifetimeMs: PASSWORD_RESET_LIFETIME_MS };

/** A link with which a person chooses a new password. */
export interface PasswordResetView {
  readonly id: string;
  readonly email: string;
  readonly expiresAtMs: number;
  readonly mail: "none" | "on-its-way";
}

/** Its secret exists in clear in this answer and the mail alone (rule 2). */
export interface PasswordResetWithLink {
  readonly reset: PasswordResetView;
  /** `undefined` to a repeat of the request that made it. */
  readonly secret: string | undefined;
}

/**
 * Gives a link with which a user chooses a new password; one before it stops working. Until it is used the password stays as it
 * is. A repeat gets it without its secret.
 *
 * @throws DomainError `NOT_FOUND`; `ROLE_NOT_HELD` for somebody who has more in the account than the actor (rule 7); `FORBIDDEN`
 *   for somebody who belongs to other accounts too, unless to operators, and for oneself; `INVALID_INPUT` for a mail where the
 *   installation sends none
 */
export async function beginPasswordReset(
  ports: Ports,
  access: Access,
  userId: string,
  delivery: LinkDelivery | undefined,
): Promise<PasswordResetWithLink> {
  const made = await createAs(ports, access, "account.edit-users", async (tx, access) => {
    const user = await resettableMember(tx, access, userId);
    return drawPasswordReset(ports, tx, access, user, delivery);
  });
  return handOverPasswordReset(ports, made);
}

/**
 * Gives an operator such a link, for another.
 *
 * @throws DomainError `NOT_FOUND`, `FORBIDDEN`, `INVALID_INPUT` as `beginPasswordReset`
 */
export async function beginOperatorPasswordReset(
  ports: Ports,
  operator: OperatorAccess,
  userId: string,
  delivery: LinkDelivery | undefined,
): Promise<PasswordResetWithLink> {
  const { actor } = operator;
  const made = await createAsOperator(ports, operator, async (tx) => {
    const user = await resettableOperator(tx, actor, userId);
    return drawPasswordReset(ports, tx, { account: PLATFORM, actor }, user, delivery);
  });
  return handOverPasswordReset(ports, made);
}

/** A user whose password somebody may reset. @throws DomainError `FORBIDDEN`, `NOT_FOUND`, `ROLE_NOT_HELD` */
export async function resettableMember(tx: Changes, access: Access, userId: string): Promise<User> {
  requireResource(access, "account.edit-users");
  const user = await member(tx, access.account, userId);
  requireSomebodyElse(access.actor, userId);
  if (!isOperator(access) && (await belongsElsewhere(tx, userId))) {
    throw new DomainError(
      "FORBIDDEN",
      "This person belongs to other accounts too: only operators may reset their password.",
    );
  }
  await requireRolesHeld(tx, access, user.roles);
  return user;
}

/** An operator whose password another may reset. @throws DomainError `FORBIDDEN`, `NOT_FOUND` */
export async function resettableOperator(tx: Changes, actor: Actor, userId: string): Promise<User> {
  const user = await tx.operators.find(userId);
  if (!user) throw new DomainError("NOT_FOUND", "There is no such operator.");
  requireSomebodyElse(actor, userId);
  return user;
}

/** A browser that was left open would do to set a password without knowing the old one. */
function requireSomebodyElse(actor: Actor, userId: string): void {
  if (actor.id !== userId) return;
  throw new DomainError("FORBIDDEN", "Change your own password in your profile.");
}

/**
 * Draws a link with which a person chooses a new password, in the place of one before it.
 *
 * @param giver who answers for it, and in whose log it is recorded
 * @throws DomainError as `drawLink`
 */
export async function drawPasswordReset(
  ports: Ports,
  tx: Changes,
  giver: { readonly account: string; readonly actor: Actor },
  { id: userId, email, name }: User,
  delivery?: LinkDelivery,
): Promise<Made<PasswordResetView, DrawnLink>> {
  const { account, actor } = giver;
  const drawn = await drawLink(ports, tx, giver, RESET_LINK, delivery);
  const { expiresAtMs, mail, proof } = drawn.kept;
  const id = ports.newId();
  await tx.passwordResets.put({ id, userId, account, createdAtMs: tx.nowMs, givenBy: actor, expiresAtMs, proof });
  const after = { email, name };
  await tx.record({ account, actor, action: "user.password-reset-begun", target: userId, after });
  return { made: { id, email, expiresAtMs, mail }, secret: drawn };
}

/** Hands over a link that was drawn, and has its mail sent, if one is to go. Only after the change has been committed. */
export function handOverPasswordReset(
  ports: Ports,
  { made, secret }: Made<PasswordResetView, DrawnLink>,
): PasswordResetWithLink {
  if (secret) mailLink(ports, secret, { kind: "password-reset", to: made.email, id: made.id });
  return { reset: made, secret: secret?.secret };
}
