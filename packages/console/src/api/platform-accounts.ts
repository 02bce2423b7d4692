import type { RequestBody, ResponseBody } from "@latchkey/sdk/client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { client } from "./client.ts";
import type { ListQuery } from "./list-query.ts";

const LIST = "/v1/accounts";
const ONE = "/v1/accounts/{account}";

/** An account as operators see it. */
export type Account = ResponseBody<typeof ONE, "get">;
type AccountChange = RequestBody<typeof ONE, "patch">;

/** Fields that the list can be sorted by. */
export const ACCOUNT_SORTS = ["name", "displayName", "createdAt", "status"] as const;
export type AccountSort = (typeof ACCOUNT_SORTS)[number];

/** Root of everything remembered of the platform's accounts, to be invalidated after a change. */
export const accountsKey = ["platform", "accounts"] as const;

/** A page of all accounts. An account that isn't active is a suspended one. */
export const accountListQuery = ({ limit, sort, cursor, search, status }: ListQuery<AccountSort>) => {
  const query = {
    limit,
    sort,
    ...(cursor !== undefined && { cursor }),
    ...(search !== undefined && { search }),
    ...(status !== undefined && { status: status === "active" ? status : ("suspended" as const) }),
  };
  return queryOptions({
    queryKey: [...accountsKey, "list", query],
    queryFn: async ({ signal }) => (await client.get(LIST, { query, signal })).data,
    placeholderData: keepPreviousData,
  });
};

/** One account and its version, always read afresh: it is about to be edited. */
export const accountQuery = (name: string) =>
  queryOptions({
    queryKey: [...accountsKey, "one", name],
    queryFn: async ({ signal }) => {
      const { data, etag } = await client.get(ONE, { path: { account: name }, signal });
      return { account: data, etag };
    },
    staleTime: Infinity,
    gcTime: 0,
  });

/** Rejects with `ACCOUNT_EXISTS`. */
export async function createAccount(body: RequestBody<typeof LIST, "post">): Promise<Account> {
  return (await client.post(LIST, { body })).data;
}

export async function changeAccount(name: string, body: AccountChange, etag: string | null = null): Promise<Account> {
  return (await client.patch(ONE, { path: { account: name }, body, ...(etag !== null && { ifMatch: etag }) })).data;
}
