import type { RequestBody, ResponseBody } from "@latchkey/sdk/client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { client } from "./client.ts";
import type { ListQuery } from "./list-query.ts";

const LIST = "/v1/accounts/{account}/api-keys";
const ONE = "/v1/accounts/{account}/api-keys/{key}";

export type GeneratedKey = ResponseBody<typeof ONE, "get">;
/** A key with its token, which only a first answer holds. */
export type NewKey = ResponseBody<typeof LIST, "post"> & { token: string };
/** Fields that the list can be sorted by. */
export const GENERATED_KEY_SORTS = ["name", "createdAt", "status"] as const;
export type GeneratedKeySort = (typeof GENERATED_KEY_SORTS)[number];

export type GeneratedKeyChange = RequestBody<typeof ONE, "patch">;

/** Root of everything remembered of an account's generated keys, to be invalidated after a change. */
export const generatedKeysKey = (account: string) => ["accounts", account, "api-keys"] as const;

export const generatedKeyListQuery = (account: string, query: ListQuery<GeneratedKeySort>) =>
  queryOptions({
    queryKey: [...generatedKeysKey(account), "list", query],
    queryFn: async ({ signal }) => (await client.get(LIST, { path: { account }, query, signal })).data,
    placeholderData: keepPreviousData,
  });

/** One key and its version, always read afresh: it is about to be edited. */
export const generatedKeyQuery = (account: string, key: string) =>
  queryOptions({
    queryKey: [...generatedKeysKey(account), "one", key],
    queryFn: async ({ signal }) => {
      const { data, etag } = await client.get(ONE, { path: { account, key }, signal });
      return { generatedKey: data, etag };
    },
    staleTime: Infinity,
    gcTime: 0,
  });

/** The answer holds the token in clear, this once: it must not be remembered anywhere. */
export async function generateKey(account: string, body: RequestBody<typeof LIST, "post">): Promise<NewKey> {
  const { data } = await client.post(LIST, { path: { account }, body });
  if (data.token === undefined) throw new Error("a key was generated without a token");
  return { ...data, token: data.token };
}

export async function changeGeneratedKey(
  account: string,
  key: string,
  body: GeneratedKeyChange,
  etag: string | null = null,
): Promise<GeneratedKey> {
  return (await client.patch(ONE, { path: { account, key }, body, ...(etag !== null && { ifMatch: etag }) })).data;
}

export async function deleteGeneratedKey(account: string, key: string): Promise<void> {
  await client.delete(ONE, { path: { account, key } });
}
