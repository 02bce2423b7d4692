import { randomBytes, randomUUID } from "node:crypto";
import cluster from "node:cluster";
import { setTimeout as delay } from "node:timers/promises";
import { pino } from "pino";
import { collectDefaultMetrics } from "prom-client";
import { collectGarbage } from "./collect-garbage.ts";
import type { ServerCommandName } from "./commands/command-forms.ts";
import type { Told } from "./commands/command-line.ts";
import { exportAuditHeads, verifyAudit } from "./commands/audit.ts";
import { backup, restore } from "./commands/backup.ts";
import { copy } from "./commands/copy.ts";
import { doctor } from "./commands/doctor.ts";
import { exportChanges } from "./commands/known-changes.ts";
import { asRunning, runUntilSignal, serveHere } from "./commands/run-service.ts";
import { secretStatus } from "./commands/secret-status.ts";
import type { Say } from "./commands/serve.ts";
import { start } from "./commands/start.ts";
import { parseConfig, StartError } from "./config.ts";
import type { Machine } from "./machine.ts";

const STANDARD_OUTPUT = 1;
const STANDARD_ERROR = 2;

const say: Say = (text) => void process.stdout.write(`${text}\n`);
const note: Say = (text) => void process.stderr.write(`${text}\n`);
const silent: Say = () => undefined;

const config = () => parseConfig(process.env);
/** For commands that answer something on standard output: their log stays out of it. */
const quietMachine = () => machine("warn", STANDARD_ERROR);

/** What each command does; answers the exit code, nothing is 0. */
const RUNS: Readonly<Record<ServerCommandName, (told: Told) => Promise<number | void>>> = {
  start: (told) =>
    runUntilSignal(async () => asRunning(await start(config(), machine("warn"), say, { reset: told.has("reset") }))),
  serve: () => runUntilSignal(() => serveHere(config(), machine("info"), say)),
  // It is asked what is wrong with a configuration, too.
  doctor: (told) =>
    doctor(process.env, { machine: quietMachine(), fetch }, say, { json: told.has("json"), audit: told.has("audit") }),
  async "audit verify"(told) {
    const { intact } = await answer(told, (say) => verifyAudit(config(), quietMachine(), say, told.text("heads")));
    return intact ? 0 : 1;
  },
  "audit heads": () => exportAuditHeads(config(), quietMachine(), say),
  async copy(told) {
    await answer(told, (say) => copy(config(), quietMachine(), say, told.text("to")), note);
  },
  async backup(told) {
    await answer(told, (say) => backup(config(), quietMachine(), say, told.operand()));
  },
  async restore(told) {
    const options = {
      changes: told.text("changes"),
      quarantineAll: told.has("quarantine-all"),
      trustBackup: told.has("trust-backup"),
    };
    await answer(told, (say) => restore(config(), quietMachine(), say, told.operand(), options));
  },
  "changes export": (told) => exportChanges(config(), say, told.text("after")),
  async "secret status"(told) {
    const { needed } = await answer(told, (say) => secretStatus(config(), quietMachine(), say));
    return needed ? 1 : 0;
  },
};

/**
 * Has a command's answer come out: in the words that it says as it goes, or with `--json` as the object that it comes to.
 *
 * @param meanwhile where the words go with `--json`. Default: nowhere
 */
async function answer<Outcome>(
  told: Told,
  work: (say: Say) => Promise<Outcome>,
  meanwhile: Say = silent,
): Promise<Outcome> {
  const isJson = told.has("json");
  const outcome = await work(isJson ? meanwhile : say);
  if (isJson) say(JSON.stringify(outcome, undefined, 2));
  return outcome;
}

/**
 * Runs a command with this process's environment, clock and randomness, which nothing else reads. Answers the exit code; a
 * service goes on running after it.
 *
 * @throws UsageError where it can't be done as it was written
 */
export async function main(name: ServerCommandName, told: Told): Promise<number> {
  try {
    return (await RUNS[name](told)) ?? 0;
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    process.stderr.write(`latchkey: ${error.message}\n`);
    // What a worker could still be told would keep it alive.
    if (cluster.isWorker) process.disconnect?.();
    return 1;
  }
}

/** This process's own clock and randomness, and a log on standard output, or another file that is open. */
export function machine(level: "info" | "warn", logTo: number = STANDARD_OUTPUT): Machine {
  return {
    clock: { nowMs: () => Date.now(), monotonicMs: () => performance.now() },
    randomBytes,
    newId: randomUUID,
    idleMs: () => performance.eventLoopUtilization().idle,
    rest: (ms) => delay(ms),
    wait: (ms, signal) => delay(ms, undefined, { signal, ref: false }).catch(() => undefined),
    collectGarbage,
    measureProcess: (register) => collectDefaultMetrics({ register }),
    logger: pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(logTo)),
  };
}
