import type { ResponseBody } from "@latchkey/sdk/client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { client } from "./client.ts";
import type { ListQuery } from "./list-query.ts";

const LIST = "/v1/service-keys";

export type ServiceKey = ResponseBody<typeof LIST, "get">["items"][number];

/** Fields that the list can be sorted by. */
export const SERVICE_KEY_SORTS = ["name", "createdAt"] as const;
export type ServiceKeySort = (typeof SERVICE_KEY_SORTS)[number];

/** Root of everything remembered of the service keys, to be invalidated after a change. */
export const serviceKeysKey = ["platform", "service-keys"] as const;

export const serviceKeyListQuery = ({ limit, sort, cursor }: ListQuery<ServiceKeySort>) =>
  queryOptions({
    queryKey: [...serviceKeysKey, limit, sort, cursor],
    queryFn: async ({ signal }) =>
      (await client.get(LIST, { query: { limit, sort, ...(cursor !== undefined && { cursor }) }, signal })).data,
    placeholderData: keepPreviousData,
  });

/** The answer holds the token, this once: it must not be remembered anywhere. */
export async function generateServiceKey(name: string): Promise<ServiceKey & { readonly token: string }> {
  const { token, ...serviceKey } = (await client.post(LIST, { body: { name } })).data;
  if (token === undefined) throw new TypeError("the service answered a new service key without its token");
  return { ...serviceKey, token };
}

export async function deleteServiceKey(id: string): Promise<void> {
  await client.delete("/v1/service-keys/{id}", { path: { id } });
}
