import { z } from "zod";
import { compareCodeUnits } from "../../../domain/text.ts";
import { listKeyHosts } from "../../../usecases/list-key-hosts.ts";
import type { Api, RouteParts } from "../../api.ts";
import { pageQuery, pageReply, pageRequest, pageSchema } from "../../paging.ts";
import { keyParams, timeSchema, toTime } from "../../wire.ts";

const hostSchema = z
  .object({
    account: z.string(),
    displayName: z.string(),
    since: timeSchema,
    resources: z.array(z.string()).describe("What the key may do there."),
    lastUsedAt: timeSchema.nullable().describe("When it was last allowed something there, to the last counting."),
  })
  .meta({ id: "KeyHost" });

export function listKeyHostsRoute(api: Api, { ports, judge, accessOf }: RouteParts): void {
  api.get(
    "/v1/accounts/:account/api-keys/:key/hosts",
    {
      schema: {
        operationId: "listKeyHosts",
        summary: "List the accounts that admitted a generated key",
        tags: ["Generated keys"],
        params: keyParams,
        querystring: z.strictObject(pageQuery(["account", "since"], "account")),
        response: { 200: pageSchema(hostSchema) },
      },
    },
    async (request) => {
      const { account, key } = request.params;
      const access = await accessOf(request, account);
      const page = await listKeyHosts(ports, access, key, pageRequest(request.query));
      return pageReply(page, request.query.sort, (host) => ({
        account: host.account,
        displayName: host.displayName,
        since: toTime(host.sinceMs),
        resources: [...judge.directory.resourcesOfRoles(host.account, host.roles)].toSorted(compareCodeUnits),
        lastUsedAt: host.lastUsedAtMs === null ? null : toTime(host.lastUsedAtMs),
      }));
    },
  );
}
