import type { AccountStatus } from "./account.ts";
import type { Actor } from "./actor.ts";
import type { KeyStatus } from "./key.ts";

/** A key of another account, as the account that admitted it (the host) keeps it. */
export interface ExternalKey {
  readonly host: string;
  readonly key: string;
  /** The host's own name for it. */
  readonly name: string;
  /** The host's own switch: `inactive` is suspended here. */
  readonly status: "active" | "inactive";
  /** When the admission ends by itself, or `null`. */
  readonly expiresAtMs: number | null;
  /** How many verifications it may have within a minute in the host's account; `null`: any number. */
  readonly requestsPerMinute: number | null;
  /** Where it may be used from in the host's account, as `canonicalNetwork` writes it; empty: from anywhere. */
  readonly allowedNetworks: readonly string[];
  readonly addedAtMs: number;
  readonly addedBy: Actor;
}

/** Why an external key opens nothing, or `null` where it works. */
export type StatusReason = "owner-deleted" | "owner-suspended" | "owner-deactivated" | "suspended-here" | "expired";

/** What the owner's side and the host's side of an external key say, as far as its effective status goes. */
export interface ExternalKeyState {
  readonly keyStatus: KeyStatus;
  readonly ownerStatus: AccountStatus;
  readonly status: "active" | "inactive";
  readonly expiresAtMs: number | null;
}

/** The first reason that applies, in the order in which a verification looks. */
export function statusReason(state: ExternalKeyState, nowMs: number): StatusReason | null {
  if (state.keyStatus === "deleted") return "owner-deleted";
  if (state.ownerStatus === "suspended") return "owner-suspended";
  if (state.keyStatus === "inactive") return "owner-deactivated";
  if (state.status === "inactive") return "suspended-here";
  if (state.expiresAtMs !== null && state.expiresAtMs <= nowMs) return "expired";
  return null;
}
