import { z } from "zod";
import { reportKeyUse } from "../../../usecases/report-use.ts";
import type { Api, RouteParts } from "../../api.ts";
import { reportDays, reportDaysQuery, useReportSchema, useReportWire } from "../../use-report.ts";
import { keyParams } from "../../wire.ts";

export function reportKeyUseRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.get(
    "/v1/accounts/:account/api-keys/:key/use",
    {
      schema: {
        operationId: "reportKeyUse",
        summary: "How often a generated key was used, by account, resource or day",
        tags: ["Generated keys"],
        params: keyParams,
        querystring: z.strictObject({
          ...reportDaysQuery,
          group: z.enum(["account", "resource", "day"]).default("account"),
        }),
        response: { 200: useReportSchema },
      },
    },
    async (request) => {
      const { account, key } = request.params;
      const { group, ...days } = request.query;
      const access = await accessOf(request, account);
      return useReportWire(await reportKeyUse(ports, access, key, group, reportDays(days)), group);
    },
  );
}
