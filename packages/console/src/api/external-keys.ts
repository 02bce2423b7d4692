import type { RequestBody, ResponseBody } from "@latchkey/sdk/client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { client } from "./client.ts";
import type { ListQuery } from "./list-query.ts";

const LIST = "/v1/accounts/{account}/external-keys";
const ONE = "/v1/accounts/{account}/external-keys/{key}";
const LOOKUP = "/v1/accounts/{account}/external-keys/lookup";

export type ExternalKey = ResponseBody<typeof ONE, "get">;
export type FoundKey = ResponseBody<typeof LOOKUP, "get">;
/** Fields that the list can be sorted by. */
export const EXTERNAL_KEY_SORTS = ["key", "owner", "addedAt", "status"] as const;
export type ExternalKeySort = (typeof EXTERNAL_KEY_SORTS)[number];

export type ExternalKeyChange = RequestBody<typeof ONE, "patch">;

/** Root of everything remembered of an account's external keys, to be invalidated after a change. */
export const externalKeysKey = (account: string) => ["accounts", account, "external-keys"] as const;

export const externalKeyListQuery = (account: string, query: ListQuery<ExternalKeySort>) =>
  queryOptions({
    queryKey: [...externalKeysKey(account), "list", query],
    queryFn: async ({ signal }) => (await client.get(LIST, { path: { account }, query, signal })).data,
    placeholderData: keepPreviousData,
  });

/** One external key and its version, always read afresh: it is about to be edited. */
export const externalKeyQuery = (account: string, key: string) =>
  queryOptions({
    queryKey: [...externalKeysKey(account), "one", key],
    queryFn: async ({ signal }) => {
      const { data, etag } = await client.get(ONE, { path: { account, key }, signal });
      return { externalKey: data, etag };
    },
    staleTime: Infinity,
    gcTime: 0,
  });

/** Whose a key string is. Rejects with `UNKNOWN_KEY` where no key has it. */
export const lookupQuery = (account: string, key: string) =>
  queryOptions({
    queryKey: [...externalKeysKey(account), "lookup", key],
    queryFn: async ({ signal }) => (await client.get(LOOKUP, { path: { account }, query: { key }, signal })).data,
    staleTime: 30_000,
    retry: false,
  });

export async function addExternalKey(account: string, body: RequestBody<typeof LIST, "post">): Promise<ExternalKey> {
  return (await client.post(LIST, { path: { account }, body })).data;
}

export async function changeExternalKey(
  account: string,
  key: string,
  body: ExternalKeyChange,
  etag: string | null,
): Promise<ExternalKey> {
  return (await client.patch(ONE, { path: { account, key }, body, ...(etag !== null && { ifMatch: etag }) })).data;
}

export async function removeExternalKey(account: string, key: string): Promise<void> {
  await client.delete(ONE, { path: { account, key } });
}
