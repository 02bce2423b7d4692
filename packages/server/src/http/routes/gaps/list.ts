import { z } from "zod";
import { listGaps } from "../../../usecases/list-gaps.ts";
import type { Api, RouteParts } from "../../api.ts";
import { pageQuery, pageReply, pageRequest, pageSchema } from "../../paging.ts";
import { gapParams, gapQuery, gapsAsked, gapSchema, gapWire } from "./schema.ts";

export function listGapsRoute(api: Api, { ports, operatorOf }: RouteParts): void {
  api.get(
    "/v1/resources/:resource/gaps",
    {
      schema: {
        operationId: "listGaps",
        summary: "List the keys of all accounts that use an API and lack a resource",
        description:
          "For the platform team, before a resource becomes mandatory for an API: every key and external key that was allowed in an account, within some days, what the API asks for today, and that no role there opens the resource to.",
        tags: ["Catalog"],
        params: gapParams,
        querystring: z.strictObject({ ...gapQuery, ...pageQuery(["account"], "account") }),
        response: { 200: pageSchema(gapSchema) },
      },
    },
    async (request) => {
      const operator = operatorOf(request);
      const asked = gapsAsked(request.params, request.query);
      const page = await listGaps(ports, operator, asked, pageRequest(request.query));
      return pageReply(page, request.query.sort, gapWire);
    },
  );
}
