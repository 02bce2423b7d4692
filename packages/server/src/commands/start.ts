import { rename, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Server } from "../compose.ts";
import type { Machine } from "../machine.ts";
import { type Config, StartError } from "../config.ts";
import { withFileLock } from "../storage/file-lock.ts";
import { builtConsole } from "./built-console.ts";
import { DEMO_MARK, holdsDemo, isThere, keptSecret, openDataDirectory, requireUnreachable } from "./data-directory.ts";
import {
  createDemoData,
  DEMO_BEGINS_DAYS_AGO,
  DEMO_OPERATOR,
  DEMO_PASSWORD,
  type DemoCredentials,
} from "./demo-data.ts";
import { DATABASE_FILE, listen, openServer, randomText, type Say } from "./serve.ts";

const DAY_MS = 86_400_000;
const RESET_COMMAND = "npm start -- --reset";

/**
 * Runs the service to try it: what it needs is made in the data directory, and an empty embedded database gets demo data
 * unless the configuration says otherwise. Resolves when it listens. @throws StartError
 */
export async function start(config: Config, machine: Machine, say: Say, options: { reset: boolean }): Promise<Server> {
  const isDemo = config.demo && config.databaseUrl === undefined;
  if (isDemo) requireUnreachable(config);
  await openDataDirectory(config.dataDir);
  const consoleFolder = await builtConsole();
  const operatorToken =
    config.operatorToken ?? (await keptSecret(config.dataDir, "operator-token", () => randomText(machine)));
  // Two first starts at once: one makes the database, the other waits and finds it.
  const made = await withFileLock(join(config.dataDir, "first-start.lock"), async () => {
    if (options.reset) await forgetDemo(config.dataDir);
    return isDemo ? makeDemo(config, machine, operatorToken) : undefined;
  });
  const server = await openServer(config, machine, { operatorToken, consoleFolder });
  try {
    const url = await listen(server, config);
    say(greeting(url, config, made, await holdsDemo(config)));
    return server;
  } catch (error) {
    if (made) say(`Demo data was made. What can be tried once the server runs:\n\n${curl("http://HOST:PORT", made)}\n`);
    throw error;
  }
}

/** Makes a database of demo data, whole or not at all. `undefined` where there is a database already. */
async function makeDemo(config: Config, machine: Machine, operatorToken: string): Promise<DemoCredentials | undefined> {
  const path = join(config.dataDir, DATABASE_FILE);
  if (await isThere(path)) return undefined;
  const draft = `${DATABASE_FILE}.new`;
  await removeDatabase(join(config.dataDir, draft));
  const past = inThePast(machine);
  const server = await openServer(
    { ...config, catalogPath: undefined, routesPath: undefined, tracing: undefined },
    past.machine,
    {
      operatorToken,
      databaseFile: draft,
    },
  );
  let credentials: DemoCredentials;
  try {
    credentials = await createDemoData(server, past.moveTo);
  } finally {
    await server.close();
  }
  await writeFile(join(config.dataDir, DEMO_MARK), "This folder holds demo data.\n");
  await rename(join(config.dataDir, draft), path);
  return credentials;
}

/** A machine whose wall clock goes as many days behind as it is told: the demo has a history. It is never told to go back. */
function inThePast(machine: Machine): { machine: Machine; moveTo: (daysAgo: number) => void } {
  let behindMs = DEMO_BEGINS_DAYS_AGO * DAY_MS;
  const { clock } = machine;
  return {
    machine: { ...machine, clock: { ...clock, nowMs: () => clock.nowMs() - behindMs } },
    moveTo: (daysAgo) => {
      behindMs = Math.min(behindMs, daysAgo * DAY_MS);
    },
  };
}

/** @throws StartError where what lies there isn't demo data */
async function forgetDemo(dataDir: string): Promise<void> {
  const path = join(dataDir, DATABASE_FILE);
  if (!(await isThere(path))) return;
  if (!(await isThere(join(dataDir, DEMO_MARK)))) throw new StartError(`--reset: ${path} is not demo data`);
  await removeDatabase(path);
  await rm(join(dataDir, DEMO_MARK));
}

async function removeDatabase(path: string): Promise<void> {
  for (const suffix of ["", "-wal", "-shm"]) await rm(path + suffix, { force: true });
}

function greeting(url: string, config: Config, made: DemoCredentials | undefined, isDemo: boolean): string {
  const operatorToken =
    config.operatorToken === undefined
      ? `The operator token is in ${relative(process.cwd(), join(config.dataDir, "operator-token"))}`
      : "The operator token is LATCHKEY_OPERATOR_TOKEN";
  const lines = [`Latchkey is ready: ${url}`, ""];
  if (isDemo) {
    lines.push(
      `Sign in to the console with the password ${DEMO_PASSWORD} as`,
      "  owner@acme.example    who may do everything in Acme Store",
      "  viewer@acme.example   who may see its keys and change nothing",
      "  staff@acme.example    who has no permission for keys",
      "and likewise @farmaciasapp, @credipay, @zoom, @madeiramadeira and @opteplus.example; or as",
      `  ${DEMO_OPERATOR}   who runs the platform, and may act in every account`,
      "",
    );
  }
  if (made) {
    lines.push(
      "Farmácias App generated a key and handed out its key string; Acme Store admitted it. May it read an order there?",
      "",
      curl(url, made),
      "",
      "The token and the service key in it are shown this once.",
    );
  }
  lines.push(operatorToken);
  if (isDemo) lines.push(`To start the demo over: ${RESET_COMMAND}`);
  return `\n${lines.join("\n")}\n`;
}

/** A verification that works as it is pasted. */
function curl(url: string, { serviceKey, key, token }: DemoCredentials): string {
  const question = JSON.stringify({ account: "acme", key, token, resource: "oms.view-order" });
  return [
    `curl -s ${url}/v1/verify -H 'content-type: application/json' \\`,
    `  -H 'authorization: Bearer ${serviceKey}' \\`,
    `  -d '${question}'`,
  ].join("\n");
}
