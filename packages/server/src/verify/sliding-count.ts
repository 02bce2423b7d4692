/**
 * Counts what happened within the last stretch of time, to the millisecond or, to hold less in memory, in slices: those of one
 * slice are forgotten together, when the last of them is old enough, so that a count is never too small.
 */
export class SlidingCount {
  readonly #windowMs: number;
  /** When the slices began and ended, and how many each holds, the oldest first; what lies before `#head` is forgotten. */
  readonly #firstMs: number[] = [];
  readonly #lastMs: number[] = [];
  readonly #counts: number[] = [];
  #head = 0;
  #total = 0;

  /** @param windowMs the stretch of time, in milliseconds */
  constructor(windowMs: number) {
    this.#windowMs = windowMs;
  }

  /** How many slices are held. */
  get size(): number {
    return this.#counts.length - this.#head;
  }

  /** @param nowMs of a clock that never goes back */
  total(nowMs: number): number {
    this.#forget(nowMs);
    return this.#total;
  }

  /** @param sliceMs how long a slice is, in milliseconds; 0: each time by itself */
  add(nowMs: number, sliceMs: number): void {
    this.#forget(nowMs);
    this.#total++;
    const last = this.#counts.length - 1;
    if (last >= this.#head && nowMs - (this.#firstMs[last] ?? 0) <= sliceMs) {
      this.#lastMs[last] = nowMs;
      this.#counts[last] = (this.#counts[last] ?? 0) + 1;
      return;
    }
    this.#firstMs.push(nowMs);
    this.#lastMs.push(nowMs);
    this.#counts.push(1);
  }

  /** In how many milliseconds the total will be at most this, if nothing is added: 0 where it is already. */
  fallsTo(most: number, nowMs: number): number {
    this.#forget(nowMs);
    let total = this.#total;
    for (let at = this.#head; total > most; at++) {
      const lastMs = this.#lastMs[at];
      if (lastMs === undefined) return 0;
      total -= this.#counts[at] ?? 0;
      if (total <= most) return lastMs + this.#windowMs - nowMs;
    }
    return 0;
  }

  #forget(nowMs: number): void {
    const endedMs = nowMs - this.#windowMs;
    while (this.#head < this.#counts.length && (this.#lastMs[this.#head] ?? 0) <= endedMs) {
      this.#total -= this.#counts[this.#head] ?? 0;
      this.#head++;
    }
    if (this.#head * 2 < this.#counts.length || this.#head === 0) return;
    for (const slices of [this.#firstMs, this.#lastMs, this.#counts]) slices.splice(0, this.#head);
    this.#head = 0;
  }
}
