import { type Doorbell, repeat } from "./background.ts";
import { BALANCE_EVERY_MS } from "./domain/rate-limit.ts";
import type { Follower } from "./feed/follower.ts";
import type { ChangeStreams } from "./http/change-streams.ts";
import type { Machine } from "./machine.ts";
import type { Store } from "./storage/store.ts";
import type { LimitBalancer } from "./usecases/balance-limits.ts";
import { deliverAnnouncements } from "./usecases/deliver-announcements.ts";
import type { WebhookCourier } from "./usecases/deliver-webhooks.ts";
import { expireTokenLinks } from "./usecases/expire-token-links.ts";
import { forgetAttempts, forgetDeliveries, forgetRepeatables, forgetSessions } from "./usecases/forget.ts";
import type { Ports } from "./usecases/ports.ts";
import { tellOfExpiry } from "./usecases/tell-of-expiry.ts";
import { tellOfRenewalAlerts } from "./usecases/tell-of-renewal-alerts.ts";
import { trimUse } from "./usecases/trim-use.ts";
import type { RateLimiter } from "./verify/rate-limiter.ts";

/** How often a follower looks for changes that other nodes made, in milliseconds: well within rule 12's second. */
const FOLLOW_EVERY_MS = 200;
/** How often followers of this node hear that it lives, in milliseconds. */
const BEAT_EVERY_MS = 1_000;
/** How often the outbox is looked at for what another node left behind, in milliseconds: well within rule 11's five seconds. */
const DELIVER_EVERY_MS = 1_000;
/** How often links that have expired unopened are looked for, in milliseconds. */
const EXPIRE_EVERY_MS = 1_000;
/** How often deliveries to webhooks that have become due are looked for, in milliseconds. */
const TELL_WEBHOOKS_EVERY_MS = 1_000;
/** How often is looked for tokens that reach their end, in milliseconds. */
const TELL_EVERY_MS = 300_000;
/** How often what is too old to be needed is forgotten, in milliseconds. */
const FORGET_EVERY_MS = 60_000;
/** How often counted use is kept, in milliseconds: what a node that is killed loses at most. */
const KEEP_USE_EVERY_MS = 10_000;
/** How often what was used under another digest than that under the present server secret moves over to it, in milliseconds. */
const MOVE_EVERY_MS = 10_000;
/** How often use that is old enough is forgotten, in milliseconds. */
const TRIM_USE_EVERY_MS = 60 * 60 * 1_000;

export interface PeriodicParts {
  readonly machine: Pick<Machine, "clock" | "logger" | "wait">;
  readonly store: Store;
  readonly ports: Ports;
  readonly follower: Follower;
  readonly changeStreams: ChangeStreams;
  readonly webhooks: WebhookCourier;
  readonly rates: RateLimiter;
  /** Absent where this is the only node there can be. */
  readonly balancer: LimitBalancer | undefined;
  /** Rung when there are announcements to deliver. */
  readonly deliveries: Doorbell;
  /** Rung when webhooks have something to send. */
  readonly webhookBell: Doorbell;
  readonly keepUse: () => Promise<void>;
  readonly moveDigests: () => Promise<void>;
}

/** Does what the server does by itself, until the signal aborts. Resolves once nothing of it is under way any more. */
export async function doPeriodicWork(parts: PeriodicParts, signal: AbortSignal): Promise<void> {
  const { balancer, follower, ports, store, webhookBell } = parts;
  const { clock, logger, wait } = parts.machine;
  const every = (everyMs: number, name: string, work: () => Promise<unknown>, doorbell?: Doorbell) =>
    repeat({ wait, everyMs, signal, logger, name, doorbell }, work);
  /** Work whose every step is sure to be taken once, whoever comes by: that only one node comes by spares the others the looking. */
  const onOneNode = (everyMs: number, name: string, work: () => Promise<unknown>) =>
    every(everyMs, name, async () => {
      if (balancer?.isFirst !== false) await work();
    });
  const deliver = async () => {
    if ((await deliverAnnouncements(store, signal)) > 0) webhookBell.ring();
  };
  const ofTokens = { store, nowMs: ports.nowMs };
  await Promise.all([
    every(FOLLOW_EVERY_MS, "follow", () => follower.poll()),
    every(BEAT_EVERY_MS, "beat", async () => parts.changeStreams.beat()),
    every(DELIVER_EVERY_MS, "deliver", deliver, parts.deliveries),
    every(TELL_WEBHOOKS_EVERY_MS, "tell webhooks", () => parts.webhooks.poll(signal), webhookBell),
    every(KEEP_USE_EVERY_MS, "keep use", parts.keepUse),
    // Of imported keys, too, while the secret isn't being rotated.
    every(MOVE_EVERY_MS, "move digests", parts.moveDigests),
    every(FORGET_EVERY_MS, "forget limits", async () => parts.rates.forget()),
    onOneNode(EXPIRE_EVERY_MS, "expire links", () => expireTokenLinks(ports, signal)),
    onOneNode(TELL_EVERY_MS, "tell of expiry", () => tellOfExpiry(ofTokens, signal)),
    onOneNode(TELL_EVERY_MS, "tell of renewal alerts", () => tellOfRenewalAlerts(ofTokens, signal)),
    onOneNode(TRIM_USE_EVERY_MS, "trim use", () => trimUse(store, ports.nowMs(), signal)),
    onOneNode(FORGET_EVERY_MS, "forget deliveries", () => forgetDeliveries(store, clock.nowMs(), signal)),
    onOneNode(FORGET_EVERY_MS, "forget repeatables", () => forgetRepeatables(store, clock.nowMs(), signal)),
    onOneNode(FORGET_EVERY_MS, "forget sessions", () => forgetSessions(store, clock.nowMs(), signal)),
    ...(balancer
      ? [
          every(BALANCE_EVERY_MS, "balance limits", () => balancer.balance()),
          // Counted in the database where there are several nodes, and in memory otherwise.
          onOneNode(FORGET_EVERY_MS, "forget attempts", () => forgetAttempts(store, ports.nowMs(), signal)),
        ]
      : []),
  ]);
}
