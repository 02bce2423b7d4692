import { z } from "zod";
import { invitationUrl } from "../../../domain/invitation.ts";
import type { InvitationWithLink } from "../../../usecases/deliver-invitation.ts";
import type { InvitationView } from "../../../usecases/invitation-view.ts";
import { linkSecretSchema } from "../../link-wire.ts";
import { accountParams, actorSchema, actorWire, roleLabelSchema, timeSchema, toTime } from "../../wire.ts";

export const invitationParams = accountParams.extend({ id: z.string() });

/** Where whoever has the link, who belongs to no account yet, finds the invitation. */
export const invitationLinkParams = z.object({ id: z.string() });

/** An open invitation as its account sees it: never what opens it. */
export const invitationSchema = z
  .object({
    id: z.string(),
    email: z.string(),
    name: z.string().nullable().describe("As the inviter knows them."),
    roles: z.array(roleLabelSchema),
    status: z.enum(["pending", "expired"]).describe("An expired one can be renewed, and not accepted."),
    createdAt: timeSchema,
    createdBy: actorSchema,
    givenBy: actorSchema.describe(
      "Who made its newest link, and must still be able to give its roles when it is accepted.",
    ),
    expiresAt: timeSchema,
    mail: z
      .enum(["none", "on-its-way", "sent", "failed"])
      .describe("What became of the mail with its newest link; `sent` is that the mail server took it."),
  })
  .meta({ id: "Invitation" });

/** An invitation with its new link. */
export const invitationWithLinkSchema = invitationSchema.extend(
  linkSecretSchema("Shown this once. Whoever opens it can accept the invitation, if they are that person."),
);

export function invitationWire(invitation: InvitationView): z.input<typeof invitationSchema> {
  const { id, email, name, status, mail } = invitation;
  return {
    id,
    email,
    name,
    roles: [...invitation.roles],
    status,
    createdAt: toTime(invitation.createdAtMs),
    createdBy: actorWire(invitation.createdBy),
    givenBy: actorWire(invitation.givenBy),
    expiresAt: toTime(invitation.expiresAtMs),
    mail,
  };
}

/** @param publicUrl origin of the page that accepts an invitation */
export function invitationWithLinkWire(
  { invitation, secret }: InvitationWithLink,
  publicUrl: string,
): z.input<typeof invitationWithLinkSchema> {
  const wire = invitationWire(invitation);
  if (secret === undefined) return { ...wire, secretOmitted: true };
  return { ...wire, link: { url: invitationUrl(publicUrl, wire.id, secret), expiresAt: wire.expiresAt } };
}
