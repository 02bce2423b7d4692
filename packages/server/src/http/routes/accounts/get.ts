import { accountState, getAccount } from "../../../usecases/get-account.ts";
import type { Api, RouteParts } from "../../api.ts";
import { withEtag } from "../../etag.ts";
import { accountParams, accountSchema, accountWire } from "../../wire.ts";

export function getAccountRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.get(
    "/v1/accounts/:account",
    {
      schema: {
        operationId: "getAccount",
        summary: "Read an account",
        tags: ["Accounts"],
        params: accountParams,
        response: { 200: accountSchema },
      },
    },
    async (request, reply) => {
      const account = await getAccount(ports, await accessOf(request, request.params.account));
      return withEtag(reply, accountState(account)).send(accountWire(account));
    },
  );
}
