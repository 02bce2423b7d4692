import { z } from "zod";
import {
  type Webhook,
  WEBHOOK_EVENT_TYPES,
  WEBHOOK_URL_MAX_LENGTH,
  type WebhookDelivery,
} from "../../../domain/webhook.ts";
import type { WebhookView } from "../../../usecases/webhook-view.ts";
import { etagOf } from "../../etag.ts";
import { accountParams, actorSchema, actorWire, timeSchema, toTime } from "../../wire.ts";

export const webhookParams = accountParams.extend({ id: z.string() });
export const deliveryParams = webhookParams.extend({ deliveryId: z.string() });

/** What can be given and edited of a webhook. */
export const webhookFields = {
  url: z.string().trim().max(WEBHOOK_URL_MAX_LENGTH).describe("An https:// address on the public internet."),
  events: z
    .array(z.enum(WEBHOOK_EVENT_TYPES))
    .min(1)
    .max(WEBHOOK_EVENT_TYPES.length)
    .nullable()
    .describe("The types that it gets; null: all, also those to come."),
};

export const webhookSchema = z
  .object({
    id: z.string(),
    url: z.string(),
    events: z.array(z.string()).nullable(),
    status: z.enum(["active", "inactive"]),
    statusReason: z
      .enum(["failing", "gone"])
      .nullable()
      .describe("Why it was turned off by itself: nothing reached it for three days, or it answered 410."),
    createdAt: timeSchema,
    createdBy: actorSchema,
    overlapEndsAt: timeSchema.nullable().describe("Until when the secret before the newest signs too."),
    lastDeliveredAt: timeSchema.nullable(),
    etag: z.string(),
  })
  .meta({ id: "Webhook" });

/** The secret, in the one answer that has it. */
export const webhookSecret = z.string().describe("Signs what is sent: `whsec_…`, shown this once.");

const optionalTime = (ms: number | null) => (ms === null ? null : toTime(ms));

export function webhookWire(webhook: WebhookView): z.input<typeof webhookSchema> {
  const { createdAtMs, createdBy, events, id, lastDeliveredAtMs, overlapEndsAtMs, state, status, statusReason, url } =
    webhook;
  return {
    id,
    url,
    events: events && [...events],
    status,
    statusReason,
    createdAt: toTime(createdAtMs),
    createdBy: actorWire(createdBy),
    overlapEndsAt: optionalTime(overlapEndsAtMs),
    lastDeliveredAt: optionalTime(lastDeliveredAtMs),
    etag: etagOf(state),
  };
}

export const statusInput = z.enum(["active", "inactive"] satisfies Webhook["status"][]);

export const deliverySchema = z
  .object({
    id: z.string().describe("Also its `webhook-id` header, at every attempt."),
    type: z.string(),
    subject: z.string().describe("What it is about, such as a key string."),
    state: z.enum(["waiting", "delivered", "failed"]),
    createdAt: timeSchema,
    nextAttemptAt: timeSchema.nullable(),
    attempts: z.array(
      z.object({
        at: timeSchema,
        status: z.int().nullable().describe("Of the answer; null where there was none."),
        problem: z
          .enum(["address-refused", "name-unknown", "timed-out", "unreachable", "answer", "secret-unreadable"])
          .nullable()
          .describe("`answer`: there was one, and it wasn't 2xx. Null: it arrived."),
      }),
    ),
  })
  .meta({ id: "WebhookDelivery" });

export function deliveryWire(delivery: WebhookDelivery): z.input<typeof deliverySchema> {
  const { attempts, createdAtMs, id, nextAtMs, state, subject, type } = delivery;
  return {
    id,
    type,
    subject,
    state,
    createdAt: toTime(createdAtMs),
    nextAttemptAt: optionalTime(nextAtMs),
    attempts: attempts.map(({ atMs, problem, status }) => ({ at: toTime(atMs), status, problem })),
  };
}
