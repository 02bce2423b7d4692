import type { ResponseBody } from "@latchkey/sdk/client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { client } from "./client.ts";

const PATH = "/v1/accounts/{account}/explain";

/** What a verification with the right token would answer about a key, and why. */
export type Explanation = ResponseBody<typeof PATH, "get">;

/** Always asked afresh: it is about what holds now. @param resource `null`: whether the key is let in at all */
export const explainQuery = (account: string, key: string, resource: string | null) =>
  queryOptions({
    queryKey: ["accounts", account, "explain", key, resource],
    queryFn: async ({ signal }) => {
      const query = { key, ...(resource !== null && { resource }) };
      return (await client.get(PATH, { path: { account }, query, signal })).data;
    },
    staleTime: 0,
    gcTime: 0,
    placeholderData: keepPreviousData,
  });
