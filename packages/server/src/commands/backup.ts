import { link, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Machine } from "../machine.ts";
import { type Config, StartError } from "../config.ts";
import { UsageError } from "./command-line.ts";
import { auditSeal } from "../secrets/audit-seal.ts";
import type { ServerSecret } from "../secrets/server-secret.ts";
import { openBackup, type OpenBackup, writeBackup } from "../storage/portable/backup-file.ts";
import { BackupError } from "../storage/portable/backup-format.ts";
import { restoreBackup, type Restored } from "../storage/portable/restore.ts";
import { NoInstallationError, readInstallation } from "../storage/portable/take-backup.ts";
import type { Suspicion } from "../storage/portable/quarantine.ts";
import { reasonOf, toStartError, wrongSecret } from "../start-error.ts";
import { readKnownChanges } from "./known-changes.ts";
import { isThere, openDataDirectory } from "./data-directory.ts";
import { DATABASE_FILE, existingSecret, openEngine, requireDatabase, type Say, withoutServer } from "./serve.ts";

/** What a backup came to. */
export interface BackedUp {
  readonly file: string;
  readonly rows: number;
  /** The revision that it stands at: what changed behind it is to be told to a restore. */
  readonly revision: number;
}

/** Writes everything that the installation holds into a file, beside a server that runs or not. @throws StartError */
export async function backup(config: Config, machine: Machine, say: Say, file: string): Promise<BackedUp> {
  await requireDatabase(config);
  const keys = sealKeys(await existingSecret(config, machine));
  const engine = await openEngine(config);
  try {
    const { header, rows } = await readInstallation(engine, machine.clock.nowMs(), async (header, parts) => {
      const key = keys(header.secretId);
      if (!key) throw wrongSecret();
      const names = { path: file, draft: `${file}.${machine.newId()}.part` };
      return { header, rows: await writeBackup(names, header, key, parts) };
    });
    say(`${file}: ${rows} rows, up to revision ${header.revision}`);
    say("It opens nothing without LATCHKEY_SECRET, which isn't in it: keep that elsewhere, and both in safe places.");
    return { file, rows, revision: header.revision };
  } catch (error) {
    throw asStartError(toStartError(engine, error), file);
  } finally {
    await engine.close();
  }
}

export interface RestoreOptions {
  /** Path of a file that says what changed after the backup. */
  readonly changes: string | undefined;
  /** Whether everything is suspected of having changed. */
  readonly quarantineAll: boolean;
  /** Whether somebody vouches for it that nothing was revoked after the backup. */
  readonly trustBackup: boolean;
}

/** What a restore came to. */
export interface RestoredFrom {
  readonly rows: number;
  /** When the backup was taken (RFC 3339). */
  readonly takenAt: string;
  /** The revision that the backup stood at. */
  readonly revision: number;
  /** What opens nothing until somebody has decided on it. */
  readonly quarantined: { readonly keys: number; readonly externalKeys: number };
  /** Ids of service keys that are gone. */
  readonly goneServiceKeys: readonly string[];
}

/**
 * Fills an empty database, or an empty data directory, from a backup. What was revoked after it would work again: one of the options
 * must say what to do about that.
 *
 * @throws StartError | UsageError
 */
export async function restore(
  config: Config,
  machine: Machine,
  say: Say,
  file: string,
  options: RestoreOptions,
): Promise<RestoredFrom> {
  const secret = await existingSecret(config, machine);
  try {
    const opened = await openBackup(file, sealKeys(secret));
    const suspicion = await suspicionOf(options, opened);
    const restored =
      config.databaseUrl === undefined
        ? await restoreFile(config, machine, secret, opened, suspicion)
        : await restoreInto(config, machine, secret, opened, suspicion);
    say(`${restored.rows} rows were restored as of ${opened.header.takenAt}, revision ${opened.header.revision}.`);
    for (const line of outcomeOf(restored, suspicion)) say(line);
    const { externalKeys, keys, rows, serviceKeys } = restored;
    const { revision, takenAt } = opened.header;
    return { rows, takenAt, revision, quarantined: { keys, externalKeys }, goneServiceKeys: serviceKeys };
  } catch (error) {
    throw asStartError(error, file);
  }
}

async function suspicionOf(
  { changes, quarantineAll, trustBackup }: RestoreOptions,
  { header }: OpenBackup,
): Promise<Suspicion> {
  if ([changes !== undefined, quarantineAll, trustBackup].filter(Boolean).length !== 1) {
    throw new UsageError(
      "say one of --changes FILE (what changed after the backup is quarantined), --quarantine-all, or --trust-backup (nothing is: what was revoked after the backup works again)",
    );
  }
  if (changes !== undefined) return readKnownChanges(changes, header);
  return quarantineAll ? "all" : "none";
}

/** Restores into a file beside, which gets the database's name once it is whole. */
async function restoreFile(
  config: Config,
  machine: Machine,
  secret: ServerSecret,
  opened: OpenBackup,
  suspicion: Suspicion,
): Promise<Restored> {
  await openDataDirectory(config.dataDir);
  const path = join(config.dataDir, DATABASE_FILE);
  const draft = `${DATABASE_FILE}.restoring`;
  return withoutServer(config, async () => {
    if (await isThere(path))
      throw new StartError(`LATCHKEY_DATA_DIR: there is a database in ${config.dataDir} already`);
    await removeDatabase(join(config.dataDir, draft));
    try {
      const restored = await restoreInto(config, machine, secret, opened, suspicion, draft);
      // Never over one that is there.
      await link(join(config.dataDir, draft), path);
      return restored;
    } finally {
      await removeDatabase(join(config.dataDir, draft));
    }
  });
}

async function restoreInto(
  config: Config,
  { clock, newId }: Machine,
  secret: ServerSecret,
  opened: OpenBackup,
  suspicion: Suspicion,
  databaseFile?: string,
): Promise<Restored> {
  const engine = await openEngine(config, databaseFile);
  try {
    return await restoreBackup({ engine, seal: auditSeal(secret), nowMs: clock.nowMs(), newId }, opened, suspicion);
  } catch (error) {
    throw toStartError(engine, error);
  } finally {
    await engine.close();
  }
}

function outcomeOf({ externalKeys, keys, serviceKeys }: Restored, suspicion: Suspicion): string[] {
  const lines = ["Everybody has to sign in again; followers start over."];
  if (suspicion === "none") {
    return [...lines, "Nothing is quarantined: whatever was revoked after the backup works again."];
  }
  lines.push(
    `${keys} keys and ${externalKeys} external keys are quarantined: they open nothing until their accounts' administrators have decided, in the console or with PATCH {"status"}.`,
    "One-time links, invitations and links to a new password that waited are void.",
  );
  if (serviceKeys.length > 0) lines.push(`Service keys that are gone: ${serviceKeys.join(", ")}`);
  if (suspicion === "all") lines.push("Service keys are as they were: delete those that shouldn't be there.");
  if (suspicion !== "all" && suspicion.some(({ kind }) => kind === "catalog")) {
    lines.push("The catalog changed after the backup: supply the newest before anything is served.");
  }
  lines.push("People and their roles are as they were: look at who was removed since.");
  return lines;
}

/** The key that seals backups under a server secret that is known. */
function sealKeys(secret: ServerSecret) {
  return (secretId: string) => secret.all.find(({ id }) => id === secretId)?.derive("latchkey backup");
}

async function removeDatabase(path: string): Promise<void> {
  for (const suffix of ["", "-wal", "-shm"]) await rm(path + suffix, { force: true });
}

function asStartError(error: unknown, file: string): unknown {
  if (error instanceof BackupError) return new StartError(`${file}: ${error.message}`);
  if (error instanceof NoInstallationError) return new StartError(error.message);
  const { code, syscall } = error as NodeJS.ErrnoException;
  return code !== undefined && syscall !== undefined ? new StartError(`${file}: ${reasonOf(error)}`) : error;
}
