import type { Logger } from "kysely";
import type { RequestTracing } from "../http/tracing.ts";
import type { SendWebhook } from "../usecases/deliver-webhooks.ts";

/** Tells a collector of traces what the server does: see `traces.ts`. */
export interface Tracing extends RequestTracing {
  /** Runs a change as a part of the request that asked for it. */
  change<Value>(work: () => Promise<Value>): Promise<Value>;
  /** Tells of each attempt to send a webhook. */
  sending(send: SendWebhook): SendWebhook;
  /** Hears of an engine's statements, and tells of those that requests wait for. */
  statements(system: "sqlite" | "postgresql"): Logger;
  /** Sends what waits. */
  flush(): Promise<void>;
  /** Sends what waits, and ends. */
  close(): Promise<void>;
}
