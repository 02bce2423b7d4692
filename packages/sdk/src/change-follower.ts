import type { Client } from "./client.ts";
import { EventStreamParser, type ServerEvent } from "./event-stream.ts";
import { LatchkeyError } from "./latchkey-error.ts";
import type { Timing } from "./timing.ts";

/** What an event of `GET /v1/changes/stream` names. Other kinds than these may come. */
export interface Change {
  readonly kind: string;
  readonly account?: string;
  readonly key?: string;
}

/** Up to where somebody has heard of all changes. */
export interface Position {
  readonly epoch: string;
  readonly revision: number;
}

/** Who wants to hear of changes. */
export interface ChangeListener {
  /** Whatever is remembered is worth nothing. */
  readonly startOver: (position: Position) => void;
  /** What a revision has changed; each comes once, in order. */
  readonly changed: (revision: number, changes: readonly Change[]) => void;
  /** For the log: why the stream was lost, or couldn't begin. */
  readonly onProblem: (error: unknown) => void;
}

export interface ChangeFollowerParts {
  readonly client: Pick<Client, "open">;
  readonly listener: ChangeListener;
  readonly timing: Timing;
  readonly maxStalenessMs: number;
  /** How long nothing may be heard until the stream counts as lost, in milliseconds. */
  readonly lostAfterMs: number;
}

/**
 * Whether what was heard may be relied on: `current`; `stale`, where the service itself has been out of touch for too long; `lost`,
 * where nothing is heard of the service.
 */
export type Standing = "current" | "stale" | "lost";

const FIRST_DELAY_MS = 100;
const LONGEST_DELAY_MS = 5_000;

/** Follows the stream of changes, again and again, and knows how far what it has heard can be relied on. */
export class ChangeFollower {
  readonly #parts: ChangeFollowerParts;
  #position: Position | undefined;
  #isConnected = false;
  #isOver = false;
  #heardMs = Number.NEGATIVE_INFINITY;
  #heardWallMs = Number.NEGATIVE_INFINITY;
  #staleAtMs = Number.NEGATIVE_INFINITY;
  readonly #waiters: { readonly resolve: () => void; readonly reject: (error: LatchkeyError) => void }[] = [];

  constructor(parts: ChangeFollowerParts) {
    this.#parts = parts;
  }

  /** Up to where everything has been heard; `undefined` before the first connection. */
  get position(): Position | undefined {
    return this.#position;
  }

  /** @param nowMs by the monotonic clock */
  standing(nowMs: number): Standing {
    const { lostAfterMs, timing } = this.#parts;
    if (!this.#isConnected || nowMs - this.#heardMs > lostAfterMs) return "lost";
    // A machine that was asleep may not know it by its monotonic clock.
    if (timing.wallMs() - this.#heardWallMs > lostAfterMs) return "lost";
    return nowMs > this.#staleAtMs ? "stale" : "current";
  }

  /** Resolves when it follows. @throws LatchkeyError `UNREACHABLE` where it is told to end before that */
  current(): Promise<void> {
    if (this.standing(this.#parts.timing.nowMs()) === "current") return Promise.resolve();
    if (this.#isOver) return Promise.reject(closed());
    return new Promise((resolve, reject) => void this.#waiters.push({ resolve, reject }));
  }

  /** Follows until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const { listener, timing } = this.#parts;
    let failures = 0;
    while (!signal.aborted) {
      let askedForMs = 0;
      try {
        await this.#connect(signal, () => (failures = 0));
      } catch (error) {
        if (signal.aborted) break;
        listener.onProblem(error);
        if (error instanceof LatchkeyError) askedForMs = (error.retryAfterSeconds ?? 0) * 1_000;
      } finally {
        this.#isConnected = false;
      }
      const jitteredMs = timing.random() * Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** failures++);
      await timing.wait(Math.min(LONGEST_DELAY_MS, Math.max(askedForMs, jitteredMs)), signal);
    }
    this.#isOver = true;
    for (const { reject } of this.#waiters.splice(0)) reject(closed());
  }

  /** Follows one stream to its end. */
  async #connect(signal: AbortSignal, onHeard: () => void): Promise<void> {
    const { client } = this.#parts;
    const ending = new AbortController();
    const either = AbortSignal.any([signal, ending.signal]);
    try {
      const query = this.#position && { after: this.#position.revision, epoch: this.#position.epoch };
      const response = await client.open("/v1/changes/stream", { signal: either, ...(query ? { query } : {}) });
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
      if (!reader) throw LatchkeyError.unexpected(response);
      const parser = new EventStreamParser();
      for (;;) {
        const chunk = await this.#readInTime(reader);
        if (chunk === undefined)
          throw new LatchkeyError({ status: 0, code: "UNREACHABLE", detail: "The stream of changes ended." });
        for (const event of parser.push(chunk)) {
          this.#take(event);
          if (event.event === "heartbeat") onHeard();
        }
      }
    } finally {
      ending.abort();
    }
  }

  /** The next chunk; `undefined` at the end. @throws LatchkeyError `TIMED_OUT` where no heartbeat has come for too long */
  async #readInTime(reader: ReadableStreamDefaultReader<string>): Promise<string | undefined> {
    const { lostAfterMs, timing } = this.#parts;
    const sinceMs = this.#isConnected ? timing.nowMs() - this.#heardMs : 0;
    const read = new AbortController();
    const silence = timing.wait(Math.max(0, lostAfterMs - sinceMs), read.signal).then(() => "silence" as const);
    const reading = reader.read();
    try {
      const first = await Promise.race([reading, silence]);
      if (first !== "silence") return first.value;
      reading.catch(() => undefined);
      throw LatchkeyError.timedOut(lostAfterMs, undefined);
    } finally {
      read.abort();
    }
  }

  #take({ data, event }: ServerEvent): void {
    const told = JSON.parse(data) as Position & { ageMs: number; changes: readonly Change[]; code: string };
    const { ageMs, changes, code, epoch, revision } = told;
    switch (event) {
      case "start-over":
        this.#position = { epoch, revision };
        this.#parts.listener.startOver(this.#position);
        return;
      case "changes":
        this.#moveTo({ epoch, revision });
        this.#parts.listener.changed(revision, changes);
        return;
      case "heartbeat":
        this.#moveTo({ epoch, revision });
        this.#hear(ageMs);
        return;
      case "end":
        throw new LatchkeyError({ status: 503, code, detail: "The service ended the stream of changes." });
    }
  }

  /** @throws LatchkeyError where that is of another history than what was followed so far */
  #moveTo(position: Position): void {
    if (this.#position?.epoch !== position.epoch) {
      this.#position = undefined;
      throw new LatchkeyError({
        status: 200,
        code: "UNEXPECTED_REPLY",
        detail: "The stream of changes changed its history.",
      });
    }
    this.#position = position;
  }

  #hear(ageMs: number): void {
    const { maxStalenessMs, timing } = this.#parts;
    this.#heardMs = timing.nowMs();
    this.#heardWallMs = timing.wallMs();
    this.#staleAtMs = this.#heardMs - ageMs + maxStalenessMs;
    this.#isConnected = true;
    if (this.standing(this.#heardMs) !== "current") return;
    for (const { resolve } of this.#waiters.splice(0)) resolve();
  }
}

function closed(): LatchkeyError {
  return new LatchkeyError({ status: 0, code: "UNREACHABLE", detail: "Nothing is followed any more: it was closed." });
}
