import { stat } from "node:fs/promises";
import { join } from "node:path";
import { type Config, isLoopback, StartError } from "../config.ts";
import { reasonOf } from "../start-error.ts";
import { readCatalogFile } from "./catalog-file.ts";
import { holdsDemo } from "./data-directory.ts";
import { type Finding, ok, problem, warning } from "./doctor-finding.ts";
import { readRouteMapFile } from "./route-map-file.ts";

/** A random token of 32 characters or more has at least so many different ones. */
const LEAST_DIFFERENT_CHARACTERS = 10;

/** What can be said of the configuration alone. */
export function checkConfig({ host, operatorToken, publicUrl, secret, databaseUrl }: Config): Finding[] {
  const findings: Finding[] = [];
  if (operatorToken === undefined) {
    const mend = "set LATCHKEY_OPERATOR_TOKEN, such as by: openssl rand -base64 32";
    findings.push(warning("operator token", "is not set: `latchkey start` makes one, `latchkey serve` refuses", mend));
  } else if (new Set(operatorToken).size < LEAST_DIFFERENT_CHARACTERS) {
    findings.push(problem("operator token", "can be guessed", "take a random one: openssl rand -base64 32"));
  } else {
    findings.push(ok("operator token", "is set"));
  }
  if (publicUrl === undefined) {
    if (!isLoopback(host)) {
      const mend = "set LATCHKEY_PUBLIC_URL to the origin that people and scripts use";
      findings.push(warning("public URL", `is not set, and links will name ${host}`, mend));
    }
  } else {
    const { protocol, hostname } = new URL(publicUrl);
    const isPlain = protocol === "http:" && !isLoopback(hostname.replace(/^\[|\]$/g, ""));
    const mend = "put a TLS proxy before it, and set an https:// LATCHKEY_PUBLIC_URL";
    findings.push(
      isPlain
        ? problem("public URL", `${publicUrl} is without TLS: tokens and cookies can be read on the way`, mend)
        : ok("public URL", publicUrl),
    );
  }
  if (databaseUrl !== undefined && secret === undefined) {
    const mend = "set LATCHKEY_SECRET, the same for every node";
    findings.push(warning("secret", "is in this node's data directory alone: another node could not join", mend));
  }
  return findings;
}

/** Whether the data directory is there, and for its owner alone. */
export async function checkDataDirectory(config: Config): Promise<Finding[]> {
  const { dataDir, secret } = config;
  const about = "data directory";
  let found;
  try {
    found = await stat(dataDir);
  } catch (error) {
    return reasonOf(error) === "ENOENT"
      ? [warning(about, `${dataDir} is not there`, "the first start makes it; otherwise correct LATCHKEY_DATA_DIR")]
      : [problem(about, `${dataDir} can't be looked at: ${reasonOf(error)}`, "let this user read it")];
  }
  if (!found.isDirectory()) return [problem(about, `${dataDir} is no directory`, "correct LATCHKEY_DATA_DIR")];
  const findings: Finding[] = [];
  findings.push(
    isOpen(found.mode)
      ? problem(about, `others of this machine can read ${dataDir}`, `chmod 700 ${dataDir}`)
      : ok(about, `${dataDir} is its owner's alone`),
  );
  if (typeof process.getuid === "function" && found.uid !== process.getuid()) {
    const mend = "run this as the user of the service, who should own it";
    findings.push(warning(about, `${dataDir} belongs to another user`, mend));
  }
  if (await holdsDemo(config)) {
    findings.push(warning(about, "holds demo data, which has a known password", "use another one for real data"));
  }
  if (secret === undefined) findings.push(await checkSecretFile(join(dataDir, "secret")));
  return findings;
}

async function checkSecretFile(path: string): Promise<Finding> {
  try {
    const { mode } = await stat(path);
    if (isOpen(mode)) return problem("secret", `others of this machine can read ${path}`, `chmod 600 ${path}`);
    return ok("secret", `${path}: keep a copy elsewhere, as no key works without it`);
  } catch (error) {
    if (reasonOf(error) !== "ENOENT") return problem("secret", `${path}: ${reasonOf(error)}`, "let this user read it");
    return warning("secret", "there is none yet", "the first start makes one; after a restore, bring the old one back");
  }
}

/** Whether the files that the configuration names can be used. */
export async function checkFiles({ catalogPath, routesPath }: Config): Promise<Finding[]> {
  const findings: Finding[] = [];
  if (catalogPath !== undefined) findings.push(await checkFile("catalog file", catalogPath, readCatalogFile));
  if (routesPath !== undefined) findings.push(await checkFile("route map", routesPath, readRouteMapFile));
  return findings;
}

async function checkFile(about: string, path: string, read: (path: string) => Promise<unknown>): Promise<Finding> {
  try {
    await read(path);
    return ok(about, `${path} can be used`);
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    return problem(about, error.message, "correct the file: the next start would end here");
  }
}

/** Whether others than the owner may do anything; Windows has no such bits. */
function isOpen(mode: number): boolean {
  return process.platform !== "win32" && (mode & 0o077) !== 0;
}
