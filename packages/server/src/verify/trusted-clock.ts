/** The clocks of this machine. */
export interface Clock {
  /** Wall clock, in milliseconds since 1970. It may jump. */
  readonly nowMs: () => number;
  /** A clock that only ever goes forward, in milliseconds from an arbitrary start. */
  readonly monotonicMs: () => number;
}

/**
 * The time by which expiry is judged: the latest of the wall clock and the newest time in the change feed, aged by the
 * monotonic clock. Setting the wall clock back revives nothing (rule 15).
 */
export class TrustedClock {
  readonly #clock: Clock;
  #seenMs = Number.NEGATIVE_INFINITY;
  #seenAtMonotonicMs = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  nowMs(): number {
    const monotonicMs = this.#clock.monotonicMs();
    const agedMs = this.#seenMs + (monotonicMs - this.#seenAtMonotonicMs);
    const wallMs = this.#clock.nowMs();
    if (wallMs > agedMs) this.#see(wallMs, monotonicMs);
    // Whole, as databases keep it; what expires within this millisecond has expired.
    return Math.ceil(Math.max(wallMs, agedMs));
  }

  /** Takes note of a time that some node of the installation has written. */
  observe(timeMs: number): void {
    if (timeMs > this.nowMs()) this.#see(timeMs, this.#clock.monotonicMs());
  }

  #see(timeMs: number, monotonicMs: number): void {
    this.#seenMs = timeMs;
    this.#seenAtMonotonicMs = monotonicMs;
  }
}
