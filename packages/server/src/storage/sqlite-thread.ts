import { Worker } from "node:worker_threads";
import { EngineUnavailableError } from "./engine.ts";
import type {
  SqliteFailure,
  SqliteReplies,
  SqliteReply,
  SqliteRequest,
  SqliteRequests,
  SqliteRows,
  SqliteThreadOptions,
} from "./sqlite-protocol.ts";

/** An error of SQLite, or of node:sqlite, that crossed from a worker. It holds no parameter and no stored value. */
export class SqliteError extends Error {
  override readonly name = "SqliteError";
  readonly code: string | undefined;
  /** SQLite's extended result code, where the error is SQLite's own. */
  readonly errcode: number | undefined;

  constructor(failure: SqliteFailure) {
    super(failure.message);
    this.code = failure.code;
    this.errcode = failure.errcode;
  }
}

interface Call {
  readonly resolve: (rows: SqliteRows) => void;
  readonly reject: (error: Error) => void;
}

/** The main thread's end of one SQLite worker. Requests are answered in the order in which they were made. */
export class SqliteThread {
  readonly #worker: Worker;
  readonly #calls = new Map<number, Call>();
  readonly #exited: Promise<void>;
  /** Asked in this turn, and not yet sent. */
  readonly #unsent: SqliteRequests[number][] = [];
  #lastId = 0;
  #death: EngineUnavailableError | undefined;

  private constructor(options: SqliteThreadOptions) {
    this.#worker = new Worker(new URL("./sqlite-worker.ts", import.meta.url), {
      name: `latchkey-sqlite-${options.role}`,
      workerData: options,
      // Nothing that a worker does depends on how the program was started, and it has no need of its secrets.
      env: {},
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: 6 },
    });
    this.#worker.on("message", (replies: SqliteReplies) => {
      for (const reply of replies) this.#settle(reply);
    });
    this.#worker.on("error", (cause) => this.#die(new EngineUnavailableError("the SQLite worker failed", { cause })));
    this.#exited = new Promise((resolve) => {
      this.#worker.once("exit", () => {
        this.#die(new EngineUnavailableError("the SQLite worker ended"));
        resolve();
      });
    });
  }

  /** Starts a worker and waits until it has opened the database; throws what kept it from doing so. */
  static async start(options: SqliteThreadOptions): Promise<SqliteThread> {
    const thread = new SqliteThread(options);
    try {
      await new Promise<SqliteRows>((resolve, reject) => thread.#calls.set(0, { resolve, reject }));
    } catch (error) {
      await thread.terminate();
      throw error;
    }
    return thread;
  }

  /** False from the moment the worker failed or ended. */
  get alive(): boolean {
    return this.#death === undefined;
  }

  /** Rejects with `SqliteError` where the statement failed, with `EngineUnavailableError` where the worker is gone. */
  request(request: SqliteRequest): Promise<SqliteRows> {
    return new Promise((resolve, reject) => {
      if (this.#death !== undefined) {
        reject(again(this.#death));
        return;
      }
      const id = ++this.#lastId;
      this.#calls.set(id, { resolve, reject });
      // Once all that this turn leads to has been asked.
      if (this.#unsent.push({ id, request }) === 1) process.nextTick(() => this.#send());
    });
  }

  /** Closes the connections, with a checkpoint, after what was asked before, and waits for the thread's end. */
  async close(): Promise<void> {
    if (this.alive) await this.request({ kind: "close" }).catch(() => this.#worker.terminate());
    await this.#exited;
  }

  /** Ends the thread without waiting for what it does; an open transaction is lost whole. */
  async terminate(): Promise<void> {
    await this.#worker.terminate();
    await this.#exited;
  }

  #send(): void {
    this.#worker.postMessage(this.#unsent.splice(0) satisfies SqliteRequests);
  }

  #settle(reply: SqliteReply): void {
    const call = this.#calls.get(reply.id);
    this.#calls.delete(reply.id);
    if (reply.failure === undefined) call?.resolve(reply.result);
    else call?.reject(new SqliteError(reply.failure));
  }

  #die(death: EngineUnavailableError): void {
    this.#death ??= death;
    const calls = [...this.#calls.values()];
    this.#calls.clear();
    for (const { reject } of calls) reject(again(this.#death));
  }
}

/** Each caller gets an error of its own, which may be given a stack of its own. */
function again({ message, cause }: EngineUnavailableError): EngineUnavailableError {
  return new EngineUnavailableError(message, { cause });
}
