/** Fewest and most requests per minute that the service takes for a limit. */
export const REQUESTS_PER_MINUTE = { least: 1, most: 1_000_000 } as const;

/** A limit as it is filled in. */
export function limitText(limit: number | null): string {
  return limit === null ? "" : String(limit);
}

/** The limit that was filled in: `null` for none, `undefined` for what isn't one. */
export function limitOf(text: string): number | null | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  const limit = Number(trimmed);
  const isTaken = /^\d+$/.test(trimmed) && limit >= REQUESTS_PER_MINUTE.least && limit <= REQUESTS_PER_MINUTE.most;
  return isTaken ? limit : undefined;
}

/** The part of a change that a limit is: empty where it is the one that there was, so that nothing else is overwritten. */
export function limitChange(before: number | null, text: string): { readonly requestsPerMinute?: number | null } {
  const limit = limitOf(text);
  return limit === undefined || limit === before ? {} : { requestsPerMinute: limit };
}
