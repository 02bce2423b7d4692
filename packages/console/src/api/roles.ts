import type { RequestBody, ResponseBody } from "@latchkey/sdk/client";
import { queryOptions } from "@tanstack/react-query";
import { client } from "./client.ts";

const LIST = "/v1/accounts/{account}/roles";
const ONE = "/v1/accounts/{account}/roles/{roleId}";
const USE = "/v1/accounts/{account}/roles/{roleId}/use";

type RolePage = ResponseBody<typeof LIST, "get">;

export type Role = RolePage["items"][number];

/** What has a role: by name up to a hundred of a kind, and as far as the user may see it; all are counted. */
export type RoleUse = ResponseBody<typeof USE, "get">;

export type NewRole = RequestBody<typeof LIST, "post">;
export type RoleChange = RequestBody<typeof ONE, "patch">;

const PAGE_SIZE = 200;

/** Root of everything remembered of an account's roles, to be invalidated after a change. */
export const rolesKey = (account: string) => ["accounts", account, "roles"] as const;

/** All roles of an account, predefined and custom: whoever chooses among them searches in all of them. */
export const rolesQuery = (account: string) =>
  queryOptions({
    queryKey: [...rolesKey(account), "all"],
    queryFn: ({ signal }) => readAllRoles(account, signal),
    staleTime: 30_000,
  });

/** One role and its version, always read afresh: it is about to be edited. */
export const roleQuery = (account: string, roleId: string) =>
  queryOptions({
    queryKey: [...rolesKey(account), "one", roleId],
    queryFn: async ({ signal }) => {
      const { data, etag } = await client.get(ONE, { path: { account, roleId }, signal });
      return { role: data, etag };
    },
    staleTime: Infinity,
    gcTime: 0,
  });

/** What has a role, always read afresh: somebody is about to decide by it. */
export const roleUseQuery = (account: string, roleId: string) =>
  queryOptions({
    queryKey: [...rolesKey(account), "use", roleId],
    queryFn: async ({ signal }) => (await client.get(USE, { path: { account, roleId }, signal })).data,
    staleTime: 0,
    gcTime: 0,
  });

export async function createRole(account: string, body: NewRole): Promise<Role> {
  return (await client.post(LIST, { path: { account }, body })).data;
}

export async function changeRole(
  account: string,
  roleId: string,
  body: RoleChange,
  etag: string | null,
): Promise<Role> {
  return (await client.patch(ONE, { path: { account, roleId }, body, ...(etag !== null && { ifMatch: etag }) })).data;
}

export async function deleteRole(account: string, roleId: string): Promise<void> {
  await client.delete(ONE, { path: { account, roleId } });
}

async function readAllRoles(account: string, signal: AbortSignal): Promise<readonly Role[]> {
  const roles: Role[] = [];
  let cursor: string | undefined;
  do {
    const page: RolePage = await readRoles(account, cursor, signal);
    roles.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return roles;
}

async function readRoles(account: string, cursor: string | undefined, signal: AbortSignal): Promise<RolePage> {
  const query = { limit: PAGE_SIZE, ...(cursor !== undefined && { cursor }) };
  return (await client.get(LIST, { path: { account }, query, signal })).data;
}
