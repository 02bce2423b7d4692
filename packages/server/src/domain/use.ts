/** Milliseconds of a day. Days are those of UTC. */
const DAY_MS = 24 * 60 * 60 * 1_000;

/** How many days counted use is kept. */
export const USE_KEPT_DAYS = 400;

/**
 * One time that a proven credential was asked about or used: what the owner of the key and the account asked for may know of
 * it. A token that isn't right counts for nobody: key strings are public.
 */
export interface Use {
  readonly key: string;
  readonly tokenId: string;
  /** In which account. */
  readonly account: string;
  /** The resource asked for, or `null` for whether it opens the account at all, and for one that the catalog doesn't have. */
  readonly resource: string | null;
  readonly outcome: UseOutcome;
  readonly atMs: number;
  /** Address of whoever used it, as the service that asked gave it; `null` where it didn't. */
  readonly ip: string | null;
}

/** How a use came out: allowed, or on whose side it was refused. Neither side hears more of the other's than that (rule 8). */
export type UseOutcome = "allowed" | "refused-by-owner" | "refused-by-host";

/** How often a key was used for one thing in one account on one day. */
export interface UseCount {
  readonly key: string;
  readonly account: string;
  /** Days since 1970. */
  readonly day: number;
  readonly resource: string | null;
  readonly outcome: UseOutcome;
  readonly count: number;
}

/** The last time that something was used. */
export interface LastUse {
  readonly atMs: number;
  readonly ip: string | null;
}

/** The last time that a key was allowed something in an account. */
export interface LastKeyUse extends LastUse {
  readonly key: string;
  readonly account: string;
}

/** The last time that a token was proven right, whatever came of it. */
export interface LastTokenUse extends LastUse {
  readonly tokenId: string;
}

/** Use that was counted in memory and is to be added to what is kept. */
export interface UseBatch {
  readonly counts: readonly UseCount[];
  readonly keys: readonly LastKeyUse[];
  readonly tokens: readonly LastTokenUse[];
}

/** The day in which a time lies, as days since 1970. */
export function dayOf(timeMs: number): number {
  return Math.floor(timeMs / DAY_MS);
}

/** When a day begins, in milliseconds since 1970. */
export function dayStartMs(day: number): number {
  return day * DAY_MS;
}

/** A day as RFC 3339 writes it: `2026-11-24`. */
export function dayText(day: number): string {
  return new Date(dayStartMs(day)).toISOString().slice(0, 10);
}
