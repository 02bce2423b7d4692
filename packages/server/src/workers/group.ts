/** What a worker tells the process that started it. */
export type FromWorker =
  | { readonly kind: "listening"; readonly url: string }
  /** It has committed a revision, and wants to know when all others have applied it. */
  | { readonly kind: "committed"; readonly id: number; readonly revision: number }
  | { readonly kind: "applied"; readonly id: number };

/** What a worker is told. */
export type ToWorker =
  /** Answer once a revision is applied, or once you know too little to answer questions anyway. */
  | { readonly kind: "apply"; readonly id: number; readonly revision: number }
  /** All others have applied what you have committed. */
  | { readonly kind: "applied-by-all"; readonly id: number }
  | { readonly kind: "stop" };

export interface WorkerChannel {
  /** May fail silently where the worker is gone: then `left` follows. */
  send(message: ToWorker): void;
}

/** Somebody who waits for others to apply a revision. */
interface Waiting {
  readonly asker: WorkerChannel;
  /** The number by which the asker knows the question. */
  readonly askersId: number;
  readonly missing: Set<WorkerChannel>;
}

/**
 * Workers behind one port: a change that one of them acknowledges is in force in all of them, as the caller can't choose by
 * which one the next question is answered (rule 12). Knows nothing of processes.
 */
export class WorkerGroup {
  readonly #workers = new Set<WorkerChannel>();
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  /** A worker begins to answer: from now on it is asked too. */
  joined(worker: WorkerChannel): void {
    this.#workers.add(worker);
  }

  /** A worker is gone, and answers nobody any more. */
  left(worker: WorkerChannel): void {
    this.#workers.delete(worker);
    for (const [id, { asker }] of this.#waiting) {
      if (asker === worker) this.#waiting.delete(id);
      else this.#applied(worker, id);
    }
  }

  heard(worker: WorkerChannel, message: FromWorker): void {
    if (message.kind === "applied") this.#applied(worker, message.id);
    if (message.kind !== "committed") return;
    const id = ++this.#lastId;
    const missing = new Set(this.#workers);
    missing.delete(worker);
    this.#waiting.set(id, { asker: worker, askersId: message.id, missing });
    for (const other of missing) other.send({ kind: "apply", id, revision: message.revision });
    this.#answerIfAll(id);
  }

  #applied(worker: WorkerChannel, id: number): void {
    this.#waiting.get(id)?.missing.delete(worker);
    this.#answerIfAll(id);
  }

  #answerIfAll(id: number): void {
    const waiting = this.#waiting.get(id);
    if (!waiting || waiting.missing.size > 0) return;
    this.#waiting.delete(id);
    waiting.asker.send({ kind: "applied-by-all", id: waiting.askersId });
  }
}
