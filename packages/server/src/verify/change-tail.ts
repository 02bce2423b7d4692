import type { Change, FeedPosition, Revision } from "../domain/change.ts";

/** Changes that are remembered for followers who were away: some minutes of a busy installation, and less than a megabyte. */
const KEPT_CHANGES = 10_000;

/** What a follower of this node is told. */
export type ChangeNews =
  /** What it has heard so far is worth nothing: it goes on from this position. */
  | ({ readonly kind: "start-over" } & FeedPosition)
  /** What one revision has changed. */
  | ({ readonly kind: "changes"; readonly changes: readonly Change[] } & FeedPosition);

/** What has happened lately, for followers of this node: told as soon as it is in force here, and kept for a while. */
export class ChangeTail {
  readonly #keptChanges: number;
  #position: FeedPosition | undefined;
  /** Revisions behind `#trimmedThrough` that changed something, the oldest first. */
  #revisions: Revision[] = [];
  #changes = 0;
  #trimmedThrough = 0;
  readonly #listeners = new Set<(news: ChangeNews) => void>();

  constructor(keptChanges: number = KEPT_CHANGES) {
    this.#keptChanges = keptChanges;
  }

  /** Up to where it has been told; `undefined` before the node knows anything. */
  get position(): FeedPosition | undefined {
    return this.#position;
  }

  /** From now on everything is as at this position, whatever came before it. */
  startOver({ epoch, revision }: FeedPosition): void {
    this.#position = { epoch, revision };
    this.#revisions = [];
    this.#changes = 0;
    this.#trimmedThrough = revision;
    this.#tell({ kind: "start-over", epoch, revision });
  }

  /** Takes what follows on the position, the oldest first. */
  append(epoch: string, revisions: readonly Revision[]): void {
    for (const revision of revisions) {
      this.#position = { epoch, revision: revision.revision };
      if (revision.changes.length === 0) continue;
      this.#revisions.push(revision);
      this.#changes += revision.changes.length;
      this.#tell({ kind: "changes", ...this.#position, changes: revision.changes });
    }
    this.#trim();
  }

  /**
   * What to tell a follower first that has heard everything up to a position: what has changed since, or that it has to start
   * over. Without an epoch it is taken to follow this history.
   */
  since(from: { readonly epoch?: string | undefined; readonly revision: number } | undefined): ChangeNews[] {
    const position = this.#position;
    if (!position) return [];
    const { epoch, revision } = position;
    const canFollow =
      from !== undefined &&
      (from.epoch === undefined || from.epoch === epoch) &&
      from.revision <= revision &&
      from.revision >= this.#trimmedThrough;
    if (!canFollow) return [{ kind: "start-over", epoch, revision }];
    return this.#revisions
      .filter((one) => one.revision > from.revision)
      .map((one) => ({ kind: "changes", epoch, revision: one.revision, changes: one.changes }));
  }

  /** Tells somebody everything that happens from now on. Answers what ends that. */
  listen(listener: (news: ChangeNews) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #tell(news: ChangeNews): void {
    for (const listener of this.#listeners) listener(news);
  }

  #trim(): void {
    let dropped = 0;
    while (this.#changes > this.#keptChanges) {
      const oldest = this.#revisions[dropped++];
      if (!oldest) break;
      this.#changes -= oldest.changes.length;
      this.#trimmedThrough = oldest.revision;
    }
    if (dropped > 0) this.#revisions.splice(0, dropped);
  }
}
