import { getInvitation } from "../../../usecases/get-invitation.ts";
import type { Api, RouteParts } from "../../api.ts";
import { invitationParams, invitationSchema, invitationWire } from "./schema.ts";

export function getInvitationRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.get(
    "/v1/accounts/:account/invitations/:id",
    {
      schema: {
        operationId: "getInvitation",
        summary: "Read an open invitation of an account, also one that has expired",
        tags: ["Invitations"],
        params: invitationParams,
        response: { 200: invitationSchema },
      },
    },
    async (request) => {
      const { account, id } = request.params;
      return invitationWire(await getInvitation(ports, await accessOf(request, account), id));
    },
  );
}
