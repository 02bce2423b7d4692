import type { ResponseBody } from "@latchkey/sdk/client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { client } from "./client.ts";
import type { ListQuery } from "./list-query.ts";

const LIST = "/v1/accounts/{account}/users";
const ONE = "/v1/accounts/{account}/users/{userId}";

/** A person as one of their accounts sees them. */
export type AccountUser = ResponseBody<typeof ONE, "get">;
/** Fields that the list can be sorted by. */
export const USER_SORTS = ["name", "email", "addedAt"] as const;
export type UserSort = (typeof USER_SORTS)[number];

/** Role that every account has, and somebody in it has to have. */
export const OWNER_ROLE = "owner";

/** Root of everything remembered of an account's people, to be invalidated after a change. */
export const usersKey = (account: string) => ["accounts", account, "users"] as const;

export const userListQuery = (account: string, query: ListQuery<UserSort>) =>
  queryOptions({
    queryKey: [...usersKey(account), "list", query],
    queryFn: async ({ signal }) => (await client.get(LIST, { path: { account }, query, signal })).data,
    placeholderData: keepPreviousData,
  });

/** How many owners the account has. */
export const ownerCountQuery = (account: string) =>
  queryOptions({
    queryKey: [...usersKey(account), "owners"],
    queryFn: async ({ signal }) =>
      (await client.get(LIST, { path: { account }, query: { role: OWNER_ROLE, limit: 1 }, signal })).data.total,
  });

/** One person and their version, always read afresh: they are about to be edited. */
export const userQuery = (account: string, userId: string) =>
  queryOptions({
    queryKey: [...usersKey(account), "one", userId],
    queryFn: async ({ signal }) => {
      const { data, etag } = await client.get(ONE, { path: { account, userId }, signal });
      return { user: data, etag };
    },
    staleTime: Infinity,
    gcTime: 0,
  });

/** Gives somebody other roles. Rejects with `LAST_OWNER`, `ROLE_NOT_HELD` or `PRECONDITION_FAILED`. */
export async function changeUserRoles(
  account: string,
  userId: string,
  roles: readonly string[],
  etag: string | null,
): Promise<AccountUser> {
  const body = { roles: [...roles] };
  return (await client.patch(ONE, { path: { account, userId }, body, ...(etag !== null && { ifMatch: etag }) })).data;
}

/** Signs somebody out everywhere. Rejects with `FORBIDDEN` where they belong to other accounts too. */
export async function endUserSessions(account: string, userId: string): Promise<void> {
  await client.delete(`${ONE}/sessions`, { path: { account, userId } });
}

/** Takes somebody out of the account. Rejects with `LAST_OWNER`. */
export async function removeUser(account: string, userId: string): Promise<void> {
  await client.delete(ONE, { path: { account, userId } });
}
