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

/** Whose log: the name of an account; `null` for the platform's own, of what concerns no single account. */
export type LogOwner = string | null;

/** What the heads of the platform's log call it: no account can have this name. */
const PLATFORM_NAME = "(platform)";

/** Whose log it is as its heads say it. */
export function ownerInHead(owner: LogOwner): string {
  return owner ?? PLATFORM_NAME;
}

const logKey = (owner: LogOwner) => (owner === null ? ["platform"] : ["accounts", owner]);

/** One page of a log, the newest first. */
export const auditEventsQuery = (
  owner: LogOwner,
  query: AuditFilter & { readonly limit: number; readonly cursor?: string },
) =>
  queryOptions({
    queryKey: [...logKey(owner), "audit-events", query],
    queryFn: async ({ signal }) =>
      owner === null
        ? (await client.get("/v1/audit-events", { query, signal })).data
        : (await client.get(LIST, { path: { account: owner }, query, signal })).data,
    placeholderData: keepPreviousData,
  });

/** Where a log ends at this moment. */
export const auditHeadQuery = (owner: LogOwner) =>
  queryOptions({
    queryKey: [...logKey(owner), "audit-head"],
    queryFn: async ({ signal }) =>
      owner === null
        ? (await client.get("/v1/audit-head", { signal })).data
        : (await client.get(HEAD, { path: { account: owner }, signal })).data,
    staleTime: 0,
    gcTime: 0,
  });

export async function verifyAuditLog(
  owner: LogOwner,
  head: Pick<AuditHead, "sequence" | "mac"> | undefined,
): Promise<AuditVerification> {
  const body = { ...(head && { head }) };
  return owner === null
    ? (await client.post("/v1/audit-events/verification", { body })).data
    : (await client.post(VERIFICATION, { path: { account: owner }, body })).data;
}

/** Address of a file of what a filter asks for, which the browser fetches by itself. */
export function auditExportHref(owner: LogOwner, format: "csv" | "json", filter: AuditFilter): string {
  const place = owner === null ? "/v1" : `/v1/accounts/${encodeURIComponent(owner)}`;
  return `${place}/audit-events/export?${new URLSearchParams({ format, ...filter })}`;
}
