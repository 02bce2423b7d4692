import type { RequestTracing } from "./http/tracing.ts";
import type { SqlEngine } from "./storage/engine.ts";
import type { Schema } from "./storage/schema.ts";
import type { SendWebhook } from "./usecases/deliver-webhooks.ts";

/** Tells a collector of traces what the server does: see `traces.ts`. */
export interface Tracing extends RequestTracing {
  /** Runs a change as a part of the request that asked for it. */
  change<Value>(work: () => Promise<Value>): Promise<Value>;
  /** Tells of each attempt to send a webhook. */
  sending(send: SendWebhook): SendWebhook;
  /** Tells of the statements that requests wait for. */
  engine(engine: SqlEngine<Schema>): SqlEngine<Schema>;
  /** Sends what waits. */
  flush(): Promise<void>;
  /** Sends what waits, and ends. */
  close(): Promise<void>;
}
