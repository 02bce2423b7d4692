import { z } from "zod";
import { editAccount } from "../../../usecases/edit-account.ts";
import { accountState } from "../../../usecases/get-account.ts";
import type { Api, RouteParts } from "../../api.ts";
import { ifMatch, withEtag } from "../../etag.ts";
import { accountParams, accountSchema, accountWire, nameInput } from "../../wire.ts";

export function editAccountRoute(api: Api, { ports, operatorOf }: RouteParts): void {
  api.patch(
    "/v1/accounts/:account",
    {
      schema: {
        operationId: "editAccount",
        summary: "Rename, suspend or restore an account",
        tags: ["Accounts"],
        params: accountParams,
        body: z.strictObject({
          displayName: nameInput.optional(),
          status: z.enum(["active", "suspended"]).optional(),
        }),
        response: { 200: accountSchema },
      },
    },
    async (request, reply) => {
      const operator = operatorOf(request);
      const account = await editAccount(ports, operator, request.params.account, request.body, ifMatch(request));
      return withEtag(reply, accountState(account)).send(accountWire(account));
    },
  );
}
