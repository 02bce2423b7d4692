import { Counter, Gauge, Histogram, Registry } from "prom-client";
import { DomainError } from "../../domain/errors.ts";
import type { Directory } from "../../verify/directory.ts";
import type { RateLimiter } from "../../verify/rate-limiter.ts";
import type { UseMeter } from "../../verify/use-meter.ts";
import { VerificationTally } from "./verification-tally.ts";

/** Upper ends of the buckets that durations are counted in, in seconds. */
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** Past this age of what the node knows, in milliseconds, the database isn't asked: nobody waits for one that is away. */
const REACHABLE_MS = 5_000;

export interface MetricsParts {
  /** How old what the node knows is: see `Freshness` of `http/api.ts`. */
  readonly freshness: {
    readonly ageMs: () => number;
    readonly isStale: () => boolean;
    readonly revision: () => number;
  };
  /** Revisions that the node has heard of and not taken into account yet. */
  readonly feedLag: () => number;
  readonly directory: Pick<Directory, "keyCount" | "externalKeyCount">;
  readonly rates: Pick<RateLimiter, "size">;
  readonly use: Pick<UseMeter, "size">;
  /** Announcements that wait to be delivered. Rejects where the database can't be reached. */
  readonly outboxSize: () => Promise<number>;
  /** A clock that never goes back, in milliseconds. */
  readonly monotonicMs: () => number;
  /** Adds what is measured of the process itself. */
  readonly ofProcess?: ((registry: Registry) => void) | undefined;
}

/**
 * What the service tells of itself in Prometheus's text format. Labels say what kind of thing it was and never which: no account,
 * key, address or secret (rule 2). docs/metrics.md names them all.
 */
export class Metrics {
  readonly tally = new VerificationTally();
  readonly #registry = new Registry();
  readonly #monotonicMs: () => number;
  readonly #requests: Histogram<"method" | "route" | "status">;
  readonly #changes: Histogram<"outcome">;
  readonly #useFailures: Counter;

  constructor(parts: MetricsParts) {
    const registers = [this.#registry];
    this.#monotonicMs = parts.monotonicMs;
    this.#addVerifications();
    this.#addKnowledge(parts);
    this.#requests = new Histogram({
      name: "latchkey_http_request_duration_seconds",
      help: "Time until requests were answered, verifications and health left out.",
      labelNames: ["method", "route", "status"],
      buckets: BUCKETS,
      registers,
    });
    this.#changes = new Histogram({
      name: "latchkey_change_duration_seconds",
      help: "Time until changes were committed and in force on this node.",
      labelNames: ["outcome"],
      buckets: BUCKETS,
      registers,
    });
    this.#useFailures = new Counter({
      name: "latchkey_use_flush_failures_total",
      help: "Times that counted use couldn't be kept; it is counted on.",
      registers,
    });
    parts.ofProcess?.(this.#registry);
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  text(): Promise<string> {
    return this.#registry.metrics();
  }

  /** @param route the route's template, with its parameters' names */
  requestAnswered(method: string, route: string, status: number, seconds: number): void {
    this.#requests.observe({ method, route, status: `${Math.floor(status / 100)}xx` }, seconds);
  }

  /** Runs a change and takes its time. */
  async timeChange<T>(change: () => Promise<T>): Promise<T> {
    const startedMs = this.#monotonicMs();
    const took = (outcome: "done" | "refused" | "failed") =>
      this.#changes.observe({ outcome }, (this.#monotonicMs() - startedMs) / 1_000);
    try {
      const value = await change();
      took("done");
      return value;
    } catch (error) {
      took(error instanceof DomainError && error.code !== "UNAVAILABLE" ? "refused" : "failed");
      throw error;
    }
  }

  /** Runs the keeping of counted use, and counts its failures. */
  async countFailures(keepUse: () => Promise<void>): Promise<void> {
    try {
      await keepUse();
    } catch (error) {
      this.#useFailures.inc();
      throw error;
    }
  }

  #addVerifications(): void {
    const { tally } = this;
    this.#registry.registerMetric(
      new Counter({
        name: "latchkey_verifications_total",
        help: "Verifications that were answered, by the way they were asked for and their code.",
        labelNames: ["way", "code"],
        registers: [],
        collect() {
          this.reset();
          for (const { code, count, way } of tally.decisions()) this.inc({ way, code }, count);
        },
      }),
    );
    this.#registry.registerMetric(
      new Counter({
        name: "latchkey_rate_limited_total",
        help: "Verifications that were refused for a limit's sake, by who has set it.",
        labelNames: ["set_by"],
        registers: [],
        collect() {
          this.reset();
          for (const [setBy, count] of Object.entries(tally.limited)) this.inc({ set_by: setBy }, count);
        },
      }),
    );
  }

  #addKnowledge({ directory, feedLag, freshness, outboxSize, rates, use }: MetricsParts): void {
    this.#addGauge(
      "latchkey_knowledge_age_seconds",
      "How old what this node knows is.",
      () => freshness.ageMs() / 1_000,
    );
    this.#addGauge("latchkey_stale", "1 where it is too old to answer from.", () => Number(freshness.isStale()));
    this.#addGauge("latchkey_revision", "The newest change that answers take into account.", () =>
      freshness.revision(),
    );
    this.#addGauge("latchkey_feed_lag_revisions", "Changes heard of and not taken into account yet.", feedLag);
    this.#addGauge("latchkey_directory_keys", "Keys in the directory.", () => directory.keyCount);
    this.#addGauge(
      "latchkey_directory_external_keys",
      "External keys in the directory.",
      () => directory.externalKeyCount,
    );
    this.#addGauge("latchkey_rate_limits_in_use", "Limits under which requests were met lately.", () => rates.size);
    this.#addGauge(
      "latchkey_use_pending",
      "Different things that use was counted of and not kept yet.",
      () => use.size,
    );
    this.#addGauge(
      "latchkey_outbox_announcements",
      "Announcements to other accounts' logs that wait; NaN where the database can't be asked.",
      () => (freshness.ageMs() > REACHABLE_MS ? Number.NaN : outboxSize().catch(() => Number.NaN)),
    );
  }

  #addGauge(name: string, help: string, valueNow: () => number | Promise<number>): void {
    this.#registry.registerMetric(
      new Gauge({
        name,
        help,
        registers: [],
        async collect() {
          this.set(await valueNow());
        },
      }),
    );
  }
}
