import { tokenEndMs } from "../domain/token-age.ts";
import type { Judge, Proven } from "./decide.ts";

/** For how long whoever asked may repeat an answer to itself, and what it needs to report such use. */
export interface Validity {
  /** The history that the answer's revision is of. */
  readonly epoch: string;
  /** The token that was proven. */
  readonly tokenId: string;
  /**
   * Milliseconds, from when the question was sent, after which the answer may be another although nothing has changed; `null`
   * where only a change can bring that about.
   */
  readonly maxAgeMs: number | null;
  /** Whether the answer is of the address alone that was asked about: its owner or the account binds the key to networks. */
  readonly isOfAddress: boolean;
}

/**
 * How an answer about a proven credential may be remembered by somebody who follows the changes. `undefined` where it may not be:
 * an answer that depends on anything but account, credential, resource, address and time has to be asked for each time.
 */
export function validityOf({ directory, nowMs }: Judge, { key, token }: Proven, account: string): Validity | undefined {
  const admission = directory.admission(key.key, account);
  // How a limit stands is another answer each time.
  if (key.requestsPerMinute !== null || (admission?.requestsPerMinute ?? null) !== null) return undefined;
  const epoch = directory.position?.epoch;
  if (epoch === undefined) return undefined;
  const now = nowMs();
  const ends = [
    tokenEndMs(token, directory.tokenLifetimeMonths(key.owner)),
    key.owner === account ? null : admission?.expiresAtMs,
  ];
  // What is past already comes to pass no more.
  const ahead = ends.filter((endMs) => typeof endMs === "number").filter((endMs) => endMs > now);
  const maxAgeMs = ahead.length === 0 ? null : Math.min(...ahead) - now;
  const isOfAddress = (key.allowsAddress ?? admission?.allowsAddress) !== undefined;
  return { epoch, tokenId: token.id, maxAgeMs, isOfAddress };
}
