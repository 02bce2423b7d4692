import { z } from "zod";
import type { Machine } from "../machine.ts";
import type { Config } from "../config.ts";
import { skewFinding } from "./doctor-database.ts";
import { type Finding, ok, problem, warning } from "./doctor-finding.ts";

/** What a doctor looks with. */
export interface DoctorParts {
  readonly machine: Machine;
  readonly fetch: typeof fetch;
}

/** How long a service may take to say how it is, in milliseconds. */
const PATIENCE_MS = 5_000;

const readiness = z.object({ status: z.enum(["ready", "stale"]), ageSeconds: z.number() });

/**
 * Asks the service how it is, and whether its public address leads to it.
 *
 * @param askedUrl where it is, or `undefined`: where the configuration has it listen
 */
export async function checkService(
  config: Config,
  askedUrl: string | undefined,
  { fetch, machine }: DoctorParts,
): Promise<Finding[]> {
  const ask = (url: string) => fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS), redirect: "manual" });
  const asked = askedUrl === undefined ? undefined : URL.parse(askedUrl);
  // Not repeated: there may be a password in it.
  if (asked === null || (asked && (!/^https?:$/.test(asked.protocol) || asked.username || asked.password))) {
    const says = "LATCHKEY_URL is no address such as https://keys.example.com, without a password";
    return [problem("service", says, "correct it")];
  }
  const base = askedUrl ?? `http://${reachable(config.host)}:${config.port}`;
  const findings: Finding[] = [];
  try {
    const response = await ask(new URL("/readyz", base).href);
    const date = Date.parse(response.headers.get("date") ?? "");
    const answer = readiness.safeParse(await response.json().catch(() => undefined));
    if (!answer.success) {
      return [
        problem("service", `${base} is not Latchkey, or something stands before it`, "set LATCHKEY_URL, or PORT"),
      ];
    }
    findings.push(knowledgeFinding(answer.data, config.maxStalenessMs));
    // Cut off to whole seconds: half of one is nobody's fault.
    if (!Number.isNaN(date)) findings.push(skewFinding("the service", date + 500 - machine.clock.nowMs()));
  } catch {
    const mend = "start it, or set LATCHKEY_URL to where it is";
    return [warning("service", `nothing answers at ${base}`, mend)];
  }
  if (config.publicUrl !== undefined) {
    const isReached = await ask(new URL("/healthz", config.publicUrl).href).then(
      ({ ok }) => ok,
      () => false,
    );
    const mend = "look at name, certificate and proxy; from here it may also be a firewall";
    if (isReached) findings.push(ok("public URL", "leads to a service that answers"));
    else findings.push(warning("public URL", `${config.publicUrl}/healthz doesn't answer 200`, mend));
  }
  return findings;
}

function knowledgeFinding({ status, ageSeconds }: z.infer<typeof readiness>, maxStalenessMs: number): Finding {
  const says = `what it knows is ${ageSeconds.toFixed(1)} s old`;
  if (status === "stale")
    return problem("service", `${says}, and it answers nothing`, "see why it can't reach its database");
  if (ageSeconds * 2_000 > maxStalenessMs) {
    return warning("service", says, "see why it can't reach its database: soon it will answer nothing");
  }
  return ok("service", `ready, and ${says}`);
}

/** An address that listens everywhere, as one to be asked. */
function reachable(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host.includes(":") ? `[${host}]` : host;
}
