import { z } from "zod";
import { renewToken } from "../../../usecases/renew-token.ts";
import type { Api, RouteParts } from "../../api.ts";
import { withEtag } from "../../etag.ts";
import { keyParams } from "../../wire.ts";
import { keyWithTokenSchema, keyWithTokenWire, tokenDeliveryInput } from "./schema.ts";

export function renewApiTokenRoute(api: Api, { ports, accessOf, publicUrl }: RouteParts): void {
  api.post(
    "/v1/accounts/:account/api-keys/:key/renewal",
    {
      config: { creates: true },
      schema: {
        operationId: "renewApiToken",
        summary: "Make a second token of a generated key; both work until the renewal is completed or undone",
        tags: ["Generated keys"],
        params: keyParams,
        body: z
          .strictObject({
            tokenDelivery: tokenDeliveryInput,
            oldToken: z
              .enum(["later", "now"])
              .default("later")
              .describe("When the old token is deleted: `now` is as soon as the new one works."),
          })
          .nullable()
          .describe("May be left out."),
        response: { 201: keyWithTokenSchema },
      },
    },
    async (request, reply) => {
      const { account, key: keyString } = request.params;
      const access = await accessOf(request, account);
      const renewal = request.body ?? { tokenDelivery: "inline", oldToken: "later" };
      const { key, delivered } = await renewToken(ports, access, keyString, renewal);
      return withEtag(reply, key.state)
        .code(201)
        .send(keyWithTokenWire(key, delivered, publicUrl()));
    },
  );
}
