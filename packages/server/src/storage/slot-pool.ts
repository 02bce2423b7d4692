import { EngineUnavailableError } from "./engine.ts";

interface Waiter {
  readonly resolve: (slot: number) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** A fixed number of slots, given out first come, first served. */
export class SlotPool {
  readonly #size: number;
  readonly #timeoutMs: number;
  readonly #free: number[];
  readonly #waiting = new Set<Waiter>();
  readonly #onIdle: (() => void)[] = [];
  #closed = false;

  /** `timeoutMs`: how long `take` waits before it gives up. */
  constructor(size: number, timeoutMs: number) {
    this.#size = size;
    this.#timeoutMs = timeoutMs;
    this.#free = Array.from({ length: size }, (_, slot) => slot);
  }

  /** A slot of one's own until it is given back; rejects as unavailable once closed or past the time-out. */
  take(): Promise<number> {
    if (this.#closed) return Promise.reject(new EngineUnavailableError("the database is closed"));
    const slot = this.#free.shift();
    if (slot !== undefined) return Promise.resolve(slot);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(waiter);
        reject(new EngineUnavailableError(`no database connection became free within ${this.#timeoutMs} ms`));
      }, this.#timeoutMs);
      const waiter: Waiter = { resolve, reject, timer };
      this.#waiting.add(waiter);
    });
  }

  give(slot: number): void {
    const [next] = this.#waiting;
    if (next !== undefined) {
      this.#waiting.delete(next);
      clearTimeout(next.timer);
      next.resolve(slot);
      return;
    }
    this.#free.push(slot);
    if (this.#closed && this.#free.length === this.#size) for (const resolve of this.#onIdle.splice(0)) resolve();
  }

  /** Turns away who waits and who comes, and resolves when every slot is back. */
  close(): Promise<void> {
    this.#closed = true;
    for (const { reject, timer } of this.#waiting) {
      clearTimeout(timer);
      reject(new EngineUnavailableError("the database is closed"));
    }
    this.#waiting.clear();
    if (this.#free.length === this.#size) return Promise.resolve();
    return new Promise((resolve) => this.#onIdle.push(resolve));
  }
}
