import { z } from "zod";
import { compareCodeUnits } from "../../../domain/text.ts";
import { getAccount } from "../../../usecases/get-account.ts";
import type { Api, RouteParts } from "../../api.ts";
import { accountParams, accountSchema, accountWire } from "../../wire.ts";

export function accountAccessRoute(api: Api, { ports, judge, accessOf }: RouteParts): void {
  api.get(
    "/v1/accounts/:account/access",
    {
      schema: {
        operationId: "getAccess",
        summary: "What the caller may do in an account",
        tags: ["Accounts"],
        params: accountParams,
        response: { 200: z.object({ account: accountSchema, resources: z.array(z.string()) }) },
      },
    },
    async (request) => {
      const access = await accessOf(request, request.params.account);
      const resources = access.resources === "all" ? judge.directory.catalog.resourceKeys : access.resources;
      return {
        account: accountWire(await getAccount(ports, access)),
        resources: [...resources].toSorted(compareCodeUnits),
      };
    },
  );
}
