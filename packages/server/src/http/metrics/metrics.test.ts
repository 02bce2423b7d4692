import { describe, expect, it } from "vitest";
import { DomainError } from "../../domain/errors.ts";
import { Metrics, type MetricsParts } from "./metrics.ts";

const FRESH = { ageMs: () => 100, isStale: () => false, revision: () => 7 };

function metricsOf(parts: Partial<MetricsParts> = {}): Metrics {
  return new Metrics({
    freshness: FRESH,
    feedLag: () => 0,
    directory: { keyCount: 0, externalKeyCount: 0 },
    rates: { size: 0 },
    use: { size: 0 },
    outboxSize: () => Promise.resolve(0),
    monotonicMs: () => 0,
    ...parts,
  });
}

const unreachable = () => Promise.reject(new DomainError("UNAVAILABLE", "gone"));

describe("metrics", () => {
  it("count each time that use couldn't be kept, and let the failure pass", async () => {
    const metrics = metricsOf();
    await metrics.countFailures(() => Promise.resolve());
    expect(await metrics.text()).toContain("latchkey_use_flush_failures_total 0\n");
    await expect(metrics.countFailures(unreachable)).rejects.toThrow("gone");
    await expect(metrics.countFailures(unreachable)).rejects.toThrow("gone");
    expect(await metrics.text()).toContain("latchkey_use_flush_failures_total 2\n");
  });

  it("tell how long changes took, and whether they were refused or failed", async () => {
    let nowMs = 0;
    const metrics = metricsOf({ monotonicMs: () => nowMs });
    const done = await metrics.timeChange(() => {
      nowMs += 30;
      return Promise.resolve("done");
    });
    expect(done).toBe("done");
    for (const error of [new DomainError("NOT_FOUND", "no"), new DomainError("UNAVAILABLE", "no"), new Error("no")]) {
      await expect(metrics.timeChange(() => Promise.reject(error))).rejects.toBe(error);
    }
    const text = await metrics.text();
    expect(text).toContain('latchkey_change_duration_seconds_bucket{le="0.025",outcome="done"} 0\n');
    expect(text).toContain('latchkey_change_duration_seconds_bucket{le="0.05",outcome="done"} 1\n');
    expect(text).toContain('latchkey_change_duration_seconds_count{outcome="refused"} 1\n');
    expect(text).toContain('latchkey_change_duration_seconds_count{outcome="failed"} 2\n');
  });

  it("tell what waits in the outbox, and don't ask a database that is away", async () => {
    let asked = 0;
    const outboxSize = () => Promise.resolve((asked += 1) && 5);
    expect(await metricsOf({ outboxSize }).text()).toContain("latchkey_outbox_announcements 5\n");
    const freshness = { ...FRESH, ageMs: () => 5_001 };
    expect(await metricsOf({ outboxSize, freshness }).text()).toContain("latchkey_outbox_announcements Nan\n");
    expect(asked).toBe(1);
    expect(await metricsOf({ outboxSize: unreachable }).text()).toContain("latchkey_outbox_announcements Nan\n");
  });

  it("tell what the node has heard of and doesn't know yet", async () => {
    expect(await metricsOf({ feedLag: () => 3 }).text()).toContain("latchkey_feed_lag_revisions 3\n");
  });
});
