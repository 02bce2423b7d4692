import { randomBytes, randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import inject from "light-my-request";
import { pino } from "pino";
import type { Config } from "./config.ts";
import { composeServer, type Server } from "./compose.ts";
import type { Machine } from "./machine.ts";
import type { RouteMap } from "./doors/forward-auth/route-map.ts";
import { ServerSecret } from "./secrets/server-secret.ts";
import type { SqlEngine } from "./storage/engine.ts";
import type { Schema } from "./storage/schema.ts";
import { openSqlite } from "./storage/sqlite.ts";
import type { Tracing } from "./tracing/tracing.ts";
import { deliverAnnouncements } from "./usecases/deliver-announcements.ts";
import type { SendWebhook } from "./usecases/deliver-webhooks.ts";
import { expireTokenLinks } from "./usecases/expire-token-links.ts";
import { tellOfExpiry } from "./usecases/tell-of-expiry.ts";
import { tellOfRenewalAlerts } from "./usecases/tell-of-renewal-alerts.ts";

export const OPERATOR_TOKEN = "operator-token-of-the-tests-0123456789";
export const SERVER_SECRET = "server-secret-of-the-tests-0123456789";

/** Where tests begin: 23 November 2026, noon. */
export const START_MS = Date.UTC(2026, 10, 23, 12);

/** Where the console is, unless a test chooses another `publicUrl`. */
export const TEST_ORIGIN = "http://localhost";

/** The address of what answers without end. */
const ENDLESS = "/v1/changes/stream";

/** Enough for any test that isn't about limits. */
const UNLIMITED = { points: 1_000_000, windowSeconds: 60 };

/** The least that argon2id takes: tests have many people, and none of them has anything to lose. */
const CHEAP = { memory: 8, passes: 1, parallelism: 1 };

export interface TestServerOptions {
  /** Default: SQLite in a folder of its own. Closed with the server. */
  readonly engine?: SqlEngine<Schema>;
  /** Keep the limits on guessing as they are for real. */
  readonly realLimits?: boolean;
  readonly publicUrl?: string;
  /** Default: `SERVER_SECRET`. */
  readonly secret?: string;
  readonly previousSecret?: string;
  readonly maxStalenessMs?: number;
  readonly trustedProxies?: readonly string[];
  readonly vtex?: boolean;
  readonly webhookAllow?: readonly string[];
  /** Default: all arrive, and nothing goes over the network. */
  readonly sendWebhook?: SendWebhook;
  readonly routeMap?: RouteMap;
  readonly tracing?: Tracing;
  readonly consoleFolder?: string;
  readonly oidc?: Config["oidc"];
  readonly mail?: Config["mail"];
  readonly measureProcess?: Machine["measureProcess"];
}

/** A server whose clock stands still until a test moves it, and whose log is kept. It doesn't listen: `call` reaches it. */
export interface TestServer extends Omit<Server, "close"> {
  readonly clock: { wallMs: number; monotonicMs: number };
  /** Every line that was logged. */
  readonly log: readonly string[];
  /** Folder of its SQLite file, or `undefined` on an engine that was handed in. */
  readonly folder: string | undefined;
  /** Sends a request, as the operator unless `as` says otherwise. */
  call<Body = unknown>(method: Method, url: string, options?: CallOptions): Promise<Answer<Body>>;
  /** Delivers what waits in the outbox. */
  deliver(): Promise<number>;
  /** Ends links that have expired. */
  expireLinks(): Promise<number>;
  /** Tells accounts of tokens that reach their end. */
  tellOfExpiry(): Promise<number>;
  /** Tells accounts of tokens that should be renewed, as the background work does; answers how many events it wrote. */
  tellOfRenewalAlerts(): Promise<number>;
  /** Sends webhooks what is due, until nothing is. */
  deliverWebhooks(): Promise<void>;
  /** Closes it, and removes what it left. */
  close(): Promise<void>;
}

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface CallOptions {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** `null`: nobody. */
  readonly as?: Credentials | null;
  /** Address that the request comes from. Default: 127.0.0.1. */
  readonly ip?: string;
}

export type Credentials =
  | { readonly key: string; readonly token: string }
  | { readonly bearer: string }
  /** A browser's, which says where its request comes from. */
  | { readonly cookie: string };

export interface Answer<Body> {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Body;
  readonly text: string;
}

/** Starts a server of a test's own: whoever calls this closes it. */
export async function createTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const folder = options.engine ? undefined : await mkdtemp(join(tmpdir(), "latchkey-test-"));
  const engine =
    options.engine ??
    (await openSqlite<Schema>(join(folder ?? "", "latchkey.db"), { log: options.tracing?.statements("sqlite") }));
  const clock = { wallMs: START_MS, monotonicMs: 0 };
  const log: string[] = [];
  const server = await composeServer({
    machine: {
      clock: { nowMs: () => clock.wallMs, monotonicMs: () => clock.monotonicMs },
      randomBytes,
      newId: randomUUID,
      // Background work runs once at the start, and then when a test says so.
      wait: untilAborted,
      idleMs: () => 0,
      rest: () => Promise.resolve(),
      ...(options.measureProcess ? { measureProcess: options.measureProcess } : {}),
      logger: pino({ level: "debug" }, { write: (line: string) => void log.push(line) }),
    },
    engine,
    secret: new ServerSecret(options.secret ?? SERVER_SECRET, options.previousSecret),
    operatorToken: OPERATOR_TOKEN,
    config: {
      oidc: options.oidc,
      mail: options.mail,
      maxStalenessMs: options.maxStalenessMs ?? 60_000,
      publicUrl: options.publicUrl,
      trustedProxies: options.trustedProxies ?? [],
      vtex: options.vtex ?? false,
      webhookAllow: options.webhookAllow ?? [],
    },
    routeMap: options.routeMap,
    tracing: options.tracing,
    sendWebhook: options.sendWebhook ?? (() => Promise.resolve({ status: 204, problem: null })),
    consoleFolder: options.consoleFolder,
    passwordCost: CHEAP,
    ...(options.realLimits
      ? {}
      : {
          limits: {
            signIn: { pair: UNLIMITED, person: UNLIMITED, network: UNLIMITED },
            code: { pair: UNLIMITED, person: UNLIMITED, network: UNLIMITED },
            lookUp: UNLIMITED,
            link: UNLIMITED,
          },
        }),
  });
  return {
    ...server,
    clock,
    log,
    folder,

    async call<Body>(method: Method, url: string, { as, body, headers, ip }: CallOptions = {}): Promise<Answer<Body>> {
      // By the server itself, as it would be reached from outside: what answers before the framework takes part.
      const answer = await inject((request, response) => void server.app.server.emit("request", request, response), {
        method,
        url,
        headers: { ...credentialHeaders(as), ...headers },
        ...(ip === undefined ? {} : { remoteAddress: ip }),
        ...(body === undefined ? {} : { payload: body as object }),
        payloadAsStream: url.startsWith(ENDLESS),
      });
      const isJson = String(answer.headers["content-type"]).includes("json");
      const text = url.startsWith(ENDLESS) ? await beginningOf(answer.stream(), { whole: isJson }) : answer.payload;
      return {
        status: answer.statusCode,
        headers: answer.headers,
        body: (isJson ? JSON.parse(text) : undefined) as Body,
        text,
      };
    },

    deliver: () => deliverAnnouncements(server.store, new AbortController().signal),
    expireLinks: () => expireTokenLinks(server.ports, new AbortController().signal),
    tellOfRenewalAlerts: () =>
      tellOfRenewalAlerts({ store: server.store, nowMs: server.ports.nowMs }, new AbortController().signal),
    tellOfExpiry: () => tellOfExpiry({ store: server.store, nowMs: server.ports.nowMs }, new AbortController().signal),

    async deliverWebhooks() {
      const { signal } = new AbortController();
      for (;;) {
        const before = server.webhooks.endedCount;
        await server.webhooks.poll(signal);
        await server.webhooks.settled();
        if (server.webhooks.endedCount === before) return;
      }
    },

    async close() {
      await server.close();
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What of an answer comes at once, where it has no end; then nobody reads it any more. */
async function beginningOf(answer: AsyncIterable<Buffer>, { whole }: { whole: boolean }): Promise<string> {
  let text = "";
  for await (const chunk of answer) {
    text += String(chunk);
    if (!whole) break;
  }
  return text;
}

function untilAborted(_ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

function credentialHeaders(as: Credentials | null | undefined): Record<string, string> {
  if (as === null) return {};
  if (as === undefined) return { authorization: `Bearer ${OPERATOR_TOKEN}` };
  if ("bearer" in as) return { authorization: `Bearer ${as.bearer}` };
  if ("cookie" in as) return { cookie: as.cookie, origin: TEST_ORIGIN };
  return { "x-api-key": as.key, "x-api-token": as.token };
}
