import cluster from "node:cluster";
import { setTimeout as delay } from "node:timers/promises";
import type { Server } from "../compose.ts";
import type { Config } from "../config.ts";
import type { Machine } from "../machine.ts";
import type { FromWorker, ToWorker } from "../workers/group.ts";
import { GroupPeers } from "../workers/peers.ts";
import { type Say, serve, serveAsWorker, type WorkerParts } from "./serve.ts";
import { serveByWorkers } from "./workers.ts";

/** How long requests in flight may take after a signal to stop, in milliseconds. */
const SHUTDOWN_MS = 4_000;
/** How much longer workers may take to end, in milliseconds. */
const WORKERS_GRACE_MS = 800;

/** Something that runs until this process is told to end. */
export interface Running {
  /** Finishes what is under way, and ends. */
  close(): Promise<void>;
  /** Waits for nothing any more. */
  hurry(): void;
}

/** One process, or the one that starts as many as are wanted, or one of those. */
export async function serveHere(config: Config, machineHere: Machine, say: Say): Promise<Running> {
  if (cluster.isWorker) return asRunning(await serveAsWorker(config, machineHere, workerParts()));
  if (config.workers === 1) return asRunning(await serve(config, machineHere, say));
  const { clock, logger } = machineHere;
  const parts = { logger, monotonicMs: clock.monotonicMs, wait: (ms: number) => delay(ms) };
  const workers = await serveByWorkers(config, parts, say);
  // Each of them has been hurried for as long.
  return { close: () => workers.close(), hurry: () => setTimeout(() => workers.kill(), WORKERS_GRACE_MS).unref() };
}

export function asRunning(server: Server): Running {
  return { close: () => server.close(), hurry: () => server.app.server.closeAllConnections() };
}

/** How a worker reaches the others: by the process that started them. */
function workerParts(): WorkerParts {
  const send = (message: FromWorker) => {
    // Without the other end this process is about to end itself.
    if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
  };
  const peers = new GroupPeers({ send });
  process.on("message", (message: ToWorker) => void peers.heard(message));
  return { peers, send };
}

/**
 * Starts a server. On the first signal it comes to stand, ends what is in flight and goes; on the second it goes at once. Signals
 * are heard from the beginning: whoever has just read that the server listens may send one.
 */
export async function runUntilSignal(begin: () => Promise<Running>): Promise<void> {
  const { promise: signalled, resolve: signal } = Promise.withResolvers<void>();
  let isStopping = false;
  const stop = () => {
    if (isStopping) process.exit(1);
    isStopping = true;
    signal();
  };
  for (const name of ["SIGINT", "SIGTERM"] as const) process.on(name, stop);
  if (cluster.isWorker) {
    // By a message, and by a signal to the whole group besides: neither is the second.
    process.on("message", (message: ToWorker) => message.kind === "stop" && signal());
  }
  const running = await begin();
  signalled
    .then(() => {
      setTimeout(() => running.hurry(), SHUTDOWN_MS).unref();
      return running.close();
    })
    .then(
      () => process.exit(0),
      (error: unknown) => {
        process.stderr.write(`latchkey: ${error instanceof Error ? error.message : String(error)}\n`);
        process.exit(1);
      },
    );
}
