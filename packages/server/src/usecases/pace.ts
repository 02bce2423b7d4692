/** How long work gives way to verification. */
export interface Pace {
  /** In milliseconds; never turned back. */
  readonly monotonicMs: () => number;
  /** How long the thread that answers verifications has had nothing to do so far, in milliseconds; never turned back. */
  readonly idleMs: () => number;
  /** Does nothing for so many milliseconds. */
  readonly rest: (ms: number) => Promise<unknown>;
}

/** How many times as long as a piece of work took it rests before the next, where nothing else is done. */
const REST_PER_WORK = 2;
/** What took less was there already, in milliseconds. */
const WORTH_A_REST_MS = 0.5;
/** However busy it is, in milliseconds: long work is to end. */
const REST_MOST_MS = 250;

/**
 * Takes pieces of long work as they are asked for, and rests after each: the longer, the less idle the thread is. Waits grow
 * faster than what a thread has to do, and so does what it rests.
 */
export async function* gently<Piece>(pieces: AsyncIterable<Piece>, pace: Pace): AsyncGenerator<Piece> {
  const { idleMs, monotonicMs, rest } = pace;
  let since = { atMs: monotonicMs(), idleMs: idleMs() };
  let startMs = since.atMs;
  for await (const piece of pieces) {
    const tookMs = monotonicMs() - startMs;
    yield piece;
    if (tookMs >= WORTH_A_REST_MS) {
      const now = { atMs: monotonicMs(), idleMs: idleMs() };
      const idle = (now.idleMs - since.idleMs) / (now.atMs - since.atMs);
      since = now;
      await rest(Math.min((tookMs * REST_PER_WORK) / idle ** 2, REST_MOST_MS));
    }
    startMs = monotonicMs();
  }
}
