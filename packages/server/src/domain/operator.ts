import type { Actor } from "./actor.ts";
import type { User } from "./user.ts";

/** A person of the platform team: signed in, they may do in every account what the operator token may. */
export interface Operator extends User {
  readonly addedAtMs: number;
  readonly addedBy: Actor;
  /** `null` where they never have. */
  readonly lastSignInAtMs: number | null;
  /** Whether they prove themselves by a code beside their password. */
  readonly twoFactor: boolean;
}
