import { z } from "zod";
import { renewInvitation } from "../../../usecases/renew-invitation.ts";
import type { Api, RouteParts } from "../../api.ts";
import { deliveryInput } from "../../link-wire.ts";
import { invitationParams, invitationWithLinkSchema, invitationWithLinkWire } from "./schema.ts";

export function renewInvitationRoute(api: Api, { ports, accessOf, publicUrl }: RouteParts): void {
  api.post(
    "/v1/accounts/:account/invitations/:id/renewal",
    {
      config: { creates: true },
      schema: {
        operationId: "renewInvitation",
        summary: "Give an open invitation a new link; the one before stops working",
        tags: ["Invitations"],
        params: invitationParams,
        body: z.strictObject({ delivery: deliveryInput }).nullable().describe("May be left out."),
        response: { 201: invitationWithLinkSchema },
      },
    },
    async (request, reply) => {
      const { account, id } = request.params;
      const access = await accessOf(request, account);
      const renewed = await renewInvitation(ports, access, id, request.body?.delivery);
      return reply.code(201).send(invitationWithLinkWire(renewed, publicUrl()));
    },
  );
}
