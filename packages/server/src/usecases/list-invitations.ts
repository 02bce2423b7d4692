import type { Page, PageRequest } from "../domain/page.ts";
import type { InvitationSort } from "../storage/store.ts";
import { type Access, requireResource } from "./access.ts";
import { roleNames } from "./account-roles.ts";
import { type InvitationView, invitationView } from "./invitation-view.ts";
import type { Ports } from "./ports.ts";

/** The account's open invitations, without what opens them. */
export async function listInvitations(
  { reads, nowMs }: Ports,
  access: Access,
  filter: { readonly search?: string | undefined },
  page: PageRequest<InvitationSort>,
): Promise<Page<InvitationView>> {
  requireResource(access, "account.view-users", "account.edit-users");
  const found = await reads.invitations.list(access.account, filter, page);
  const names = await roleNames(reads, access.account);
  return { ...found, items: found.items.map((invitation) => invitationView(invitation, names, nowMs())) };
}
