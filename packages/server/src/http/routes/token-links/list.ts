import { z } from "zod";
import { listTokenLinks } from "../../../usecases/list-token-links.ts";
import type { Api, RouteParts } from "../../api.ts";
import { pageQuery, pageReply, pageRequest, pageSchema } from "../../paging.ts";
import { accountParams } from "../../wire.ts";
import { linkStateSchema, tokenLinkSchema, tokenLinkWire } from "./schema.ts";

export function listTokenLinksRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.get(
    "/v1/accounts/:account/token-links",
    {
      schema: {
        operationId: "listTokenLinks",
        summary: "List the one-time links to an account's tokens",
        tags: ["Generated keys"],
        params: accountParams,
        querystring: z.strictObject({
          ...pageQuery(["createdAt"], "-createdAt"),
          state: linkStateSchema.optional(),
          reopened: z
            .enum(["true", "false"])
            .transform((text) => text === "true")
            .optional()
            .describe(
              "`true`: only links that somebody came back to after they were opened, and whose token still works.",
            ),
          key: z.string().max(200).optional().describe("The whole key string."),
        }),
        response: { 200: pageSchema(tokenLinkSchema) },
      },
    },
    async (request) => {
      const { state, key, reopened, ...query } = request.query;
      const access = await accessOf(request, request.params.account);
      const page = await listTokenLinks(ports, access, { state, key, reopened }, pageRequest(query));
      return pageReply(page, query.sort, tokenLinkWire);
    },
  );
}
