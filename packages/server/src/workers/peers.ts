import type { FromWorker, ToWorker } from "./group.ts";

/** How long a worker waits between two tries to apply what another has committed, in milliseconds. */
const RETRY_MS = 50;

/** The other workers behind the same port. */
export interface Peers {
  /** Resolves when all of them have applied a revision, or know too little to answer anybody. */
  apply(revision: number): Promise<void>;
  /** From now on, what others commit is applied here by this. */
  onCommit(apply: (revision: number) => Promise<void>): void;
}

/** One process alone. */
export const NO_PEERS: Peers = { apply: () => Promise.resolve(), onCommit: () => undefined };

/** Peers that are reached through the process that started us all. */
export class GroupPeers implements Peers {
  readonly #send: (message: FromWorker) => void;
  readonly #asked = new Map<number, () => void>();
  #apply: ((revision: number) => Promise<void>) | undefined;
  #lastId = 0;

  constructor({ send }: { readonly send: (message: FromWorker) => void }) {
    this.#send = send;
  }

  apply(revision: number): Promise<void> {
    const id = ++this.#lastId;
    return new Promise((resolve) => {
      this.#asked.set(id, resolve);
      this.#send({ kind: "committed", id, revision });
    });
  }

  onCommit(apply: (revision: number) => Promise<void>): void {
    this.#apply = apply;
  }

  async heard(message: ToWorker): Promise<void> {
    if (message.kind === "applied-by-all") {
      this.#asked.get(message.id)?.();
      this.#asked.delete(message.id);
    }
    if (message.kind !== "apply") return;
    // Before there is anything to apply it by, nobody is answered here: what fills the directory later is newer.
    await this.#apply?.(message.revision);
    this.#send({ kind: "applied", id: message.id });
  }
}

/**
 * Applies a revision, however often the database fails meanwhile, until nobody is answered from before it any more.
 *
 * @param isOver says that nobody is answered here: what is known is too old, or the process ends
 */
export async function applyOrAge(
  { isOver, reach }: { reach: (revision: number) => Promise<void>; isOver: () => boolean },
  revision: number,
  wait: (ms: number) => Promise<unknown>,
): Promise<void> {
  for (;;) {
    try {
      await reach(revision);
      return;
    } catch {
      if (isOver()) return;
      await wait(RETRY_MS);
    }
  }
}
