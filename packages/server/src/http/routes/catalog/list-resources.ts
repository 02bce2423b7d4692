import type { Api, RouteParts } from "../../api.ts";
import { resourcesSchema, resourcesWire } from "./schema.ts";

export function listResourcesRoute(api: Api, { judge, principalOf }: RouteParts): void {
  api.get(
    "/v1/resources",
    {
      schema: {
        operationId: "listResources",
        summary: "The catalog: every resource, by product and category",
        tags: ["Catalog"],
        response: { 200: resourcesSchema },
      },
    },
    (request) => {
      principalOf(request);
      return resourcesWire(judge.directory.catalog);
    },
  );
}
