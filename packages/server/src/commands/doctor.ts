import type { Machine } from "../machine.ts";
import { type Config, parseConfig, StartError } from "../config.ts";
import { verifyAudit } from "./audit.ts";
import { checkDatabase } from "./doctor-database.ts";
import { type Finding, ok, problem } from "./doctor-finding.ts";
import { checkConfig, checkDataDirectory, checkFiles } from "./doctor-files.ts";
import { checkService, type DoctorParts } from "./doctor-service.ts";
import type { Say } from "./serve.ts";

const MARKS: Readonly<Record<Finding["level"], string>> = { ok: "ok", warning: "warning", problem: "PROBLEM" };

/**
 * Checks an installation and says what to mend. It changes nothing, and needs no running service. Answers the exit code: 1
 * where there is a problem, 0 where there are warnings at most.
 */
export async function doctor(
  environment: Readonly<Record<string, string | undefined>>,
  parts: DoctorParts,
  say: Say,
  options: { readonly json: boolean; readonly audit: boolean },
): Promise<number> {
  const findings = await examine(environment, parts, options.audit);
  if (options.json) {
    say(JSON.stringify({ findings }, undefined, 2));
  } else {
    for (const { level, about, says, mend } of findings) {
      say(`${MARKS[level].padEnd(7)}  ${about}: ${says}${mend === undefined ? "" : `\n         -> ${mend}`}`);
    }
  }
  return findings.some(({ level }) => level === "problem") ? 1 : 0;
}

async function examine(
  environment: Readonly<Record<string, string | undefined>>,
  parts: DoctorParts,
  withAudit: boolean,
): Promise<Finding[]> {
  let config: Config;
  try {
    config = parseConfig(environment);
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    return [problem("configuration", error.message, "correct this variable, and look again: nothing else was checked")];
  }
  const askedUrl = environment["LATCHKEY_URL"]?.trim() || undefined;
  return [
    ok("configuration", "every variable can be used"),
    ...checkConfig(config),
    ...(await checkDataDirectory(config)),
    ...(await checkFiles(config)),
    ...(await checkDatabase(config, parts.machine)),
    ...(await checkService(config, askedUrl, parts)),
    ...(withAudit ? [await checkAudit(config, parts.machine)] : []),
  ];
}

async function checkAudit(config: Config, machine: Machine): Promise<Finding> {
  try {
    const { intact, logs } = await verifyAudit(config, machine, () => undefined, undefined);
    if (intact) return ok("audit", `${logs.length} logs are as they were written`);
    const broken = logs.flatMap(({ account, fault }) =>
      fault ? [`${account} is broken at event ${fault.sequence} (${fault.reason})`] : [],
    );
    return problem("audit", broken.join("; "), "somebody or something changed the database: see docs/adr/0006");
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    return problem("audit", error.message, "mend this first");
  }
}
