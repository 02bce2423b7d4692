import type { ResponseBody } from "@latchkey/sdk/client";
import { queryOptions } from "@tanstack/react-query";
import { client } from "./client.ts";

export type Access = ResponseBody<"/v1/accounts/{account}/access", "get">;

/** What the signed-in user may do in an account. */
export const accessQuery = (account: string) =>
  queryOptions({
    queryKey: ["accounts", account, "access"],
    queryFn: async ({ signal }) =>
      (await client.get("/v1/accounts/{account}/access", { path: { account }, signal })).data,
    staleTime: 30_000,
  });
