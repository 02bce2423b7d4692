import { DELIVERY_STATES } from "../../api/list-query.ts";
import { WEBHOOK_SORTS, type WebhookSort } from "../../api/webhooks.ts";
import { type ListSearch, parseListSearch } from "../api-keys/list/list-search.ts";

/** Reads the state of a list of deliveries, which can be narrowed to those that arrived, wait or failed. */
export function parseDeliveriesSearch(raw: Readonly<Record<string, unknown>>): ListSearch<WebhookSort> {
  const state = DELIVERY_STATES.find((known) => known === raw["state"]);
  return { ...parseListSearch(raw, WEBHOOK_SORTS, []), ...(state && { state }) };
}
