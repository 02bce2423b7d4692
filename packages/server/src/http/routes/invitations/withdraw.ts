import { z } from "zod";
import { withdrawInvitation } from "../../../usecases/withdraw-invitation.ts";
import type { Api, RouteParts } from "../../api.ts";
import { invitationParams } from "./schema.ts";

export function withdrawInvitationRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.delete(
    "/v1/accounts/:account/invitations/:id",
    {
      schema: {
        operationId: "withdrawInvitation",
        summary: "Withdraw an invitation before anybody accepts it",
        tags: ["Invitations"],
        params: invitationParams,
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      const { account, id } = request.params;
      await withdrawInvitation(ports, await accessOf(request, account), id);
      return reply.code(204).send(null);
    },
  );
}
