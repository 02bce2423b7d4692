import { setImmediate as turn, setTimeout as delay } from "node:timers/promises";
import pg from "pg";

export interface PostgresWatchOptions {
  /** How to connect: as the pools do. */
  readonly config: pg.ClientConfig;
  /** How long after one sign of life the next is asked for, in milliseconds. */
  readonly everyMs: number;
  /** How long a sign of life may take, a new connection included, in milliseconds. */
  readonly patienceMs: number;
  /** Connections that are there can't be trusted any more, and none can be had. May be called again while that lasts. */
  readonly onLost: () => void;
  /** Connections can be had again. May be called again. */
  readonly onFound: () => void;
}

/** SQLSTATEs of a server that answers, but only to say that it is going or not yet there. */
const NOT_SERVING: ReadonlySet<string> = new Set(["57P01", "57P02", "57P03"]);

/**
 * Asks PostgreSQL for a sign of life, over a connection of its own. A network that swallows packets tells nobody: a statement would wait
 * for its whole time-out, and so would every caller that comes after it.
 */
export class PostgresWatch {
  readonly #options: PostgresWatchOptions;
  readonly #stopped = new AbortController();
  readonly #watching: Promise<void>;
  #client: pg.Client | undefined;

  constructor(options: PostgresWatchOptions) {
    this.#options = options;
    this.#watching = this.#watch();
  }

  /** Stops watching, and ends its connection. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    this.#drop();
    await this.#watching;
  }

  async #watch(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      await this.#look();
      await delay(this.#options.everyMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  async #look(): Promise<void> {
    const { onFound, onLost } = this.#options;
    if (this.#client) {
      const outcome = await this.#outcomeOf(this.#client.query("select 1"));
      if (outcome === "served") return;
      this.#drop();
      // What is silent here is silent for all. One that broke says nothing of others.
      if (outcome === "silent") this.#tell(onLost);
    }
    if (this.#stopped.signal.aborted) return;
    const outcome = await this.#connect();
    this.#tell(outcome === "served" || outcome === "refused" ? onFound : onLost);
  }

  /** `refused`: the server is there, and won't have one more connection. */
  async #connect(): Promise<Outcome | "refused"> {
    const client = new pg.Client(this.#options.config);
    client.on("error", () => undefined);
    this.#client = client;
    const outcome = await this.#outcomeOf(client.connect());
    if (outcome !== "served") this.#drop();
    return outcome;
  }

  async #outcomeOf(answer: Promise<unknown>): Promise<Outcome | "refused"> {
    let outcome: Outcome | "refused" = "silent";
    const settled = answer.then(
      () => (outcome = "served"),
      (error: unknown) => (outcome = outcomeOfError(error)),
    );
    const patience = new AbortController();
    const late = delay(this.#options.patienceMs, undefined, { signal: patience.signal, ref: false }).then(
      // This process may have been busy all the time: what has come meanwhile counts.
      async () => {
        await turn();
        await turn();
      },
      () => undefined,
    );
    await Promise.race([settled, late]);
    patience.abort();
    return outcome;
  }

  #tell(listener: () => void): void {
    if (!this.#stopped.signal.aborted) listener();
  }

  #drop(): void {
    // Not by a farewell, for which a silent server has no ear.
    this.#client?.connection.stream.destroy();
    this.#client = undefined;
  }
}

type Outcome = "served" | "broken" | "silent";

function outcomeOfError(error: unknown): Outcome | "refused" {
  if (error instanceof pg.DatabaseError && !NOT_SERVING.has(error.code ?? "")) return "refused";
  return "broken";
}
