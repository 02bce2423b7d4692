import { replaceCatalog } from "../../../usecases/replace-catalog.ts";
import type { Api, RouteParts } from "../../api.ts";
import { catalogInput, resourcesSchema, resourcesWire } from "./schema.ts";

/** A catalog of ten thousand resources, with room to spare. */
const CATALOG_MAX_BYTES = 4 * 1024 * 1024;

export function replaceCatalogRoute(api: Api, { ports, operatorOf }: RouteParts): void {
  api.put(
    "/v1/catalog",
    {
      bodyLimit: CATALOG_MAX_BYTES,
      schema: {
        operationId: "replaceCatalog",
        summary: "Replace the catalog and the predefined roles",
        tags: ["Catalog"],
        body: catalogInput,
        response: { 200: resourcesSchema },
      },
    },
    async (request) => resourcesWire(await replaceCatalog(ports, operatorOf(request), request.body)),
  );
}
