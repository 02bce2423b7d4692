import type { LimitSetter } from "../../domain/rate-limit.ts";
import { type Decision, REFUSAL_CODES } from "../../verify/decision.ts";

/** In which ways a verification is asked for: `token` and `introspection` are OAuth's. */
export const WAYS = ["verify", "batch", "authorize", "authzen", "token", "introspection"] as const;

export type Way = (typeof WAYS)[number];

const CODES = ["VALID", ...REFUSAL_CODES] as const;

/** Counts verifications in plain numbers, which cost next to nothing where they are counted. */
export class VerificationTally {
  readonly #decided = Object.fromEntries(WAYS.map((way) => [way, zeroes(CODES)])) as Record<
    Way,
    Record<Decision["code"], number>
  >;
  readonly #limited = zeroes<LimitSetter>(["owner", "host"]);

  count(way: Way, decision: Decision): void {
    this.#decided[way][decision.code]++;
    if (decision.code === "RATE_LIMITED" && decision.rateLimit) this.#limited[decision.rateLimit.setBy]++;
  }

  /** Decisions since the start, by way and code. */
  *decisions(): Generator<{ way: Way; code: Decision["code"]; count: number }> {
    for (const way of WAYS) for (const code of CODES) yield { way, code, count: this.#decided[way][code] };
  }

  /** Refusals for a limit's sake since the start, by who has set it. */
  get limited(): Readonly<Record<LimitSetter, number>> {
    return this.#limited;
  }
}

function zeroes<Name extends string>(names: readonly Name[]): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
}
