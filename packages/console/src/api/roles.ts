import type { ResponseBody } from "@latchkey/sdk/client";
import { queryOptions } from "@tanstack/react-query";
import { client } from "./client.ts";

type RolePage = ResponseBody<"/v1/accounts/{account}/roles", "get">;

export type Role = RolePage["items"][number];

const PAGE_SIZE = 200;

/** All roles of an account, predefined and custom: whoever chooses among them searches in all of them. */
export const rolesQuery = (account: string) =>
  queryOptions({
    queryKey: ["accounts", account, "roles"],
    queryFn: ({ signal }) => readAllRoles(account, signal),
    staleTime: 30_000,
  });

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
  return (await client.get("/v1/accounts/{account}/roles", { path: { account }, query, signal })).data;
}
