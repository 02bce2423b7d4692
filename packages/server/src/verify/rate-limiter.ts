import {
  allowanceOf,
  BALANCE_EVERY_MS,
  LIMIT_WINDOW_MS,
  type LimitDemand,
  type LimitSetter,
  type NodeDemand,
} from "../domain/rate-limit.ts";
import { SlidingCount } from "./sliding-count.ts";

/** Slices in which a window is kept at most: what bounds the memory of a limit that is in use. */
const SLICES = 600;

/** A limit under which a request falls. */
export interface RateLimit {
  readonly setBy: LimitSetter;
  /** Which one, of all. */
  readonly name: string;
  readonly requestsPerMinute: number;
}

/** How a limit stands after a request. */
export interface RateLimitState {
  /** Requests per minute. */
  readonly limit: number;
  readonly setBy: LimitSetter;
  /** Requests that this node would allow now. */
  readonly remaining: number;
  /** In how many seconds, rounded up, there will be more again. */
  readonly resetSeconds: number;
}

/** Whether a request may pass, and how the stricter of its limits stands. */
export interface RateVerdict {
  readonly rateLimit: RateLimitState;
  /** Only where it may not: in how many seconds it might, rounded up. */
  readonly retryAfterSeconds?: number;
}

/** What the nodes of an installation have told each other. */
export interface LimitBalance {
  /** This node. */
  readonly node: string;
  /** Nodes that are alive, this one included. */
  readonly nodes: number;
  /** By limit. */
  readonly demands: ReadonlyMap<string, readonly NodeDemand[]>;
}

/** What is kept of a limit that is in use. */
interface Meter {
  readonly used: SlidingCount;
  readonly refused: SlidingCount;
  /** How much of the limit this node may allow, worked out from a balance. */
  allowance: number;
  limit: number;
  balance: LimitBalance | undefined;
}

const NOBODY: readonly NodeDemand[] = [];

/**
 * Counts requests under limits, in memory: never more than a limit within any minute, and never fewer while there are requests,
 * as long as this node is alone. Limits above 600 a minute are counted in slices of a tenth of a second, by which room comes back
 * late. Over several nodes each allows its share.
 */
export class RateLimiter {
  readonly #monotonicMs: () => number;
  readonly #meters = new Map<string, Meter>();
  #balance: LimitBalance | undefined;

  /** @param monotonicMs a clock that never goes back, in milliseconds */
  constructor(monotonicMs: () => number) {
    this.#monotonicMs = monotonicMs;
  }

  /** How many limits are in use. */
  get size(): number {
    return this.#meters.size;
  }

  /** Counts a request under all its limits, or under none of them where one refuses it. Synchronous and without I/O; `undefined` where there are none. */
  take(limits: readonly RateLimit[]): RateVerdict | undefined {
    const nowMs = this.#monotonicMs();
    const standings = limits.map((limit) => this.#standing(limit, nowMs));
    const refusing = standings.filter(({ remaining }) => remaining <= 0);
    for (const { limit, meter } of standings) {
      const sliceMs = limit.requestsPerMinute > SLICES ? LIMIT_WINDOW_MS / SLICES : 0;
      if (refusing.length === 0) meter.used.add(nowMs, sliceMs);
    }
    // Refused ones are only counted to see how much is wanted.
    for (const { meter } of refusing) meter.refused.add(nowMs, BALANCE_EVERY_MS);
    const stands = (refusing.length > 0 ? refusing : standings).map((standing): RateVerdict => {
      const { limit, meter } = standing;
      const { requestsPerMinute, setBy } = limit;
      if (refusing.length === 0) {
        const remaining = standing.remaining - 1;
        const resetSeconds = toSeconds(meter.used.fallsTo(meter.used.total(nowMs) - 1, nowMs));
        return { rateLimit: { limit: requestsPerMinute, setBy, remaining, resetSeconds } };
      }
      // Where this node has no share, it may get one the next time that they are shared out.
      const { allowance } = meter;
      const waitMs = allowance > 0 ? meter.used.fallsTo(allowance - 1, nowMs) : BALANCE_EVERY_MS;
      const retryAfterSeconds = toSeconds(waitMs);
      const rateLimit = { limit: requestsPerMinute, setBy, remaining: 0, resetSeconds: retryAfterSeconds };
      return { rateLimit, retryAfterSeconds };
    });
    return stands.length === 0 ? undefined : stands.reduce(stricter);
  }

  /** What this node has met under each limit within the last minute. */
  demands(): LimitDemand[] {
    const nowMs = this.#monotonicMs();
    const demands: LimitDemand[] = [];
    for (const [limit, meter] of this.#meters) {
      const used = meter.used.total(nowMs);
      const demand = used + meter.refused.total(nowMs);
      if (demand > 0) demands.push({ limit, used, demand });
    }
    return demands;
  }

  /** Forgets limits under which nothing was met within the last minute. */
  forget(): void {
    const nowMs = this.#monotonicMs();
    for (const [name, { refused, used }] of this.#meters) {
      if (used.total(nowMs) + refused.total(nowMs) === 0) this.#meters.delete(name);
    }
  }

  /** Shares limits with other nodes from now on; `undefined`: there are none. */
  balance(balance: LimitBalance | undefined): void {
    this.#balance = balance;
  }

  #standing(limit: RateLimit, nowMs: number) {
    const meter = this.#meterOf(limit.name);
    const { requestsPerMinute } = limit;
    if (meter.limit !== requestsPerMinute || meter.balance !== this.#balance) {
      meter.allowance = this.#allowanceOf(limit);
      meter.limit = requestsPerMinute;
      meter.balance = this.#balance;
    }
    return { limit, meter, remaining: meter.allowance - meter.used.total(nowMs) };
  }

  #allowanceOf({ name, requestsPerMinute }: RateLimit): number {
    if (!this.#balance) return requestsPerMinute;
    const { demands, node, nodes } = this.#balance;
    return allowanceOf(requestsPerMinute, { node, nodes, demands: demands.get(name) ?? NOBODY });
  }

  #meterOf(name: string): Meter {
    const known = this.#meters.get(name);
    if (known) return known;
    const used = new SlidingCount(LIMIT_WINDOW_MS);
    const meter = { used, refused: new SlidingCount(LIMIT_WINDOW_MS), allowance: 0, limit: -1, balance: undefined };
    this.#meters.set(name, meter);
    return meter;
  }
}

/** The one that leaves less, or makes wait longer. */
function stricter(a: RateVerdict, b: RateVerdict): RateVerdict {
  if ((b.retryAfterSeconds ?? 0) > (a.retryAfterSeconds ?? 0)) return b;
  return b.rateLimit.remaining < a.rateLimit.remaining ? b : a;
}

function toSeconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1_000));
}
