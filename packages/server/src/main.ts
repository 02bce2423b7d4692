import cluster from "node:cluster";
import { randomBytes, randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import { pino } from "pino";
import { collectDefaultMetrics } from "prom-client";
import { exportAuditHeads, verifyAudit } from "./commands/audit.ts";
import { doctor } from "./commands/doctor.ts";
import { backup, restore } from "./commands/backup.ts";
import { copy } from "./commands/copy.ts";
import { exportChanges } from "./commands/known-changes.ts";
import { serve, serveAsWorker, type WorkerParts } from "./commands/serve.ts";
import { secretStatus } from "./commands/secret-status.ts";
import { start } from "./commands/start.ts";
import { serveByWorkers } from "./commands/workers.ts";
import type { Server } from "./compose.ts";
import { collectGarbage } from "./collect-garbage.ts";
import type { Machine } from "./machine.ts";
import { type Config, parseConfig, StartError } from "./config.ts";
import type { FromWorker, ToWorker } from "./worker-group.ts";
import { GroupPeers } from "./worker-peers.ts";

const HELP = `Usage: latchkey <command>

  start [--reset]   run the service to try it, with demo data; --reset starts the demo over
  serve             run the service for real use
  audit verify      check that no audit event was removed, altered or moved; with --heads FILE
                    also against heads that were kept, so that an end that was cut off shows
  audit heads       say where each audit log ends, to be kept elsewhere
  doctor [--audit]  check an installation and say what to mend; --json for scripts, --audit to
                    check every audit log too
  copy [--to URL]   move the embedded installation to PostgreSQL; an URL with a password only by the
                    environment: LATCHKEY_COPY_TO
  backup FILE       write everything into a file, beside a server that runs or not
  restore FILE      fill an empty database from a backup, with one of
                      --changes FILE     quarantine what changed after the backup
                      --quarantine-all   quarantine every key and external key
                      --trust-backup     quarantine nothing: what was revoked since works again
  secret status     say what is still kept under LATCHKEY_SECRET_PREVIOUS; 1 where anything is
  changes export    say what changed, for --changes; with --after REVISION only behind it

The environment variables that each of them takes stand in the README.
`;

/** How long requests in flight may take after a signal to stop, in milliseconds. */
const SHUTDOWN_MS = 4_000;
/** How much longer workers may take to end, in milliseconds. */
const WORKERS_GRACE_MS = 800;

/**
 * Runs a command with this process's environment, clock and randomness, which nothing else reads. Answers the exit code; a
 * service goes on running after it.
 */
export async function main(args: readonly string[]): Promise<number> {
  const say = (text: string) => void process.stdout.write(`${text}\n`);
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      options: {
        reset: { type: "boolean", default: false },
        heads: { type: "string" },
        audit: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        to: { type: "string" },
        after: { type: "string" },
        changes: { type: "string" },
        "quarantine-all": { type: "boolean", default: false },
        "trust-backup": { type: "boolean", default: false },
        help: { type: "boolean", short: "h", default: false },
      },
      allowPositionals: true,
    });
    if (values.help) {
      say(HELP);
      return 0;
    }
    // It is asked what is wrong with a configuration, too.
    if (positionals.join(" ") === "doctor") {
      return await doctor(process.env, { machine: machine("warn"), fetch }, say, values);
    }
    const config = parseConfig(process.env);
    const [command = "", file = "", ...more] = positionals;
    if ((command === "backup" || command === "restore") && file !== "" && more.length === 0) {
      if (command === "backup") await backup(config, machine("warn"), say, file);
      else {
        await restore(config, machine("warn"), say, file, {
          changes: values.changes,
          quarantineAll: values["quarantine-all"],
          trustBackup: values["trust-backup"],
        });
      }
      return 0;
    }
    switch (positionals.join(" ")) {
      case "start":
        await runUntilSignal(async () => asRunning(await start(config, machine("warn"), say, { reset: values.reset })));
        return 0;
      case "serve":
        await runUntilSignal(() => serveHere(config, machine("info"), say));
        return 0;
      case "audit verify":
        return (await verifyAudit(config, machine("warn"), say, values.heads)) ? 0 : 1;
      case "audit heads":
        await exportAuditHeads(config, machine("warn"), say);
        return 0;
      case "secret status":
        return (await secretStatus(config, machine("warn"), say)) ? 0 : 1;
      case "copy":
        await copy(config, machine("warn"), say, values.to);
        return 0;
      case "changes export":
        await exportChanges(config, say, values.after);
        return 0;
      default:
        process.stderr.write(HELP);
        return 2;
    }
  } catch (error) {
    if (!(error instanceof StartError || error instanceof TypeError)) throw error;
    process.stderr.write(`latchkey: ${error.message}\n`);
    // What a worker could still be told would keep it alive.
    if (cluster.isWorker) process.disconnect?.();
    return error instanceof StartError ? 1 : 2;
  }
}

/** Something that runs until this process is told to end. */
interface Running {
  /** Finishes what is under way, and ends. */
  close(): Promise<void>;
  /** Waits for nothing any more. */
  hurry(): void;
}

/** One process, or the one that starts as many as are wanted, or one of those. */
async function serveHere(config: Config, machineHere: Machine, say: (text: string) => void): Promise<Running> {
  if (cluster.isWorker) return asRunning(await serveAsWorker(config, machineHere, workerParts()));
  if (config.workers === 1) return asRunning(await serve(config, machineHere, say));
  const { clock, logger } = machineHere;
  const parts = { logger, monotonicMs: clock.monotonicMs, wait: (ms: number) => delay(ms) };
  const workers = await serveByWorkers(config, parts, say);
  // Each of them has been hurried for as long.
  return { close: () => workers.close(), hurry: () => setTimeout(() => workers.kill(), WORKERS_GRACE_MS).unref() };
}

function asRunning(server: Server): Running {
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

/** This process's own clock and randomness, and a log on standard output. */
export function machine(level: "info" | "warn"): Machine {
  return {
    clock: { nowMs: () => Date.now(), monotonicMs: () => performance.now() },
    randomBytes,
    newId: randomUUID,
    rest: (ms) => delay(ms),
    wait: (ms, signal) => delay(ms, undefined, { signal, ref: false }).catch(() => undefined),
    collectGarbage,
    measureProcess: (register) => collectDefaultMetrics({ register }),
    logger: pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(1)),
  };
}

/**
 * Starts a server. On the first signal it comes to stand, ends what is in flight and goes; on the second it goes at once. Signals
 * are heard from the beginning: whoever has just read that the server listens may send one.
 */
async function runUntilSignal(begin: () => Promise<Running>): Promise<void> {
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
