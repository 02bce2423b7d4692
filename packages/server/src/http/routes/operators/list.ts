import { z } from "zod";
import { listOperators } from "../../../usecases/list-operators.ts";
import type { Api, RouteParts } from "../../api.ts";
import { pageQuery, pageReply, pageRequest, pageSchema } from "../../paging.ts";
import { operatorSchema, operatorWire } from "./schema.ts";

export function listOperatorsRoute(api: Api, { ports, operatorOf }: RouteParts): void {
  api.get(
    "/v1/operators",
    {
      schema: {
        operationId: "listOperators",
        summary: "List the people of the platform team",
        tags: ["Operators"],
        querystring: z.strictObject(pageQuery(["name", "email", "addedAt"], "email")),
        response: { 200: pageSchema(operatorSchema) },
      },
    },
    async (request) => {
      const page = await listOperators(ports, operatorOf(request), pageRequest(request.query));
      return pageReply(page, request.query.sort, operatorWire);
    },
  );
}
