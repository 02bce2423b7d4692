import type { RequestBody, ResponseBody } from "@latchkey/sdk/client";
import { queryOptions } from "@tanstack/react-query";
import { client } from "./client.ts";
import { generatedKeysKey } from "./generated-keys.ts";

const PATH = "/v1/accounts/{account}/api-key-settings";

export type KeySettings = ResponseBody<typeof PATH, "get">;
export type KeySettingsChange = Required<RequestBody<typeof PATH, "patch">>;

/** What the account has decided about the age of its tokens, and its version. What it counts changes with the keys. */
export const keySettingsQuery = (account: string) =>
  queryOptions({
    queryKey: [...generatedKeysKey(account), "settings"],
    queryFn: async ({ signal }) => {
      const { data, etag } = await client.get(PATH, { path: { account }, signal });
      return { settings: data, etag };
    },
  });

export async function changeKeySettings(
  account: string,
  body: KeySettingsChange,
  etag: string | null,
): Promise<KeySettings> {
  return (await client.patch(PATH, { path: { account }, body, ...(etag !== null && { ifMatch: etag }) })).data;
}

/** Forms in which the account's keys can be taken along. */
export const EXPORT_FORMATS = ["xlsx", "csv", "json"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Where the browser downloads the account's keys from, as whoever is signed in. */
export function keyExportUrl(account: string, format: ExportFormat): string {
  return `/v1/accounts/${encodeURIComponent(account)}/api-keys/export?format=${format}`;
}
