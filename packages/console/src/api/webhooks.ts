import type { RequestBody, ResponseBody } from "@latchkey/sdk/client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { client } from "./client.ts";
import type { ListQuery } from "./list-query.ts";

const LIST = "/v1/accounts/{account}/webhooks";
const ONE = "/v1/accounts/{account}/webhooks/{id}";
const SECRET = "/v1/accounts/{account}/webhooks/{id}/secret";
const TEST = "/v1/accounts/{account}/webhooks/{id}/test";
const DELIVERIES = "/v1/accounts/{account}/webhooks/{id}/deliveries";
const REPLAY = "/v1/accounts/{account}/webhooks/{id}/deliveries/{deliveryId}/replay";

export type Webhook = ResponseBody<typeof ONE, "get">;
export type NewWebhook = RequestBody<typeof LIST, "post">;
export type WebhookChange = RequestBody<typeof ONE, "patch">;
/** A type of message that a webhook can be told of. */
export type WebhookEvent = NonNullable<NewWebhook["events"]>[number];
/** A webhook with its secret, which exists in clear in the answer to adding it or giving it another, and nowhere else. */
export type WebhookWithSecret = Webhook & { readonly secret: string };

export type Delivery = ResponseBody<typeof DELIVERIES, "get">["items"][number];
export type DeliveryAttempt = Delivery["attempts"][number];

/** Fields that the list, and that of deliveries, can be sorted by. */
export const WEBHOOK_SORTS = ["createdAt"] as const;
export type WebhookSort = (typeof WEBHOOK_SORTS)[number];

/** How long the secret before the newest goes on signing, in hours: what is offered of 0 to 168. */
export const OVERLAP_HOURS = [24, 168, 0] as const;

/** While a delivery is about to go out, how long until it is asked for anew, in milliseconds. */
const WATCH_EVERY_MS = 2_000;
/** What is tried later than this from now isn't watched for, in milliseconds. */
const WATCH_AHEAD_MS = 60_000;

/** Root of everything remembered of an account's webhooks, to be invalidated after a change. */
export const webhooksKey = (account: string) => ["accounts", account, "webhooks"] as const;

export const webhookListQuery = (account: string, { limit, sort, cursor }: ListQuery<WebhookSort>) => {
  const query = { limit, sort, ...(cursor !== undefined && { cursor }) };
  return queryOptions({
    queryKey: [...webhooksKey(account), "list", query],
    queryFn: async ({ signal }) => (await client.get(LIST, { path: { account }, query, signal })).data,
    placeholderData: keepPreviousData,
  });
};

/** One webhook and its version, always read afresh: it is about to be edited. */
export const webhookQuery = (account: string, id: string) =>
  queryOptions({
    queryKey: [...webhooksKey(account), "one", id],
    queryFn: async ({ signal }) => {
      const { data, etag } = await client.get(ONE, { path: { account, id }, signal });
      return { webhook: data, etag };
    },
    staleTime: Infinity,
    gcTime: 0,
  });

/** How often a page looks again at a webhook, which may turn itself off meanwhile, in milliseconds. */
const LOOK_EVERY_MS = 10_000;

/** What a webhook is as a page shows it. */
export const shownWebhookQuery = (account: string, id: string) =>
  queryOptions({
    queryKey: [...webhooksKey(account), "shown", id],
    queryFn: async ({ signal }) => (await client.get(ONE, { path: { account, id }, signal })).data,
    refetchInterval: LOOK_EVERY_MS,
  });

/** What a webhook was and is to be told. While something is about to go out, it is asked for again and again. */
export const deliveryListQuery = (account: string, id: string, list: ListQuery<WebhookSort>) => {
  const { limit, sort, cursor, state } = list;
  const query = { limit, sort, ...(cursor !== undefined && { cursor }), ...(state !== undefined && { state }) };
  return queryOptions({
    queryKey: [...webhooksKey(account), "deliveries", id, query],
    queryFn: async ({ signal }) => (await client.get(DELIVERIES, { path: { account, id }, query, signal })).data,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) =>
      data?.items.some((delivery) => isAboutToGo(delivery, Date.now())) ? WATCH_EVERY_MS : false,
  });
};

function isAboutToGo({ nextAttemptAt, state }: Delivery, nowMs: number): boolean {
  return state === "waiting" && nextAttemptAt !== null && Date.parse(nextAttemptAt) < nowMs + WATCH_AHEAD_MS;
}

/**
 * How much a webhook is still to be told, always read afresh: somebody is about to decide by it. Nothing asks for it again once they
 * have: the webhook may be gone.
 */
export const waitingCountQuery = (account: string, id: string) =>
  queryOptions({
    queryKey: ["accounts", account, "webhook-waiting", id],
    queryFn: async ({ signal }) => {
      const query = { limit: 1, state: "waiting" as const };
      return (await client.get(DELIVERIES, { path: { account, id }, query, signal })).data.total;
    },
    staleTime: 0,
    gcTime: 0,
  });

/** Rejects with `WEBHOOK_LIMIT`. The answer holds the secret, this once: it must not be remembered anywhere. */
export async function createWebhook(account: string, body: NewWebhook): Promise<WebhookWithSecret> {
  const { secret, ...webhook } = (await client.post(LIST, { path: { account }, body })).data;
  if (secret === undefined) throw new TypeError("the service answered a new webhook without its secret");
  return { ...webhook, secret };
}

export async function changeWebhook(
  account: string,
  id: string,
  body: WebhookChange,
  etag: string | null,
): Promise<Webhook> {
  return (await client.patch(ONE, { path: { account, id }, body, ...(etag !== null && { ifMatch: etag }) })).data;
}

export async function deleteWebhook(account: string, id: string): Promise<void> {
  await client.delete(ONE, { path: { account, id } });
}

/** Gives it another secret. As with `createWebhook`, the answer must not be remembered. */
export async function rotateWebhookSecret(
  account: string,
  id: string,
  overlapHours: number,
): Promise<WebhookWithSecret> {
  return (await client.post(SECRET, { path: { account, id }, body: { overlapHours } })).data;
}

/** Rejects with `WEBHOOK_INACTIVE`. */
export async function testWebhook(account: string, id: string): Promise<void> {
  await client.post(TEST, { path: { account, id } });
}

/** Sends a delivery once more. Rejects with `WEBHOOK_INACTIVE`. */
export async function replayDelivery(account: string, id: string, deliveryId: string): Promise<Delivery> {
  return (await client.post(REPLAY, { path: { account, id, deliveryId } })).data;
}
