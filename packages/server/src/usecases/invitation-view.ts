import { DomainError } from "../domain/errors.ts";
import type { RoleLabel } from "../domain/role.ts";
import type { InvitationDetails, Reads } from "../storage/store.ts";
import { roleLabels, type RoleNames } from "./account-roles.ts";

/** An open invitation as the account's administrators see it. */
export interface InvitationView extends Omit<InvitationDetails, "roles" | "state"> {
  readonly roles: readonly RoleLabel[];
  /** An expired one can be renewed, and not accepted. */
  readonly status: "pending" | "expired";
}

export function invitationView(
  { state: _open, ...invitation }: InvitationDetails,
  names: RoleNames,
  nowMs: number,
): InvitationView {
  const status = invitation.expiresAtMs <= nowMs ? "expired" : "pending";
  return { ...invitation, roles: roleLabels(names, invitation.roles), status };
}

/** @throws DomainError `UNKNOWN_INVITATION` where the account has no such open invitation */
export async function openInvitation(
  source: Pick<Reads, "invitations">,
  account: string,
  id: string,
): Promise<InvitationDetails> {
  const found = await source.invitations.find(account, id);
  if (!found) throw new DomainError("UNKNOWN_INVITATION", "This account has no such invitation that is still open.");
  return found;
}
