import { z } from "zod";
import { editExternalKey } from "../../../usecases/edit-external-key.ts";
import type { Api, RouteParts } from "../../api.ts";
import { ifMatch, withEtag } from "../../etag.ts";
import {
  allowedNetworksInput,
  keyParams,
  nameInput,
  requestsPerMinuteInput,
  roleIdsInput,
  timeInput,
} from "../../wire.ts";
import { externalKeySchema, externalKeyWire } from "./schema.ts";

export function editExternalKeyRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.patch(
    "/v1/accounts/:account/external-keys/:key",
    {
      schema: {
        operationId: "editExternalKey",
        summary: "Change an external key's name, roles, status, expiry, limit or networks in this account",
        tags: ["External keys"],
        params: keyParams,
        body: z.strictObject({
          name: nameInput.optional(),
          roles: roleIdsInput.optional(),
          status: z.enum(["active", "inactive"]).optional().describe("`inactive` suspends it here."),
          expiresAt: timeInput.nullable().optional(),
          requestsPerMinute: requestsPerMinuteInput,
          allowedNetworks: allowedNetworksInput,
        }),
        response: { 200: externalKeySchema },
      },
    },
    async (request, reply) => {
      const { account, key } = request.params;
      const { expiresAt, ...edit } = request.body;
      const access = await accessOf(request, account);
      const edited = await editExternalKey(ports, access, key, { ...edit, expiresAtMs: expiresAt }, ifMatch(request));
      return withEtag(reply, edited.state).send(externalKeyWire(edited));
    },
  );
}
