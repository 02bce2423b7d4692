import { reasonOf } from "../start-error.ts";
import { readFile } from "node:fs/promises";
import type { FastifyBaseLogger } from "fastify";
import type { Server } from "../compose.ts";
import { StartError } from "../config.ts";
import { RouteMap, RouteMapError, routeMapInput } from "../doors/forward-auth/route-map.ts";

/** Reads and compiles a route map. @throws StartError in one line, which names the place in the file */
export async function readRouteMapFile(path: string): Promise<RouteMap> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    throw new StartError(`LATCHKEY_ROUTES: ${path} can't be read as JSON: ${reasonOf(error)}`);
  }
  const parsed = routeMapInput.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new StartError(
      `LATCHKEY_ROUTES: ${path} at /${issue?.path.join("/") ?? ""}: ${issue?.message ?? "not valid"}`,
    );
  }
  try {
    return new RouteMap(parsed.data);
  } catch (error) {
    if (!(error instanceof RouteMapError)) throw error;
    throw new StartError(`LATCHKEY_ROUTES: ${path} at ${error.place}: ${error.message}`);
  }
}

/** Says which routes nobody will get through, for want of their resource in the catalog. It may come later. */
export function warnOfUnknownResources(
  routeMap: RouteMap,
  { judge }: Pick<Server, "judge">,
  logger: FastifyBaseLogger,
): void {
  for (const [place, resource] of routeMap.resources) {
    if (judge.directory.catalog.resourceKeys.has(resource)) continue;
    logger.warn(
      { place, resource },
      "LATCHKEY_ROUTES: the catalog has no such resource: requests on this route are refused",
    );
  }
}
