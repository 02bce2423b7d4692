import type { ResponseBody } from "@latchkey/sdk/client";
import { queryOptions } from "@tanstack/react-query";
import { client } from "./client.ts";
import { externalKeysKey } from "./external-keys.ts";
import { generatedKeysKey } from "./generated-keys.ts";

const HOSTS = "/v1/accounts/{account}/api-keys/{key}/hosts";
const OWN_USE = "/v1/accounts/{account}/api-keys/{key}/use";
const EXTERNAL_USE = "/v1/accounts/{account}/external-keys/{key}/use";

/** Accounts that one page of a key's hosts holds. */
const HOSTS_SHOWN = 200;

export type UseReport = ResponseBody<typeof OWN_USE, "get">;
export type UseCount = UseReport["items"][number];
export type KeyHost = ResponseBody<typeof HOSTS, "get">["items"][number];

/** The accounts that admitted one of the account's own keys, and how many there are in all. */
export const keyHostsQuery = (account: string, key: string) =>
  queryOptions({
    queryKey: [...generatedKeysKey(account), "hosts", key],
    queryFn: async ({ signal }) =>
      (await client.get(HOSTS, { path: { account, key }, query: { limit: HOSTS_SHOWN }, signal })).data,
  });

/** How one of the account's own keys was used in the last thirty days. */
export const keyUseQuery = (account: string, key: string, group: "account" | "day") =>
  queryOptions({
    queryKey: [...generatedKeysKey(account), "use", key, group],
    queryFn: async ({ signal }) =>
      (await client.get(OWN_USE, { path: { account, key }, query: { group }, signal })).data,
  });

/** How an external key was used in the account in the last thirty days. */
export const externalKeyUseQuery = (account: string, key: string, group: "resource" | "day") =>
  queryOptions({
    queryKey: [...externalKeysKey(account), "use", key, group],
    queryFn: async ({ signal }) =>
      (await client.get(EXTERNAL_USE, { path: { account, key }, query: { group }, signal })).data,
  });
