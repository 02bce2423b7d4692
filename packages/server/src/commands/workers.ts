import cluster, { type Worker } from "node:cluster";
import type { Machine } from "../machine.ts";
import { type Config, StartError } from "../config.ts";
import { type FromWorker, type WorkerChannel, WorkerGroup } from "../workers/group.ts";
import type { Say } from "./serve.ts";

/** How long after a worker was started another may take its place, in milliseconds. */
const RESTART_AFTER_MS = 1_000;

export interface WorkersParts {
  readonly logger: Machine["logger"];
  /** In milliseconds; never turned back. */
  readonly monotonicMs: () => number;
  /** Keeps the process alive meanwhile. */
  readonly wait: (ms: number) => Promise<unknown>;
}

/** Workers that answer on one port. */
export interface RunningWorkers {
  /** Has all of them finish what is under way, and waits for their ends. */
  close(): Promise<void>;
  /** Ends them at once. */
  kill(): void;
}

/**
 * Runs as many processes as the configuration says, which answer on one port, and starts another for each that dies. Resolves
 * when all of them listen. @throws StartError where they can't start
 */
export async function serveByWorkers(
  config: Pick<Config, "workers">,
  { logger, monotonicMs, wait }: WorkersParts,
  say: Say,
): Promise<RunningWorkers> {
  const group = new WorkerGroup();
  let isEnding = false;
  const workers = new Map<Worker, WorkerChannel>();

  function fork(): Promise<string> {
    const worker = cluster.fork();
    const { promise: listening, reject, resolve } = Promise.withResolvers<string>();
    const channel: WorkerChannel = {
      send(message) {
        // It may be gone by now: then `exit` follows.
        if (worker.isConnected()) worker.send(message, () => undefined);
      },
    };
    // From its very beginning: what it fills its directory with is at least as new as the first thing that it is asked about.
    workers.set(worker, channel);
    group.joined(channel);
    const startedMs = monotonicMs();
    worker.on("message", (message: FromWorker) => {
      if (message.kind === "listening") resolve(message.url);
      group.heard(channel, message);
    });
    worker.once("exit", (code: number | null, signal: string | null) => {
      workers.delete(worker);
      group.left(channel);
      reject(new StartError("a worker ended before it listened"));
      if (isEnding) return;
      logger.warn({ pid: worker.process.pid, code, signal }, "a worker ended; another takes its place");
      void wait(Math.max(0, RESTART_AFTER_MS - (monotonicMs() - startedMs))).then(() => {
        if (!isEnding) fork().catch(() => undefined);
      });
    });
    return listening;
  }

  const running: RunningWorkers = {
    async close() {
      isEnding = true;
      await Promise.all(
        [...workers].map(([worker, channel]) => {
          const exited = new Promise((resolve) => worker.once("exit", resolve));
          channel.send({ kind: "stop" });
          return exited;
        }),
      );
    },
    kill() {
      isEnding = true;
      for (const worker of workers.keys()) worker.process.kill("SIGKILL");
    },
  };
  try {
    // One alone: what keeps it from starting is said once, and it makes what the others find.
    const url = await fork();
    await Promise.all(Array.from({ length: config.workers - 1 }, fork));
    say(`Latchkey listens on ${url}`);
    return running;
  } catch (error) {
    await running.close();
    throw error;
  }
}
