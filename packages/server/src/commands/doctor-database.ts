import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Machine } from "../machine.ts";
import { type Config, StartError } from "../config.ts";
import { ServerSecret, SERVER_SECRET_MIN_LENGTH } from "../secrets/server-secret.ts";
import type { SqlEngine } from "../storage/engine.ts";
import { type DatabaseState, inspectDatabase } from "../storage/inspect.ts";
import type { Schema } from "../storage/schema.ts";
import { toStartError } from "../start-error.ts";
import { isThere } from "./data-directory.ts";
import { type Finding, ok, problem, warning } from "./doctor-finding.ts";
import { DATABASE_FILE, openEngine } from "./serve.ts";

/** Clocks this far apart, in milliseconds, have times in logs disagree; and this far, tokens end at the wrong time. */
const SKEW_WARNING_MS = 2_000;
const SKEW_PROBLEM_MS = 30_000;

/** Whether the database can be reached and used as it is. */
export async function checkDatabase(config: Config, machine: Machine): Promise<Finding[]> {
  const about = "database";
  if (config.databaseUrl === undefined && !(await isThere(join(config.dataDir, DATABASE_FILE)))) {
    return [warning(about, `there is none in ${config.dataDir}`, "the first start makes it")];
  }
  let engine: SqlEngine<Schema>;
  try {
    engine = await openEngine(config);
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    return [problem(about, error.message, mendOf(config))];
  }
  try {
    const state = await inspectDatabase(engine);
    return [
      ok(about, `${engine.name} can be reached`),
      schemaFinding(state),
      ...(await secretFinding(config, state)),
      state.hasCatalog || config.catalogPath !== undefined
        ? ok("catalog", "is loaded")
        : warning(
            "catalog",
            "is empty: roles can hold nothing of the platform's",
            "set LATCHKEY_CATALOG, or PUT /v1/catalog",
          ),
      ...(state.nowMs === undefined ? [] : [skewFinding("the database", state.nowMs - machine.clock.nowMs())]),
    ];
  } catch (error) {
    const failure = toStartError(engine, error);
    if (!(failure instanceof StartError)) throw error;
    return [problem(about, failure.message, mendOf(config))];
  } finally {
    await engine.close();
  }
}

function mendOf({ databaseUrl }: Config): string {
  if (databaseUrl !== undefined) return "see that it runs, and that LATCHKEY_DATABASE_URL is right";
  return "see that this user may open it; where it is damaged, restore a backup";
}

function schemaFinding({ pending, unknown }: DatabaseState): Finding {
  if (unknown.length > 0) {
    const says = `was written by a newer version (${unknown.join(", ")})`;
    return problem("schema", says, "run that version: there is no way back but a backup");
  }
  if (pending.length === 0) return ok("schema", "is this version's");
  const says = `${pending.length} migrations have not run: ${pending.join(", ")}`;
  return warning("schema", says, "take a backup; the next start runs them");
}

async function secretFinding(config: Config, { secretId }: DatabaseState): Promise<Finding[]> {
  if (secretId === undefined) return [];
  const path = join(config.dataDir, "secret");
  const secret = config.secret ?? (await readFile(path, "utf8").catch(() => "")).trim();
  if (secret.length < SERVER_SECRET_MIN_LENGTH) {
    const mend = "set LATCHKEY_SECRET to the one it was made with, or bring back the data directory's";
    return [problem("secret", "there is none, and the database was made with one", mend)];
  }
  const { id, previous } = new ServerSecret(secret, config.previousSecret);
  if (id === secretId) return [ok("secret", "is the one that the database was made with")];
  if (previous?.id === secretId)
    return [ok("secret", "is new: the next start begins to use it in place of the previous")];
  const mend = "bring that one back: no key works without it";
  return [problem("secret", "is not the one that the database was made with", mend)];
}

/** How far a clock is from this machine's. */
export function skewFinding(whose: string, skewMs: number): Finding {
  const seconds = `${(Math.abs(skewMs) / 1_000).toFixed(1)} s`;
  const mend = "have both machines follow a time server";
  if (Math.abs(skewMs) >= SKEW_PROBLEM_MS) return problem("clock", `${whose} is ${seconds} away`, mend);
  if (Math.abs(skewMs) >= SKEW_WARNING_MS) return warning("clock", `${whose} is ${seconds} away`, mend);
  return ok("clock", `agrees with that of ${whose}`);
}
