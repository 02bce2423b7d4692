import { getExternalKey } from "../../../usecases/get-external-key.ts";
import type { Api, RouteParts } from "../../api.ts";
import { withEtag } from "../../etag.ts";
import { keyParams } from "../../wire.ts";
import { externalKeySchema, externalKeyWire } from "./schema.ts";

export function getExternalKeyRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.get(
    "/v1/accounts/:account/external-keys/:key",
    {
      schema: {
        operationId: "getExternalKey",
        summary: "Read an external key",
        tags: ["External keys"],
        params: keyParams,
        response: { 200: externalKeySchema },
      },
    },
    async (request, reply) => {
      const { account, key } = request.params;
      const found = await getExternalKey(ports, await accessOf(request, account), key);
      return withEtag(reply, found.state).send(externalKeyWire(found));
    },
  );
}
