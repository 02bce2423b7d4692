import { readFile } from "node:fs/promises";
import { z } from "zod";
import { UsageError } from "./command-line.ts";
import { type Config, StartError } from "../config.ts";
import type { Change, DatedChange, KnownChanges } from "../domain/change.ts";
import type { BackupHeader } from "../storage/portable/backup-format.ts";
import { readsAsIs } from "../storage/sql-store.ts";
import { reasonOf, toStartError } from "../start-error.ts";
import { openEngine, requireDatabase, type Say } from "./serve.ts";

/** Revisions that are read at a time. */
const BATCH = 500;

const text = z.string().min(1);
const revision = z.int().min(0);
const changeSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("account"), account: text, revision }),
  z.object({ kind: z.literal("key"), key: text, revision }),
  z.object({ kind: z.literal("external-key"), account: text, key: text, revision }),
  z.object({ kind: z.literal("role"), account: text, role: text, revision }),
  z.object({ kind: z.literal("catalog"), revision }),
  z.object({ kind: z.literal("service-key"), id: text, revision }),
]) satisfies z.ZodType<DatedChange>;

const knownSchema = z.object({
  epoch: text,
  after: z.int().min(0),
  through: z.int().min(0),
  complete: z.boolean(),
  changes: z.array(changeSchema),
}) satisfies z.ZodType<KnownChanges>;

/**
 * Says what changed behind a revision, as far as the database still knows, in the form in which a node answers `GET /v1/changes`.
 *
 * @param after text of the revision, or `undefined`: everything that is known
 * @throws StartError | UsageError
 */
export async function exportChanges(config: Config, say: Say, after: string | undefined): Promise<void> {
  if (after !== undefined && !/^\d{1,15}$/.test(after)) throw new UsageError("--after must be a revision");
  await requireDatabase(config);
  const engine = await openEngine(config);
  try {
    const { feed } = readsAsIs(engine);
    const { epoch, revision, trimmedThrough } = await feed.position();
    const from = after === undefined ? trimmedThrough : Number(after);
    const changes = new Map<string, DatedChange>();
    let through = Math.max(from, trimmedThrough);
    while (through < revision) {
      const revisions = await feed.after(through, BATCH);
      const last = revisions.at(-1);
      if (!last) break;
      for (const one of revisions) {
        for (const change of one.changes) changes.set(JSON.stringify(change), { ...change, revision: one.revision });
      }
      through = last.revision;
    }
    const known: KnownChanges = {
      epoch,
      after: from,
      through,
      complete: from >= trimmedThrough,
      changes: [...changes.values()],
    };
    say(JSON.stringify(known));
  } catch (error) {
    throw toStartError(engine, error);
  } finally {
    await engine.close();
  }
}

/**
 * Reads what changed after a backup, which must be all of it.
 *
 * @throws StartError where the file is none, or doesn't tell everything that changed after the backup
 */
export async function readKnownChanges(path: string, backup: BackupHeader): Promise<readonly Change[]> {
  const content = await readFile(path, "utf8").catch((error: unknown) => {
    throw new StartError(`--changes: ${path} can't be read: ${reasonOf(error)}`);
  });
  const known = parse(content);
  const problem = known ? problemOf(known, backup.epoch, backup.revision) : "doesn't say what changed";
  if (!known || problem)
    throw new StartError(`--changes: ${path} ${problem ?? ""}; with --quarantine-all it isn't needed`);
  return known.changes.filter((change) => change.revision > backup.revision);
}

function problemOf(known: KnownChanges, epoch: string, newest: number): string | undefined {
  if (known.epoch !== epoch) return "is of another installation, or of before another restore";
  if (known.after > newest) return `begins at revision ${known.after}, behind the backup's ${newest}`;
  if (!known.complete) return "doesn't tell everything that changed";
  if (known.through < newest) return `ends at revision ${known.through}, before the backup's ${newest}`;
  return undefined;
}

function parse(content: string): KnownChanges | undefined {
  try {
    return knownSchema.safeParse(JSON.parse(content)).data;
  } catch {
    return undefined;
  }
}
