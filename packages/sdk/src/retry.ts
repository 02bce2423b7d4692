import { LatchkeyError } from "./latchkey-error.ts";
import type { Timing } from "./timing.ts";

/** How often, and after what time, a request that failed is sent again. */
export interface RetryOptions {
  /** How often it is sent at most, the first time included: 1 to 20, default 4. */
  readonly attempts?: number;
  /** Upper bound of the wait before the second attempt, in milliseconds, default 200; it doubles with each further one. */
  readonly firstDelayMs?: number;
  /**
   * Upper bound of any wait, in milliseconds, default 10,000. Where the service asks for a longer one (`Retry-After`), the request
   * fails at once.
   */
  readonly longestDelayMs?: number;
}

/** Codes of answers by which the service says that it has done nothing, and may do so later. */
const LATER: ReadonlySet<string> = new Set(["IDEMPOTENCY_IN_FLIGHT"]);

const DEFAULTS = { attempts: 4, firstDelayMs: 200, longestDelayMs: 10_000 } as const;

/** What it takes to decide on repeating a request. */
export interface Retrying {
  readonly options: RetryOptions;
  readonly timing: Timing;
  readonly signal: AbortSignal | undefined;
  /** Whether a request of which nobody knows whether it was done may be sent again. */
  readonly isRepeatable: boolean;
}

/**
 * Sends a request until it is answered, or until it is no use. Between attempts lies a random time below a bound that doubles (full
 * jitter), and never less than the service asks for.
 *
 * @throws the failure of the last attempt
 */
export async function withRetries<Answer>(
  { isRepeatable, options, signal, timing }: Retrying,
  send: () => Promise<Answer>,
): Promise<Answer> {
  const { attempts, firstDelayMs, longestDelayMs } = { ...DEFAULTS, ...options };
  for (let attempt = 1; ; attempt++) {
    try {
      return await send();
    } catch (error) {
      if (attempt >= attempts || !mayHelp(error, isRepeatable)) throw error;
      const askedForMs = (error.retryAfterSeconds ?? 0) * 1_000;
      if (askedForMs > longestDelayMs) throw error;
      const jitteredMs = timing.random() * Math.min(longestDelayMs, firstDelayMs * 2 ** (attempt - 1));
      await timing.wait(Math.max(askedForMs, jitteredMs), signal);
      signal?.throwIfAborted();
    }
  }
}

function mayHelp(error: unknown, isRepeatable: boolean): error is LatchkeyError {
  if (!(error instanceof LatchkeyError)) return false;
  const { code, status } = error;
  const isKnownUndone = code !== "UNEXPECTED_REPLY" && (status === 429 || status === 503 || LATER.has(code));
  // No answer, or one of something in between, such as a proxy.
  const isUnknown = status === 0 || (code === "UNEXPECTED_REPLY" && [429, 502, 503, 504].includes(status));
  return isKnownUndone || (isRepeatable && isUnknown);
}

/** @throws {RangeError} where they are out of bounds */
export function checkRetryOptions({ attempts = 1, firstDelayMs = 0, longestDelayMs = 0 }: RetryOptions): void {
  if (!Number.isInteger(attempts) || attempts < 1 || attempts > 20) throw new RangeError("attempts must be 1 to 20");
  if (!(firstDelayMs >= 0) || !(longestDelayMs >= 0)) throw new RangeError("delays must not be negative");
}
