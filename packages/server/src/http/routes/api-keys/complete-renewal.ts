import { z } from "zod";
import { completeRenewal } from "../../../usecases/complete-renewal.ts";
import type { Api, RouteParts } from "../../api.ts";
import { withEtag } from "../../etag.ts";
import { keyParams } from "../../wire.ts";
import { apiKeySchema, apiKeyWire } from "./schema.ts";

export function completeRenewalRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.post(
    "/v1/accounts/:account/api-keys/:key/renewal/complete",
    {
      schema: {
        operationId: "completeRenewal",
        summary: "Delete the old token of a key that is being renewed",
        tags: ["Generated keys"],
        params: keyParams,
        body: z
          .strictObject({
            when: z
              .enum(["now", "opened"])
              .default("now")
              .describe("`opened`: once the new token's link has been opened, at once where none waits."),
          })
          .nullable()
          .describe("May be left out."),
        response: { 200: apiKeySchema },
      },
    },
    async (request, reply) => {
      const { account, key } = request.params;
      const completed = await completeRenewal(
        ports,
        await accessOf(request, account),
        key,
        request.body?.when ?? "now",
      );
      return withEtag(reply, completed.state).send(apiKeyWire(completed));
    },
  );
}
