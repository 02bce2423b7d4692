import { PLATFORM } from "../domain/account.ts";
import { DomainError } from "../domain/errors.ts";
import type { Operator } from "../domain/operator.ts";
import type { OperatorAccess } from "./access.ts";
import { handOverPasswordReset, type PasswordResetView, type PasswordResetWithLink } from "./begin-password-reset.ts";
import { clearUnprovenSignIn } from "./clear-unproven-sign-in.ts";
import { createAsOperator } from "./create-once.ts";
import type { DrawnLink } from "./draw-link.ts";
import type { Ports } from "./ports.ts";

export interface OperatorToAdd {
  /** In lower case. */
  readonly email: string;
  /** Needed for a person who is new to the installation, and only for them. */
  readonly name?: string | undefined;
  /** Only for a person who is new; without one they can't sign in by a password. */
  readonly password?: string | undefined;
}

/** An operator who was added. */
export interface AddedOperator {
  readonly operator: Operator;
  /** Their link to a new password; `undefined` for who signs in with what they have. */
  readonly reset: PasswordResetWithLink | undefined;
}

/**
 * Makes a person an operator: a new one, or one who signs in already, who is then named by their email alone. Whoever gives a
 * name means somebody new; were there somebody by that email, an account's administrator could have planted them. They may have
 * planted whom the operator means, too: what such a person signs in with counts no more (`clearUnprovenSignIn`).
 *
 * @throws DomainError `USER_EXISTS` where they are an operator already; `USER_ELSEWHERE`; `INVALID_INPUT` for a new person
 *   without a name
 */
export async function addOperator(
  ports: Ports,
  operator: OperatorAccess,
  person: OperatorToAdd,
): Promise<AddedOperator> {
  const { email, name, password } = person;
  const { actor } = operator;
  // Before the transaction: argon2id takes its time on purpose.
  const passwordHash = password === undefined ? null : await ports.hashPassword(password);
  type Added = Operator & { readonly reset?: PasswordResetView };
  const { made, secret } = await createAsOperator<Added, DrawnLink>(ports, operator, async (tx) => {
    const known = await tx.users.findByEmail(email);
    if (known && (await tx.operators.has(known.id))) {
      throw new DomainError("USER_EXISTS", "This person is an operator already.");
    }
    if (known && (name !== undefined || password !== undefined)) {
      throw new DomainError(
        "USER_ELSEWHERE",
        "A person with this email signs in already. If it is them whom you mean, give their email alone.",
      );
    }
    if (!known && name === undefined) {
      throw new DomainError("INVALID_INPUT", "Nobody with this email signs in yet: give their name.", {
        errors: [{ path: "/name", message: "is needed for a person who is new" }],
      });
    }
    const id = known?.id ?? ports.newId();
    if (!known && name !== undefined) await tx.users.insert({ id, email, name }, passwordHash, true);
    await tx.operators.insert(id, actor);
    const cleared = known && (await clearUnprovenSignIn(ports, tx, { account: PLATFORM, actor }, id));
    const added = await tx.operators.find(id);
    if (!added) throw new Error("an operator who was added isn't there");
    const after = { email, name: added.name };
    await tx.record({ account: PLATFORM, actor, action: "operator.added", target: id, after });
    return cleared ? { made: { ...added, reset: cleared.made }, secret: cleared.secret } : { made: added };
  });
  const { reset, ...added } = made;
  return { operator: added, reset: reset && handOverPasswordReset(ports, { made: reset, secret }) };
}
