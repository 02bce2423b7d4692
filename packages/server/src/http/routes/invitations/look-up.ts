import { z } from "zod";
import { lookUpInvitation } from "../../../usecases/look-up-invitation.ts";
import type { Api, RouteParts } from "../../api.ts";
import { linkSecretInput } from "../../link-wire.ts";
import { originOf } from "../../origin.ts";
import { requireSameOrigin } from "../../same-origin.ts";
import { roleLabelSchema, timeSchema, toTime } from "../../wire.ts";
import { invitationLinkParams } from "./schema.ts";

const invitationOfferSchema = z
  .object({
    account: z.string(),
    displayName: z.string(),
    email: z.string(),
    name: z.string().nullable().describe("As the inviter knows them."),
    roles: z.array(roleLabelSchema),
    expiresAt: timeSchema,
    known: z.boolean().describe("Whether somebody with this email signs in here already: only they can accept it."),
  })
  .meta({ id: "InvitationOffer" });

export function lookUpInvitationRoute(api: Api, { ports, sameOrigin }: RouteParts): void {
  api.post(
    "/v1/invitations/:id/look-up",
    {
      // The link is the right to see what it offers.
      config: { authenticate: false, secretFields: ["/secret"] },
      schema: {
        operationId: "lookUpInvitation",
        summary: "See what an invitation offers; consumes nothing",
        tags: ["Invitations"],
        params: invitationLinkParams,
        body: z.strictObject({ secret: linkSecretInput }),
        response: { 200: invitationOfferSchema },
      },
    },
    async (request) => {
      requireSameOrigin(sameOrigin, request, { mustSay: false });
      const presented = { id: request.params.id, secret: request.body.secret };
      const { expiresAtMs, isKnown, roles, ...offer } = await lookUpInvitation(ports, originOf(request), presented);
      return { ...offer, roles: [...roles], expiresAt: toTime(expiresAtMs), known: isKnown };
    },
  );
}
