import type { FeedReads } from "../storage/store.ts";
import type { ChangeTail } from "../verify/change-tail.ts";
import type { Change, KnownChanges } from "../domain/change.ts";
import { Directory } from "../verify/directory.ts";
import type { Clock, TrustedClock } from "../verify/trusted-clock.ts";
import { ChangeLog } from "./change-log.ts";

/** Revisions that are read at a time. */
const BATCH = 500;

export interface FollowerParts {
  readonly feed: FeedReads;
  readonly directory: Directory;
  /** Hears of everything once the directory knows it. */
  readonly tail: ChangeTail;
  readonly trustedClock: TrustedClock;
  readonly clock: Clock;
  /** How old what the directory knows may be before it may not be trusted, in milliseconds (rule 12). */
  readonly maxStalenessMs: number;
}

/** Follows the change feed into the directory, and knows how old what the directory knows is. */
export class Follower {
  readonly #parts: FollowerParts;
  #newestHeard = -1;
  readonly #log = new ChangeLog();
  #knownAtMs = Number.NEGATIVE_INFINITY;
  /** Ends with the last turn that was asked for; never rejects. */
  #running: Promise<void> = Promise.resolve();
  #queued: Promise<void> | undefined;

  constructor(parts: FollowerParts) {
    this.#parts = parts;
  }

  /**
   * Brings the directory up to what is committed when this is called. Rejects where the database can't be reached; the
   * directory then stays as it was, and ages.
   */
  poll(): Promise<void> {
    // Callers that come while one poll runs share the next: only that one is sure to see what they have committed.
    this.#queued ??= this.#inTurn(() => {
      this.#queued = undefined;
      return this.#poll();
    });
    return this.#queued;
  }

  /** Reads things again that have changed without a revision. It never takes the directory back: whatever is newer comes after it. */
  reread(changes: readonly Change[]): Promise<void> {
    const { directory, feed } = this.#parts;
    return this.#inTurn(async () => directory.apply(await feed.entries(changes)));
  }

  /** Resolves when the directory stands at a revision or behind it. */
  async reach(revision: number): Promise<void> {
    const { directory } = this.#parts;
    const epoch = directory.position?.epoch;
    // In another history, such as a restored backup, that revision may never come.
    while (directory.position?.epoch === epoch && (directory.position?.revision ?? -1) < revision) await this.poll();
  }

  /** Milliseconds since which something may have changed that the directory doesn't know. */
  ageMs(): number {
    return this.#parts.clock.monotonicMs() - this.#knownAtMs;
  }

  /** How many revisions the follower has heard of that the directory doesn't stand at yet. */
  lag(): number {
    return Math.max(0, this.#newestHeard - (this.#parts.directory.position?.revision ?? -1));
  }

  /** Whether the directory is too old to be trusted, or was never filled. */
  isStale(): boolean {
    return this.ageMs() > this.#parts.maxStalenessMs;
  }

  /** What this node has seen change behind a revision, from memory: it can be asked with the database gone. */
  changesAfter(revision: number): KnownChanges | undefined {
    return this.#log.after(revision);
  }

  /** One after the other: what was read earlier must not be applied over what was read later. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#running.then(work);
    this.#running = turn.catch(() => undefined);
    return turn;
  }

  async #poll(): Promise<void> {
    const { clock, directory, feed } = this.#parts;
    const startedAtMs = clock.monotonicMs();
    const newest = await feed.position();
    this.#newestHeard = newest.revision;
    const position = directory.position;
    const canFollow =
      position !== undefined &&
      position.epoch === newest.epoch &&
      position.revision <= newest.revision &&
      position.revision >= newest.trimmedThrough;
    if (!canFollow || !(await this.#follow(newest.epoch, newest.revision))) await this.#startOver();
    this.#knownAtMs = startedAtMs;
  }

  /** Answers `false` where the feed has a gap: it was trimmed or restored meanwhile. */
  async #follow(epoch: string, upTo: number): Promise<boolean> {
    const { directory, feed, tail, trustedClock } = this.#parts;
    for (;;) {
      const at = directory.position?.revision ?? 0;
      if (at >= upTo) return true;
      const revisions = await feed.after(at, BATCH);
      const last = revisions.at(-1);
      if (!last || last.revision !== at + revisions.length) return false;
      const changes = new Map(
        revisions.flatMap((revision) => revision.changes).map((change) => [JSON.stringify(change), change]),
      );
      if (changes.size > 0) directory.apply(await feed.entries([...changes.values()]));
      directory.moveTo({ epoch, revision: last.revision });
      for (const revision of revisions) this.#log.add(revision);
      trustedClock.observe(last.atMs);
      tail.append(epoch, revisions);
    }
  }

  async #startOver(): Promise<void> {
    const { directory, feed, tail, trustedClock } = this.#parts;
    const fresh = new Directory();
    const position = await feed.readAll((batch) => fresh.fillWith(batch));
    const [newest] = await feed.after(position.revision - 1, 1);
    if (newest) trustedClock.observe(newest.atMs);
    fresh.moveTo(position);
    directory.become(fresh);
    tail.startOver(position);
    this.#log.startOver(position);
  }
}
