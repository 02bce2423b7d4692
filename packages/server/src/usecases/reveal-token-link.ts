import { isSecret } from "@latchkey/sdk/credential-format";
import type { Actor } from "../domain/actor.ts";
import { DomainError } from "../domain/errors.ts";
import type { Origin } from "../domain/origin.ts";
import type { TokenLink } from "../domain/token-link.ts";
import type { Changes, KeptTokenLink } from "../storage/store.ts";
import { type AccessOfActor, requireResource } from "./access.ts";
import { requireRolesHeld } from "./account-roles.ts";
import { finishRenewal } from "./complete-renewal.ts";
import { ownKey } from "./get-key.ts";
import type { LinkSecret, Ports } from "./ports.ts";
import { tellHosts } from "./tell-hosts.ts";

/**
 * Opens a one-time link: hands over the token behind it, which works from now on, and does what waited for that (rule 3). Of
 * all who come at once, one gets it.
 *
 * @throws DomainError `UNKNOWN_LINK` alike for one that isn't there and for a wrong secret, at the same cost; with the right
 *   secret `LINK_USED`, `LINK_EXPIRED`, `LINK_VOID`; `LINK_NOT_BACKED` where whoever made it may not make it any more (rule 7), and
 *   `ACCOUNT_SUSPENDED`, which leave it waiting; `TOO_MANY_ATTEMPTS`
 */
export async function revealTokenLink(
  ports: Ports,
  accessOfActor: AccessOfActor,
  origin: Origin,
  presented: LinkSecret,
): Promise<{ key: string; token: string }> {
  await ports.linkLimit.check(origin.ip);
  const link = await provenLink(ports, presented);
  if (!link) {
    await ports.linkLimit.miss(origin.ip);
    throw unknownLink();
  }
  // Whoever comes again and again keeps nobody else from writing.
  if (link.state === "opened" && link.reopenings > 0) {
    await ports.countReopening(link.id);
    throw linkUsed(link.openedAtMs);
  }
  if (link.state !== "opened") requireWaiting(link, ports.nowMs());
  const revealed = await ports.change(origin, (tx) => open(ports, accessOfActor, tx, origin, presented));
  if ("token" in revealed) return revealed;
  if (!revealed.isFirst) await ports.countReopening(link.id);
  throw linkUsed(revealed.openedAtMs);
}

/** The link that a secret opens, or ever opened. What can't be a secret is nobody's, and costs no look at the database. */
async function provenLink(ports: Ports, { id, secret }: LinkSecret): Promise<KeptTokenLink | undefined> {
  if (!isSecret(secret, "lkl_")) return undefined;
  const link = await ports.reads.tokenLinks.find(id);
  return ports.matches(secret, link?.proof) ? link : undefined;
}

type Revealed = { readonly key: string; readonly token: string };
/** It had been opened before; whether this is the first time that somebody comes again. */
type Reopened = { readonly openedAtMs: number | null; readonly isFirst: boolean };

async function open(
  ports: Ports,
  accessOfActor: AccessOfActor,
  tx: Changes,
  origin: Origin,
  secret: LinkSecret,
): Promise<Revealed | Reopened> {
  const link = await tx.tokenLinks.find(secret.id);
  if (!link) throw unknownLink();
  const actor: Actor = { kind: "link", id: link.id, name: "One-time link" };
  const { account, key, openedAtMs, sealedToken } = link;
  if (link.state === "opened") {
    const isFirst = await tx.tokenLinks.reopen(link.id);
    if (!isFirst) return tx.unchanged({ openedAtMs, isFirst });
    await tx.record({ account, actor, action: "token-link.reopened", target: key, after: { link: link.id } });
    return { openedAtMs, isFirst };
  }
  const nowMs = ports.nowMs();
  requireWaiting(link, nowMs);
  await requireBacked(tx, accessOfActor, link);
  const isOurs = await tx.tokenLinks.open(link.id, origin.ip, nowMs);
  if (!isOurs || sealedToken === null) throw new Error("a link that waits couldn't be opened");
  const token = ports.tokenCipher.open(sealedToken, secret);
  await tx.keys.releaseToken(account, key, link.id);
  tx.changed({ kind: "key", key });
  const after = { link: link.id, purpose: link.purpose };
  await tx.record({ account, actor, action: "token-link.opened", target: key, after });
  if (link.purpose === "renewal") await tellHosts(tx, account, "key.renewed", key);
  if (link.completesRenewal) await finishRenewal(tx, account, actor, key);
  return { key, token };
}

/** Whoever made a link answers for it until it is opened: as if they made it now. @throws DomainError `LINK_NOT_BACKED` */
async function requireBacked(
  tx: Changes,
  accessOfActor: AccessOfActor,
  { account, createdBy, key, purpose }: TokenLink,
): Promise<void> {
  try {
    const access = await accessOfActor(tx, createdBy, account);
    requireResource(access, purpose === "first" ? "account.edit-api-keys" : "account.renew-api-token");
    const { roles } = await ownKey(tx, account, key);
    await requireRolesHeld(tx, access, roles);
  } catch (error) {
    // It says of the maker nothing, and passes.
    if (!(error instanceof DomainError) || error.code === "ACCOUNT_SUSPENDED") throw error;
    throw new DomainError(
      "LINK_NOT_BACKED",
      "Whoever made this link may not hand out this token any more. Ask for another one.",
    );
  }
}

/** @throws DomainError `LINK_USED`, `LINK_EXPIRED`, `LINK_VOID` where a link can't be opened any more */
export function requireWaiting({ state, expiresAtMs, openedAtMs }: TokenLink, nowMs: number): void {
  if (state === "opened") throw linkUsed(openedAtMs);
  if (state === "void") throw new DomainError("LINK_VOID", "This link was made void. Ask for another one.");
  if (state === "expired" || expiresAtMs <= nowMs) {
    throw new DomainError("LINK_EXPIRED", "This link's time has ended. Ask for another one.");
  }
}

/** One answer for a link that doesn't exist, for a wrong secret, and for another account's. */
export function unknownLink(): DomainError {
  return new DomainError("UNKNOWN_LINK", "There is no such link. Check that you have all of it.");
}

function linkUsed(openedAtMs: number | null): DomainError {
  const extras = openedAtMs === null ? {} : { atMs: openedAtMs };
  return new DomainError("LINK_USED", "This link has been opened already. It opens once only.", extras);
}
