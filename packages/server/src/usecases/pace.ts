/** How long work gives way to verification. */
export interface Pace {
  /** In milliseconds; never turned back. */
  readonly monotonicMs: () => number;
  /** Does nothing for so many milliseconds. */
  readonly rest: (ms: number) => Promise<unknown>;
}

/** How many times as long as a piece of work took it rests before the next: a quarter of a processor is what it may have. */
const REST_PER_WORK = 3;
/** What took less was there already, in milliseconds. */
const WORTH_A_REST_MS = 0.5;

/** Takes pieces of long work as they are asked for, and rests after each. */
export async function* gently<Piece>(pieces: AsyncIterable<Piece>, { monotonicMs, rest }: Pace): AsyncGenerator<Piece> {
  let startMs = monotonicMs();
  for await (const piece of pieces) {
    const tookMs = monotonicMs() - startMs;
    yield piece;
    if (tookMs >= WORTH_A_REST_MS) await rest(tookMs * REST_PER_WORK);
    startMs = monotonicMs();
  }
}
