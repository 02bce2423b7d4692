import { BALANCE_EVERY_MS, type LimitDemand, type NodeDemand } from "../domain/rate-limit.ts";
import type { Store } from "../storage/store.ts";

/** After how long without a sign of life a node is taken for dead, in milliseconds: its share is then the others'. */
const ALIVE_MS = 3 * BALANCE_EVERY_MS;
/** After how long without a sign of life what a node has told is removed, in milliseconds. */
const REMOVE_AFTER_MS = 60_000;

/** What limits are counted by. */
export interface SharedLimits {
  /** What was met under each limit within the last minute. */
  demands(): LimitDemand[];
  /** Takes over what all nodes have told; `undefined`: there is no other. */
  balance(balance: { node: string; nodes: number; demands: Map<string, NodeDemand[]> } | undefined): void;
}

export interface LimitBalancerParts {
  readonly nodes: Store["nodes"];
  readonly limits: SharedLimits;
  /** Names this node; no other ever had the name. */
  readonly node: string;
  /** A clock that never goes back, in milliseconds. */
  readonly monotonicMs: () => number;
}

/**
 * Shares limits out among the nodes on one database: each tells what it has met and hears what the others have. By whose row moves
 * it knows who is alive, without comparing clocks.
 */
export class LimitBalancer {
  readonly #parts: LimitBalancerParts;
  readonly #seen = new Map<string, { beat: number; atMs: number }>();
  #isAlone = true;
  #isFirst = true;

  constructor(parts: LimitBalancerParts) {
    this.#parts = parts;
  }

  /**
   * Whether no other node that is alive comes before this one: it does what needs doing once. Two may both take themselves for the first
   * for some seconds, and nobody may: such work has to be harmless twice, and able to wait.
   */
  get isFirst(): boolean {
    return this.#isFirst;
  }

  /** @throws DomainError `UNAVAILABLE`; the shares then stay as they were */
  async balance(): Promise<void> {
    const { limits, monotonicMs, node, nodes } = this.#parts;
    const own = limits.demands();
    // Alone it says no more than that it is there.
    const told = await nodes.exchange(node, this.#isAlone ? [] : own);
    const nowMs = monotonicMs();
    for (const { beat, node: other } of told) {
      if (this.#seen.get(other)?.beat !== beat) this.#seen.set(other, { beat, atMs: nowMs });
    }
    const ageMs = (other: string) => nowMs - (this.#seen.get(other)?.atMs ?? nowMs);
    const alive = told.filter(({ node: other }) => ageMs(other) <= ALIVE_MS);
    this.#isFirst = alive.every(({ node: other }) => node < other);
    const gone = told.filter(({ node: other }) => ageMs(other) > REMOVE_AFTER_MS);
    await nodes.remove(gone.map(({ node: other }) => other));
    for (const other of this.#seen.keys()) {
      if (!told.some(({ node: there }) => there === other)) this.#seen.delete(other);
    }
    const wasAlone = this.#isAlone;
    this.#isAlone = alive.length === 0;
    if (this.#isAlone) return limits.balance(undefined);
    const heard = wasAlone ? [] : own.map((demand) => ({ node, ...demand }));
    const all = [...heard, ...alive.flatMap(({ demands, node: other }) => demands.map((d) => ({ node: other, ...d })))];
    limits.balance({ node, nodes: alive.length + 1, demands: Map.groupBy(all, ({ limit }) => limit) });
  }

  /** Leaves its share to the others. */
  async leave(): Promise<void> {
    await this.#parts.nodes.remove([this.#parts.node]);
  }
}
