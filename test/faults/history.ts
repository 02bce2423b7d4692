// A record of what was asked for and answered, by one monotonic clock, and what it allows.

export type Operation = "generate" | "admit" | "deactivate" | "activate" | "renew" | "remove" | "delete";

/** Something that was asked of a node. The times are of the test's own monotonic clock, in milliseconds. */
export interface Change {
  readonly operation: Operation;
  readonly node: number;
  readonly askedMs: number;
  /** When it was acknowledged; infinite where it isn't known whether it was done. Then nothing comes after it in its life. */
  acknowledgedMs: number;
}

/** A key as the one writer knows it that changes it, step by step. */
export interface Life {
  /** The owner's name for it, which no other key has. */
  readonly name: string;
  key: string | undefined;
  /** The tokens that the key has had, as far as they are known, the first first. A renewal that nobody heard of has none. */
  readonly tokens: string[];
  readonly changes: Change[];
}

export interface State {
  readonly status: "none" | "active" | "inactive" | "deleted";
  readonly isAdmitted: boolean;
  /** How many tokens the key has had; the last one works. */
  readonly tokens: number;
}

/** What a node answered about a token of a key in the host's account. */
export interface Verdict {
  readonly life: Life;
  /** Which of the life's tokens, from 0. */
  readonly token: number;
  readonly node: number;
  readonly askedMs: number;
  readonly answeredMs: number;
  readonly code: string;
}

const NOTHING: State = { status: "none", isAdmitted: false, tokens: 0 };

export function stateAfter(operations: readonly Operation[]): State {
  let state = NOTHING;
  for (const operation of operations) state = { ...state, ...effectOf(operation, state) };
  return state;
}

function effectOf(operation: Operation, { tokens }: State): Partial<State> {
  switch (operation) {
    case "generate":
      return { status: "active", tokens: 1 };
    case "activate":
      return { status: "active" };
    case "deactivate":
      return { status: "inactive" };
    case "delete":
      return { status: "deleted" };
    case "renew":
      return { tokens: tokens + 1 };
    case "admit":
      return { isAdmitted: true };
    case "remove":
      return { isAdmitted: false };
  }
}

/** What verification says of a key's token in the host's account. */
export function codeOf({ status, isAdmitted, tokens }: State, token: number): string {
  if (status === "none" || status === "deleted" || token !== tokens - 1) return "INVALID_CREDENTIALS";
  if (status === "inactive") return "KEY_INACTIVE";
  return isAdmitted ? "VALID" : "NOT_ADMITTED";
}

/** The states in which a life may end: with what it isn't known of, and without. */
export function possibleEnds({ changes }: Life): State[] {
  const operations = changes.map(({ operation }) => operation);
  const last = changes.at(-1);
  const isOpen = last !== undefined && last.acknowledgedMs === Number.POSITIVE_INFINITY;
  return [...(isOpen ? [stateAfter(operations.slice(0, -1))] : []), stateAfter(operations)];
}

/**
 * Whether an answer is one that may be given: the key was, or may have been, in a state that it fits at some moment from `maxStalenessMs`
 * before it was asked until it was answered. The node that acknowledged the end of a state has no such time (rule 12).
 */
export function isAllowed(verdict: Verdict, maxStalenessMs: number): boolean {
  const { answeredMs, askedMs, code, life, node, token } = verdict;
  const { changes } = life;
  for (let done = 0; done <= changes.length; done++) {
    const begun = changes[done - 1];
    const ended = changes[done];
    const graceMs = ended?.node === node ? 0 : maxStalenessMs;
    const beginsMs = begun?.askedMs ?? Number.NEGATIVE_INFINITY;
    const endsMs = ended?.acknowledgedMs ?? Number.POSITIVE_INFINITY;
    const isPossible = beginsMs <= answeredMs && endsMs >= askedMs - graceMs;
    if (isPossible && codeOf(stateAfter(changes.slice(0, done).map(({ operation }) => operation)), token) === code) {
      return true;
    }
  }
  return false;
}
