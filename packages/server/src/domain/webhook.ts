import type { Actor } from "./actor.ts";
import type { AuditAction, AuditEvent, AuditFields } from "./audit-event.ts";

/** Webhooks that an account can have. */
export const WEBHOOKS_MOST = 20;

/** Longest address of a webhook, in characters. */
export const WEBHOOK_URL_MAX_LENGTH = 2_000;

/** How the secret that signs what a webhook is told begins; Base64 comes after it (Standard Webhooks 1.0). */
export const WEBHOOK_SECRET_PREFIX = "whsec_";

/** Bytes of such a secret: within the 24 to 64 of Standard Webhooks. */
export const WEBHOOK_SECRET_BYTES = 32;

/** How long the secret before the newest goes on signing unless its rotation says otherwise, in hours. */
export const OVERLAP_HOURS = { least: 0, most: 168, absent: 24 } as const;

/** How long deliveries are kept to be seen and replayed, in milliseconds. */
export const DELIVERY_KEPT_MS = 30 * 86_400_000;

/** What an account can be told of, by the events of its audit log that say so. */
const TYPES = {
  "external-key.added": "external_key.added",
  "external-key.changed": "external_key.changed",
  "external-key.removed": "external_key.removed",
  "key.deactivated": "key.deactivated",
  "key.activated": "key.activated",
  "key.renewed": "key.renewed",
  "key.deleted": "key.deleted",
  "token.expiring": "token.expiring",
  "token.expired": "token.expired",
  "token.renewal-recommended": "token.renewal_recommended",
  "token.renewal-overdue": "token.renewal_overdue",
  "token-link.opened": "token_link.opened",
} as const satisfies Partial<Record<AuditAction, string>>;

export type WebhookEventType = (typeof TYPES)[keyof typeof TYPES];

/** Every type that a webhook can ask for. */
export const WEBHOOK_EVENT_TYPES = Object.values(TYPES) as [WebhookEventType, ...WebhookEventType[]];

/** Why a webhook is inactive though nobody turned it off. */
export type WebhookStatusReason = "failing" | "gone";

/** Where an account is told what happens to its keys. */
export interface Webhook {
  readonly id: string;
  readonly account: string;
  readonly url: string;
  /** The types that it gets; `null`: all. */
  readonly events: readonly WebhookEventType[] | null;
  readonly status: "active" | "inactive";
  readonly statusReason: WebhookStatusReason | null;
  readonly createdAtMs: number;
  readonly createdBy: Actor;
  /** Until when the secret before the newest signs too, or `null`. */
  readonly overlapEndsAtMs: number | null;
  /** When a delivery last arrived, or `null`. */
  readonly lastDeliveredAtMs: number | null;
}

/** Why an attempt failed. `answer`: there was one, and it wasn't 2xx; `secret-unreadable`: nothing was sent, as nothing could sign it. */
export type AttemptProblem =
  "address-refused" | "name-unknown" | "timed-out" | "unreachable" | "answer" | "secret-unreadable";

export interface DeliveryAttempt {
  readonly atMs: number;
  /** Status of the answer; `null` where there was none. */
  readonly status: number | null;
  /** `null` where it arrived. */
  readonly problem: AttemptProblem | null;
}

/** One event on its way to one webhook. */
export interface WebhookDelivery {
  /** Also the `webhook-id` header: the same at every attempt, so that receivers can tell repeats. */
  readonly id: string;
  readonly type: string;
  /** What it is about, such as a key string; deliveries about one thing go out one after another. */
  readonly subject: string;
  readonly state: "waiting" | "delivered" | "failed";
  readonly createdAtMs: number;
  /** When it is tried next; `null` where it isn't. */
  readonly nextAtMs: number | null;
  /** The oldest first. */
  readonly attempts: readonly DeliveryAttempt[];
}

/** What of an audit event webhooks are told; `webhookId` where it is for that one alone. */
export interface WebhookMessage {
  readonly type: WebhookEventType | "webhook.test";
  readonly webhookId: string | null;
  /** JSON, as it is sent. */
  readonly body: string;
}

/**
 * The message that an audit event makes, or `undefined` where webhooks aren't told of it. It names the account, the key and the
 * other account, and says of who did it nothing: as a mirrored event (rule 8).
 */
export function webhookMessage(event: AuditEvent, sequence: number, atMs: number): WebhookMessage | undefined {
  const isTest = event.action === "webhook.tested";
  const type = isTest ? "webhook.test" : (TYPES as Partial<Record<AuditAction, WebhookEventType>>)[event.action];
  if (type === undefined) return undefined;
  const about = isTest
    ? { webhook: event.target }
    : { key: event.target, otherAccount: event.counterpart ?? null, ...tokenFields(event.after) };
  const data = { account: event.account, sequence, ...about };
  return {
    type,
    webhookId: isTest ? event.target : null,
    body: JSON.stringify({ type, timestamp: new Date(atMs).toISOString(), data }),
  };
}

/** What an alert says of the token that reaches its end, or an age at which it should be renewed. */
function tokenFields(after: AuditFields | undefined): object {
  const { createdAt, daysBefore, expiresAt, token } = after ?? {};
  const isAlert = typeof createdAt === "number" || typeof expiresAt === "number";
  if (typeof token !== "string" || !isAlert) return {};
  return {
    token,
    ...(typeof createdAt === "number" ? { createdAt: new Date(createdAt).toISOString() } : {}),
    ...(typeof expiresAt === "number" ? { expiresAt: new Date(expiresAt).toISOString() } : {}),
    ...(typeof daysBefore === "number" ? { daysBefore } : {}),
  };
}

const [SECOND, MINUTE, HOUR] = [1_000, 60_000, 3_600_000];

/** How long after its first attempt each further one of a delivery is made, in milliseconds: the last after three days. */
const RETRIES_AFTER_MS = [
  5 * SECOND,
  MINUTE,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  20 * HOUR,
  34 * HOUR,
  52 * HOUR,
  72 * HOUR,
];

/**
 * When a delivery is tried again, or `null` where it has been tried for three days.
 *
 * @param firstMs its first attempt since it was made or replayed
 * @param nowMs the attempt that failed
 */
export function nextAttemptMs(firstMs: number, nowMs: number): number | null {
  const after = RETRIES_AFTER_MS.find((ms) => firstMs + ms > nowMs);
  return after === undefined ? null : firstMs + after;
}
