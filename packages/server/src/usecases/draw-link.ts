import type { Actor } from "../domain/actor.ts";
import { DomainError } from "../domain/errors.ts";
import { generateSecret, type SecretDigest } from "../domain/token.ts";
import type { Changes } from "../storage/store.ts";
import type { Letter, LinkSecret, Ports } from "./ports.ts";

/** How a link reaches the person: by mail beside the answer, or by the answer alone. Absent: by mail where there is any. */
export type LinkDelivery = "mail" | "link";

/** What a kind of link is. */
export interface LinkKind {
  readonly prefix: "lki_" | "lkr_";
  /** How long it works, in milliseconds. */
  readonly lifetimeMs: number;
}

/** A link that was drawn: what is kept of it, and what its mail says. Its secret exists in clear here alone (rule 2). */
export interface DrawnLink extends Pick<Letter, "account" | "giver" | "language"> {
  readonly secret: string;
  readonly kept: {
    readonly expiresAtMs: number;
    readonly proof: SecretDigest;
    readonly mail: "none" | "on-its-way";
  };
}

/**
 * Draws a link that somebody gives to a person for an account. Its mail is in the giver's language.
 *
 * @throws DomainError `INVALID_INPUT` for a mail where the installation sends none; `TOO_MANY_ATTEMPTS` for too many mails
 */
export async function drawLink(
  ports: Ports,
  tx: Changes,
  { account, actor }: { readonly account: string; readonly actor: Actor },
  { prefix, lifetimeMs }: LinkKind,
  delivery: LinkDelivery | undefined,
): Promise<DrawnLink> {
  if (delivery === "mail" && !ports.mailer) {
    throw new DomainError("INVALID_INPUT", "This installation sends no mail: hand the link over yourself.", {
      errors: [{ path: "/delivery", message: "can't be mail, as none is sent from here" }],
    });
  }
  const secret = generateSecret(prefix, ports.randomBytes);
  const mail = ports.mailer && delivery !== "link" ? "on-its-way" : "none";
  if (mail === "on-its-way") await ports.mailLimit.attempt(account);
  const expiresAtMs = ports.nowMs() + lifetimeMs;
  const isPerson = actor.kind === "user" || actor.kind === "operator";
  const profile = isPerson ? await tx.profiles.find(actor.id) : undefined;
  const { displayName = account } = (await tx.accounts.find(account)) ?? {};
  return {
    secret,
    kept: { expiresAtMs, proof: ports.digest(secret), mail },
    account: displayName,
    giver: actor.name,
    language: profile?.language ?? "en",
  };
}

/** Has a link's mail sent, if one is to go. Only after the change has been committed: a mail can't be taken back. */
export function mailLink(
  { mailer }: Ports,
  { secret, kept, ...words }: DrawnLink,
  { id, ...letter }: Pick<Letter, "kind" | "to"> & Pick<LinkSecret, "id">,
): void {
  if (kept.mail === "none") return;
  const { expiresAtMs, proof } = kept;
  mailer?.post({ ...words, ...letter, expiresAtMs, link: { id, secret }, proof });
}
