import type { RequestBody, ResponseBody } from "@latchkey/sdk/client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { client } from "./client.ts";
import type { ListQuery } from "./list-query.ts";

const LIST = "/v1/accounts/{account}/api-keys";
const ONE = "/v1/accounts/{account}/api-keys/{key}";
const RENEWAL = "/v1/accounts/{account}/api-keys/{key}/renewal";
const COMPLETION = "/v1/accounts/{account}/api-keys/{key}/renewal/complete";

export type GeneratedKey = ResponseBody<typeof ONE, "get">;
/** A key whose new token waits behind a link. The link is in this one answer and nowhere else. */
export type KeyWithLink = GeneratedKey & { readonly tokenLink: NewTokenLink };
type NewTokenLink = NonNullable<ResponseBody<typeof RENEWAL, "post">["tokenLink"]>;
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

/** The answer holds the link to the token, this once: it must not be remembered anywhere. */
export async function generateKey(
  account: string,
  body: Omit<RequestBody<typeof LIST, "post">, "tokenDelivery">,
): Promise<KeyWithLink> {
  const { data } = await client.post(LIST, { path: { account }, body: { ...body, tokenDelivery: "link" } });
  return withLink(data);
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

/**
 * Makes a new token for a key, behind a link; the one that it has goes on working. As with generating, the link is in the
 * answer alone. Rejects with `RENEWAL_PENDING` where a renewal is open.
 */
export async function renewToken(account: string, key: string): Promise<KeyWithLink> {
  const { data } = await client.post(RENEWAL, { path: { account, key }, body: { tokenDelivery: "link" } });
  return withLink(data);
}

/**
 * Deletes the token that a renewal is to replace, once the new one's link has been opened: at once where it has been already.
 * Nobody is locked out by a link that nobody opened (rule 3). Rejects with `NO_RENEWAL` where none is open.
 */
export async function deleteOldToken(account: string, key: string): Promise<GeneratedKey> {
  return (await client.post(COMPLETION, { path: { account, key }, body: { when: "opened" } })).data;
}

/** Stops the new token of a renewal, and makes its link void where nobody opened it. */
export async function undoRenewal(account: string, key: string): Promise<void> {
  await client.delete(RENEWAL, { path: { account, key } });
}

function withLink<Key extends GeneratedKey & { readonly tokenLink?: NewTokenLink }>(key: Key): KeyWithLink {
  const { tokenLink } = key;
  if (tokenLink === undefined) throw new TypeError("the service answered a key without the link that it was asked for");
  return { ...key, tokenLink };
}
