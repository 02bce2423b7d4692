import type { FastifyBaseLogger } from "fastify";
import type { Registry } from "prom-client";
import type { Wait } from "./background.ts";
import type { Pace } from "./usecases/pace.ts";
import type { Clock } from "./verify/trusted-clock.ts";

/** What a server takes from the machine; tests hand it their own. */
export interface Machine {
  readonly clock: Clock;
  readonly randomBytes: (length: number) => Uint8Array;
  readonly newId: () => string;
  readonly wait: Wait;
  /** How long this thread has had nothing to do so far, and how long work rests, in milliseconds. */
  readonly idleMs: Pace["idleMs"];
  readonly rest: Pace["rest"];
  readonly logger: FastifyBaseLogger;
  /** Gives back the memory that is needed no more, once a start has read everything; absent: in its own time. */
  readonly collectGarbage?: () => void;
  /** Adds what is measured of the process to what the service tells of itself; absent: nothing is. */
  readonly measureProcess?: (registry: Registry) => void;
}
