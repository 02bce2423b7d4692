import { join } from "node:path";
import type { Machine } from "../machine.ts";
import { type Config, StartError } from "../config.ts";
import { UsageError } from "./command-line.ts";
import { auditSeal } from "../secrets/audit-seal.ts";
import { openPostgres } from "../storage/postgres.ts";
import { CopyError, copyInstallation, type CopyOutcome } from "../storage/portable/copy.ts";
import { NoInstallationError } from "../storage/portable/take-backup.ts";
import type { Schema } from "../storage/schema.ts";
import { learnAuditKeys, readsAsIs } from "../storage/sql-store.ts";
import { openSqlite } from "../storage/sqlite.ts";
import { reasonOf, toStartError } from "../start-error.ts";
import { checkChains, type LogsCheck } from "./audit.ts";
import { DATABASE_FILE, existingSecret, requireDatabase, SECRET_FILE, type Say, withoutServer } from "./serve.ts";

/** Rows of one table between two lines of progress. */
const PROGRESS_ROWS = 50_000;

/** What a copy came to. */
export interface Copied {
  readonly outcome: CopyOutcome;
  /** Path of the embedded database. */
  readonly source: string;
  /** Without who signs in to it, and how. */
  readonly target: string;
  /** How many rows each table has; none where everything was there already. */
  readonly rows: Readonly<Record<string, number>>;
  readonly logs: LogsCheck["logs"];
}

/**
 * Moves the embedded installation to PostgreSQL: copies everything, checks that everything arrived and every audit log is as it was
 * written, and says what is next. The source is left as it is. Run again it goes on where it was interrupted.
 *
 * @param to `postgres://…` without a password, or `undefined`: what the environment says
 * @throws StartError | UsageError
 */
export async function copy(config: Config, machine: Machine, say: Say, to: string | undefined): Promise<Copied> {
  const url = targetOf(config, to);
  const path = join(config.dataDir, DATABASE_FILE);
  await requireDatabase({ ...config, databaseUrl: undefined });
  const seal = auditSeal(await existingSecret(config, machine));
  return withoutServer(config, async () => {
    const source = await openSqlite<Schema>(path);
    try {
      const target = await openPostgres<Schema>(url.href).catch((error: unknown) => {
        throw new StartError(`the target can't be opened: ${reasonOf(error)}`);
      });
      try {
        say(`Copying ${path} to ${nameOf(url)}`);
        const rows: Record<string, number> = {};
        let logs: Copied["logs"] = [];
        const outcome = await copyInstallation({
          source,
          target,
          nowMs: machine.clock.nowMs(),
          progress: (table, done, total) => {
            rows[table] = total;
            if (done === total || done % PROGRESS_ROWS === 0) say(`  ${table}: ${done} of ${total}`);
          },
          check: async () => {
            say("Checking the audit logs");
            await learnAuditKeys(target, seal);
            const checked = await checkChains(readsAsIs(target).reads, seal, (line) => say(`  ${line}`));
            ({ logs } = checked);
            if (!checked.intact) throw new CopyError("an audit log isn't as it was written: see above");
          },
        });
        say(outcome === "copied" ? "Everything was copied and counted." : "The target has everything already.");
        say(whatIsNext(config, url));
        return { outcome, source: path, target: nameOf(url), rows, logs };
      } catch (error) {
        throw toStartError(source, toStartError(target, error));
      } finally {
        await target.close();
      }
    } catch (error) {
      if (!(error instanceof CopyError || error instanceof NoInstallationError)) throw error;
      throw new StartError(error.message);
    } finally {
      await source.close();
    }
  });
}

function targetOf(config: Config, to: string | undefined): URL {
  const text = to ?? config.copyTo ?? config.databaseUrl;
  if (text === undefined) throw new UsageError("LATCHKEY_COPY_TO or --to must say where to copy to: postgres://…");
  const url = URL.parse(text);
  if (!url || !/^postgres(ql)?:$/.test(url.protocol)) {
    if (to === undefined) throw new StartError("LATCHKEY_COPY_TO must begin with postgres://");
    throw new UsageError("--to must begin with postgres://");
  }
  if (to !== undefined && (url.password !== "" || url.searchParams.has("password"))) {
    // Everybody on the machine can read arguments.
    throw new UsageError("--to must hold no password: set LATCHKEY_COPY_TO, or PGPASSWORD beside it");
  }
  return url;
}

/** A database as it can be shown: without who signs in to it, and how. */
function nameOf(url: URL): string {
  return `postgres://${url.host}${url.pathname}`;
}

function whatIsNext(config: Config, url: URL): string {
  const secret =
    config.secret === undefined
      ? `LATCHKEY_SECRET: what stands in ${join(config.dataDir, SECRET_FILE)}`
      : "LATCHKEY_SECRET: the same as now";
  return [
    "",
    "Serve it from there with",
    `  LATCHKEY_DATABASE_URL: ${nameOf(url)}, with its user and password`,
    `  ${secret}`,
    `Don't serve ${join(config.dataDir, DATABASE_FILE)} any more: what changes there doesn't reach the copy.`,
  ].join("\n");
}
