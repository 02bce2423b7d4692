import { z } from "zod";
import { listServiceKeys } from "../../../usecases/list-service-keys.ts";
import type { Api, RouteParts } from "../../api.ts";
import { pageQuery, pageReply, pageRequest, pageSchema } from "../../paging.ts";
import { serviceKeySchema, serviceKeyWire } from "./schema.ts";

export function listServiceKeysRoute(api: Api, { ports, operatorOf }: RouteParts): void {
  api.get(
    "/v1/service-keys",
    {
      schema: {
        operationId: "listServiceKeys",
        summary: "List the platform's service keys",
        tags: ["Service keys"],
        querystring: z.strictObject(pageQuery(["name", "createdAt"], "name")),
        response: { 200: pageSchema(serviceKeySchema) },
      },
    },
    async (request) => {
      const page = await listServiceKeys(ports, operatorOf(request), pageRequest(request.query));
      return pageReply(page, request.query.sort, serviceKeyWire);
    },
  );
}
