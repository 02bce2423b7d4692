import type { ResponseBody } from "@latchkey/sdk/client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { client } from "./client.ts";

const LIST = "/v1/resources/{resource}/gaps";

/** A key that is used in an account and lacks a resource there. */
export type KeyGap = ResponseBody<typeof LIST, "get">["items"][number];

/** Which keys are meant. */
export interface GapsAsked {
  /** The resource that they lack. */
  readonly resource: string;
  /** The one that they were allowed; left out: anything at all. */
  readonly used?: string;
  /** Within so many days. */
  readonly days: number;
}

interface GapsPage {
  readonly limit: number;
  readonly cursor?: string;
}

export const gapListQuery = ({ days, resource, used }: GapsAsked, page: GapsPage) => {
  const query = { days, ...(used !== undefined && { usedResource: [used] }), ...page };
  return queryOptions({
    queryKey: ["platform", "gaps", resource, query],
    queryFn: async ({ signal }) => (await client.get(LIST, { path: { resource }, query, signal })).data,
    placeholderData: keepPreviousData,
  });
};

/** Address of a file of all of them, which the browser fetches by itself. */
export function gapExportHref({ days, resource, used }: GapsAsked): string {
  const query = new URLSearchParams({ days: String(days), ...(used !== undefined && { usedResource: used }) });
  return `/v1/resources/${encodeURIComponent(resource)}/gaps/export?${query}`;
}
