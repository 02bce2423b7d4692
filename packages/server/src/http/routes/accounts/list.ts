import { z } from "zod";
import { DomainError } from "../../../domain/errors.ts";
import { accountsOfUser, listAccounts } from "../../../usecases/list-accounts.ts";
import { decideForKey } from "../../../verify/decide.ts";
import type { Api, RouteParts } from "../../api.ts";
import type { Principal } from "../../open-account.ts";
import { pageQuery, pageReply, pageRequest, pageSchema } from "../../paging.ts";
import { accountSchema, accountWire, searchInput } from "../../wire.ts";

export function listAccountsRoute(api: Api, parts: RouteParts): void {
  api.get(
    "/v1/accounts",
    {
      schema: {
        operationId: "listAccounts",
        summary: "List the accounts that the caller may see",
        tags: ["Accounts"],
        querystring: z.strictObject({
          ...pageQuery(["name", "displayName", "createdAt", "status"], "name"),
          search: searchInput,
          status: z.enum(["active", "suspended"]).optional(),
        }),
        response: { 200: pageSchema(accountSchema) },
      },
    },
    async (request) => {
      const { search, status, ...query } = request.query;
      const visible = await visibleTo(parts, parts.principalOf(request), request.ip);
      const page = await listAccounts(parts.ports, visible, { search, status }, pageRequest(query));
      return pageReply(page, query.sort, accountWire);
    },
  );
}

/** All for operators, a user's own, and those that a key opens. */
async function visibleTo({ ports, judge }: RouteParts, principal: Principal, ip: string): Promise<string[] | "all"> {
  switch (principal.kind) {
    case "operator":
      return "all";
    case "user":
      return (await accountsOfUser(ports, principal.user.id)).map((account) => account.name);
    case "key": {
      const { key } = principal;
      const involved = [key.owner, ...judge.directory.hostsOf(key.key)];
      return involved.filter((account) => decideForKey(judge, key, { account, ip }).valid);
    }
    case "service":
      throw new DomainError("FORBIDDEN", "A service key may ask for verifications, and nothing else.");
  }
}
