import { DomainError } from "../domain/errors.ts";
import { type Access, changeAs } from "./access.ts";
import { endTokenLink } from "./end-token-link.ts";
import type { Ports } from "./ports.ts";
import { requireWaiting, unknownLink } from "./reveal-token-link.ts";

/**
 * Makes a link that nobody has opened yet useless. A renewal is thereby undone; a key whose only token it was has none until it
 * is renewed.
 *
 * @param accessTo lets the caller into the link's account
 * @throws DomainError `UNKNOWN_LINK`, also for one of an account that isn't the caller's; `LINK_USED`, `LINK_EXPIRED`, `LINK_VOID`
 */
export async function voidTokenLink(
  ports: Ports,
  accessTo: (account: string) => Promise<Access>,
  id: string,
): Promise<void> {
  const link = await ports.reads.tokenLinks.find(id);
  // No account has no name: whoever asks for a link that isn't there meets what they would at another's.
  const access = await accessTo(link?.account ?? "").catch((error: unknown) => {
    throw error instanceof DomainError && error.code === "UNKNOWN_ACCOUNT" ? unknownLink() : error;
  });
  if (!link) throw unknownLink();
  const resource = link.purpose === "first" ? "account.edit-api-keys" : "account.renew-api-token";
  await changeAs(ports, access, resource, async (tx, { actor }) => {
    const current = await tx.tokenLinks.find(id);
    if (!current) throw unknownLink();
    requireWaiting(current, ports.nowMs());
    await endTokenLink(tx, actor, current, "void");
  });
}
