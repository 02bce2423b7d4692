import { z } from "zod";
import { admitExternalKey } from "../../../usecases/admit-external-key.ts";
import type { Api, RouteParts } from "../../api.ts";
import { withEtag } from "../../etag.ts";
import {
  accountParams,
  allowedNetworksInput,
  nameInput,
  requestsPerMinuteInput,
  roleIdsInput,
  timeInput,
} from "../../wire.ts";
import { externalKeySchema, externalKeyWire } from "./schema.ts";

export function admitExternalKeyRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.post(
    "/v1/accounts/:account/external-keys",
    {
      config: { creates: true },
      schema: {
        operationId: "admitExternalKey",
        summary: "Add another account's key",
        tags: ["External keys"],
        params: accountParams,
        body: z.strictObject({
          key: z.string().max(200),
          name: nameInput,
          roles: roleIdsInput,
          expiresAt: timeInput.nullable().optional().describe("When it stops opening the account by itself."),
          requestsPerMinute: requestsPerMinuteInput,
          allowedNetworks: allowedNetworksInput,
        }),
        response: { 201: externalKeySchema },
      },
    },
    async (request, reply) => {
      const { expiresAt, ...externalKey } = request.body;
      const access = await accessOf(request, request.params.account);
      const admitted = await admitExternalKey(ports, access, { ...externalKey, expiresAtMs: expiresAt ?? null });
      return withEtag(reply, admitted.state).code(201).send(externalKeyWire(admitted));
    },
  );
}
