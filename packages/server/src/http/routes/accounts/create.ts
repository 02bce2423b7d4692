import { z } from "zod";
import { ACCOUNT_NAME_PATTERN } from "../../../domain/account.ts";
import { createAccount } from "../../../usecases/create-account.ts";
import { accountState } from "../../../usecases/get-account.ts";
import type { Api, RouteParts } from "../../api.ts";
import { withEtag } from "../../etag.ts";
import { accountSchema, accountWire, nameInput } from "../../wire.ts";

export function createAccountRoute(api: Api, { ports, operatorOf }: RouteParts): void {
  api.post(
    "/v1/accounts",
    {
      config: { creates: true },
      schema: {
        operationId: "createAccount",
        summary: "Make an account",
        tags: ["Accounts"],
        body: z.strictObject({
          name: z
            .string()
            .max(100)
            .regex(
              ACCOUNT_NAME_PATTERN,
              "must be 2 to 40 lower-case letters, digits and single hyphens, beginning with a letter",
            ),
          displayName: nameInput,
        }),
        response: { 201: accountSchema },
      },
    },
    async (request, reply) => {
      const account = await createAccount(ports, operatorOf(request), request.body);
      return withEtag(reply, accountState(account)).code(201).send(accountWire(account));
    },
  );
}
