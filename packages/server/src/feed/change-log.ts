import type { DatedChange, FeedPosition, KnownChanges, Revision } from "../domain/change.ts";

/** Things whose changes are remembered at most. */
const MOST = 100_000;

/** What changed since a node began to follow, in memory: what a surviving node can tell when the database is lost. */
export class ChangeLog {
  readonly #most: number;
  /** By what they name; the one that changed longest ago first. */
  readonly #changes = new Map<string, DatedChange>();
  #epoch: string | undefined;
  /** Behind which revision nothing is missing. */
  #since = 0;
  #through = 0;

  /** @param most things that are remembered; of more than these the oldest changes are forgotten */
  constructor(most = MOST) {
    this.#most = most;
  }

  /** Begins anew where a full read has ended: what changed before isn't known. */
  startOver({ epoch, revision }: FeedPosition): void {
    this.#changes.clear();
    this.#epoch = epoch;
    this.#since = this.#through = revision;
  }

  /** Takes the revision behind the one before it. */
  add({ changes, revision }: Revision): void {
    this.#through = revision;
    for (const change of changes) {
      const name = JSON.stringify(change);
      this.#changes.delete(name);
      this.#changes.set(name, { ...change, revision });
    }
    for (const [name, oldest] of this.#changes) {
      if (this.#changes.size <= this.#most) return;
      this.#changes.delete(name);
      this.#since = oldest.revision;
    }
  }

  /** What changed behind a revision, or `undefined` before the first full read. */
  after(revision: number): KnownChanges | undefined {
    if (this.#epoch === undefined) return undefined;
    const changes = [...this.#changes.values()].filter((one) => one.revision > revision);
    const complete = revision >= this.#since;
    return { epoch: this.#epoch, after: revision, through: this.#through, complete, changes };
  }
}
