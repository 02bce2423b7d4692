import { z } from "zod";
import { inviteUser } from "../../../usecases/invite-user.ts";
import type { Api, RouteParts } from "../../api.ts";
import { deliveryInput } from "../../link-wire.ts";
import { accountParams, emailInput, nameInput, roleIdsInput } from "../../wire.ts";
import { invitationWithLinkSchema, invitationWithLinkWire } from "./schema.ts";

export function inviteUserRoute(api: Api, { ports, accessOf, publicUrl }: RouteParts): void {
  api.post(
    "/v1/accounts/:account/invitations",
    {
      config: { creates: true },
      schema: {
        operationId: "inviteUser",
        summary: "Invite a person into an account",
        tags: ["Invitations"],
        params: accountParams,
        body: z.strictObject({
          email: emailInput,
          name: nameInput.optional().describe("A person who is new may choose another."),
          roles: roleIdsInput,
          delivery: deliveryInput,
        }),
        response: { 201: invitationWithLinkSchema },
      },
    },
    async (request, reply) => {
      const access = await accessOf(request, request.params.account);
      const invited = await inviteUser(ports, access, request.body);
      return reply.code(201).send(invitationWithLinkWire(invited, publicUrl()));
    },
  );
}
