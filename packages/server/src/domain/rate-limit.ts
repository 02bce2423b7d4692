import { compareCodeUnits } from "./text.ts";

/** Fewest and most requests per minute that a limit allows. */
export const REQUESTS_PER_MINUTE = { least: 1, most: 1_000_000 } as const;

/** The stretch of time that a limit counts, in milliseconds. */
export const LIMIT_WINDOW_MS = 60_000;

/** How often the nodes of an installation share their limits out anew, in milliseconds. */
export const BALANCE_EVERY_MS = 2_000;

/** Who has set a limit: the account that owns the key, for all accounts, or the one that admitted it, for itself. */
export type LimitSetter = "owner" | "host";

/** What a node has met under one limit within the last minute. */
export interface LimitDemand {
  /** Which limit: a key string, or a key string and its host with a space between them. */
  readonly limit: string;
  /** Requests that it has allowed. */
  readonly used: number;
  /** All requests, allowed or refused for this limit's sake. */
  readonly demand: number;
}

/** What one node of several has told of a limit. */
export interface NodeDemand extends LimitDemand {
  readonly node: string;
}

/**
 * Shares a limit out among the nodes that meet requests under it, by what each has met: no node gets more than it needs while
 * another lacks something (max-min fairness), and what nobody needs is spread evenly, for whoever needs it next. A node that has
 * just begun is thus served up to an even share, however much the others meet.
 *
 * @param limit a whole number from 0
 * @param demands what each node has met; whole numbers from 0
 * @returns whole numbers, in the order of the demands: together the limit, or none where there are no demands
 */
export function shareOut(limit: number, demands: readonly number[]): number[] {
  const shares = demands.map(() => 0);
  // The least first: what it doesn't need is there for those that need more.
  const byNeed = [...demands.entries()].toSorted(([at, a], [atOther, b]) => a - b || at - atOther);
  let left = limit;
  for (const [rank, [at, demand]] of byNeed.entries()) {
    const even = Math.floor(left / (byNeed.length - rank));
    const share = Math.min(demand, even);
    shares[at] = share;
    left -= share;
  }
  // From the neediest down, so that what doesn't divide goes where it is most likely used.
  for (const [rank, [at]] of byNeed.toReversed().entries()) {
    const spare = Math.ceil(left / (byNeed.length - rank));
    shares[at] = (shares[at] ?? 0) + spare;
    left -= spare;
  }
  return shares;
}

/** What a node knows of a limit when it works out how much of it it may allow. */
export interface LimitKnowledge {
  /** This node. */
  readonly node: string;
  /** Nodes that are alive, this one included. */
  readonly nodes: number;
  /** What nodes that are alive have last told; of this one too, if it has. */
  readonly demands: readonly NodeDemand[];
}

/**
 * How many requests within a minute one node may allow. It never allows what others have said to have allowed: when shares
 * move, the node that gains waits until the one that loses has come down to its own.
 */
export function allowanceOf(limit: number, { demands, node, nodes }: LimitKnowledge): number {
  // In one order, so that every node works out the same.
  const ordered = demands.toSorted((a, b) => compareCodeUnits(a.node, b.node));
  const own = ordered.findIndex((told) => told.node === node);
  const shares = shareOut(
    limit,
    ordered.map(({ demand }) => demand),
  );
  // Until the others have heard of its requests, it takes no more than if all began at once.
  const share = shares[own] ?? Math.floor(limit / nodes);
  const usedElsewhere = ordered.reduce((sum, told) => sum + (told.node === node ? 0 : told.used), 0);
  return Math.max(0, Math.min(share, limit - usedElsewhere));
}
