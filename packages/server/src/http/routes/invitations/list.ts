import { z } from "zod";
import { listInvitations } from "../../../usecases/list-invitations.ts";
import type { Api, RouteParts } from "../../api.ts";
import { pageQuery, pageReply, pageRequest, pageSchema } from "../../paging.ts";
import { accountParams, searchInput } from "../../wire.ts";
import { invitationSchema, invitationWire } from "./schema.ts";

export function listInvitationsRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.get(
    "/v1/accounts/:account/invitations",
    {
      schema: {
        operationId: "listInvitations",
        summary: "List the open invitations of an account, also those that have expired",
        tags: ["Invitations"],
        params: accountParams,
        querystring: z.strictObject({
          ...pageQuery(["email", "createdAt", "expiresAt"], "email"),
          search: searchInput,
        }),
        response: { 200: pageSchema(invitationSchema) },
      },
    },
    async (request) => {
      const { search, ...query } = request.query;
      const access = await accessOf(request, request.params.account);
      const page = await listInvitations(ports, access, { search }, pageRequest(query));
      return pageReply(page, query.sort, invitationWire);
    },
  );
}
