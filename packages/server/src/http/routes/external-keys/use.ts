import { z } from "zod";
import { reportExternalKeyUse } from "../../../usecases/report-use.ts";
import type { Api, RouteParts } from "../../api.ts";
import { reportDays, reportDaysQuery, useReportSchema, useReportWire } from "../../use-report.ts";
import { keyParams } from "../../wire.ts";

export function reportExternalKeyUseRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.get(
    "/v1/accounts/:account/external-keys/:key/use",
    {
      schema: {
        operationId: "reportExternalKeyUse",
        summary: "How often an external key was used in this account, by resource or day",
        tags: ["External keys"],
        params: keyParams,
        querystring: z.strictObject({ ...reportDaysQuery, group: z.enum(["resource", "day"]).default("resource") }),
        response: { 200: useReportSchema },
      },
    },
    async (request) => {
      const { account, key } = request.params;
      const { group, ...days } = request.query;
      const access = await accessOf(request, account);
      return useReportWire(await reportExternalKeyUse(ports, access, key, group, reportDays(days)), group);
    },
  );
}
