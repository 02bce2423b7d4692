import type { ResponseBody } from "@latchkey/sdk/client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { client } from "./client.ts";

const PATH = "/v1/accounts/{account}/explain";

/** What a verification with the right token would answer about a key, and why. */
export type Explanation = ResponseBody<typeof PATH, "get">;

/** What is asked about a key. */
export interface ExplainedQuestion {
  /** `null`: whether the key is let in at all. */
  readonly resource: string | null;
  /** Where the request would come from; `null`: nobody says. */
  readonly ip: string | null;
}

/** Always asked afresh: it is about what holds now. */
export const explainQuery = (account: string, key: string, { ip, resource }: ExplainedQuestion) =>
  queryOptions({
    queryKey: ["accounts", account, "explain", key, resource, ip],
    queryFn: async ({ signal }) => {
      const query = { key, ...(resource !== null && { resource }), ...(ip !== null && { ip }) };
      return (await client.get(PATH, { path: { account }, query, signal })).data;
    },
    staleTime: 0,
    gcTime: 0,
    placeholderData: keepPreviousData,
  });
