import type { ResponseBody } from "@latchkey/sdk/client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { client } from "./client.ts";

const LIST = "/v1/accounts/{account}/audit-events";
const VERIFICATION = "/v1/accounts/{account}/audit-events/verification";
const HEAD = "/v1/accounts/{account}/audit-head";

export type AuditEvent = ResponseBody<typeof LIST, "get">["items"][number];
export type AuditHead = ResponseBody<typeof HEAD, "get">;
export type AuditVerification = ResponseBody<typeof VERIFICATION, "post">;

/** Which entries: every part that is given has to hold. */
export interface AuditFilter {
  readonly actor?: string;
  readonly action?: string;
  readonly target?: string;
  readonly counterpart?: string;
  /** RFC 3339. */
  readonly from?: string;
  /** RFC 3339, exclusive. */
  readonly to?: string;
}

/** One page of an account's log, the newest first. */
export const auditEventsQuery = (
  account: string,
  query: AuditFilter & { readonly limit: number; readonly cursor?: string },
) =>
  queryOptions({
    queryKey: ["accounts", account, "audit-events", query],
    queryFn: async ({ signal }) => (await client.get(LIST, { path: { account }, query, signal })).data,
    placeholderData: keepPreviousData,
  });

/** Where an account's log ends at this moment. */
export const auditHeadQuery = (account: string) =>
  queryOptions({
    queryKey: ["accounts", account, "audit-head"],
    queryFn: async ({ signal }) => (await client.get(HEAD, { path: { account }, signal })).data,
    staleTime: 0,
    gcTime: 0,
  });

export async function verifyAuditLog(
  account: string,
  head: Pick<AuditHead, "sequence" | "mac"> | undefined,
): Promise<AuditVerification> {
  return (await client.post(VERIFICATION, { path: { account }, body: { ...(head && { head }) } })).data;
}

/** Address of a file of what a filter asks for, which the browser fetches by itself. */
export function auditExportHref(account: string, format: "csv" | "json", filter: AuditFilter): string {
  const query = new URLSearchParams({ format, ...filter });
  return `/v1/accounts/${encodeURIComponent(account)}/audit-events/export?${query}`;
}
