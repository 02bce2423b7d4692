import type { Machine } from "../machine.ts";
import { type Config, StartError } from "../config.ts";
import { auditSeal } from "../secrets/audit-seal.ts";
import type { Account } from "../domain/account.ts";
import type { Page, PageEnd } from "../domain/page.ts";
import { compareCodeUnits } from "../domain/text.ts";
import { inspectDatabase } from "../storage/inspect.ts";
import { learnAuditKeys, readsAsIs, type StoreAsIs } from "../storage/sql-store.ts";
import type { AuditHead, AuditSeal, Reads } from "../storage/store.ts";
import { type ChainFault, verifyAuditChain } from "../usecases/verify-audit-chain.ts";
import { toStartError, wrongSecret } from "../start-error.ts";
import { readKeptHeads } from "./kept-heads.ts";
import { existingSecret, openEngine, requireDatabase, type Say } from "./serve.ts";

/** How the logs of an installation came out. */
export interface LogsCheck {
  /** Whether all are as they were written. */
  readonly intact: boolean;
  /** By the names of their accounts. */
  readonly logs: readonly LogCheck[];
}

/** How one account's log came out. */
interface LogCheck {
  readonly account: string;
  /** How many are as they were sealed, before the fault if there is one. */
  readonly events: number;
  readonly fault: Pick<ChainFault, "sequence" | "reason"> | null;
  /** Whether it was held against a head that was kept elsewhere. */
  readonly keptHead: boolean;
}

/**
 * Checks every account's log and says how each came out.
 *
 * @param headsFile path of a file with heads that were kept (see `exportAuditHeads`), or `undefined`
 * @throws StartError
 */
export async function verifyAudit(
  config: Config,
  machine: Machine,
  say: Say,
  headsFile: string | undefined,
): Promise<LogsCheck> {
  const kept = headsFile === undefined ? new Map<string, AuditHead>() : await readKeptHeads(headsFile);
  return withDatabaseAsIs(config, machine, ({ reads }, seal) => checkChains(reads, seal, say, kept));
}

/** Checks every account's log, and says how each came out. */
export async function checkChains(
  reads: Pick<Reads, "accounts" | "audit">,
  seal: AuditSeal,
  say: Say,
  kept: ReadonlyMap<string, AuditHead> = new Map<string, AuditHead>(),
): Promise<LogsCheck> {
  const logs: LogCheck[] = [];
  const heads = new Map((await reads.audit.heads()).map((head) => [head.account, head]));
  const accounts = new Set([...heads.keys(), ...(await accountNames(reads)), ...kept.keys()]);
  for (const account of [...accounts].toSorted(compareCodeUnits)) {
    const { events, fault } = await verifyAuditChain(reads.audit, seal, account, {
      head: heads.get(account),
      kept: kept.get(account),
    });
    const keptHead = kept.has(account);
    logs.push({
      account,
      events,
      fault: fault && { sequence: fault.sequence, reason: fault.reason },
      keptHead,
    });
    say(
      fault
        ? `${account}: broken at event ${fault.sequence} (${fault.reason}); ${events} events before it are intact`
        : `${account}: ${events} events intact${keptHead ? ", the kept head among them" : ""}`,
    );
  }
  return { intact: logs.every(({ fault }) => fault === null), logs };
}

/**
 * Says where each log ends, one line of JSON for each: to be kept where whoever can write to the database can't, and given to
 * `verifyAudit` later. @throws StartError
 */
export async function exportAuditHeads(config: Config, machine: Machine, say: Say): Promise<void> {
  await withDatabaseAsIs(config, machine, async ({ reads }) => {
    for (const { account, mac, sequence } of await reads.audit.heads()) {
      say(JSON.stringify({ account, sequence, mac }));
    }
  });
}

/**
 * Looks at the database that the configuration names, which has to be there and of this version. Nothing is done to it, nor to the data
 * directory: no migration is run, and no secret made. @throws StartError
 */
export async function withDatabaseAsIs<T>(
  config: Config,
  machine: Machine,
  look: (there: StoreAsIs, seal: AuditSeal) => Promise<T>,
): Promise<T> {
  await requireDatabase(config);
  const seal = auditSeal(await existingSecret(config, machine));
  const engine = await openEngine(config);
  try {
    const { pending, secretId, unknown } = await inspectDatabase(engine);
    if (unknown.length > 0) throw new StartError("the database was written by a newer version: run that one");
    if (pending.length > 0) {
      throw new StartError(
        "the database is of an older version: run that one, or take a backup and start this one first",
      );
    }
    if (secretId !== seal.secretId && secretId !== seal.previousSecretId) {
      throw wrongSecret();
    }
    await learnAuditKeys(engine, seal);
    return await look(readsAsIs(engine), seal);
  } catch (error) {
    throw toStartError(engine, error);
  } finally {
    await engine.close();
  }
}

/** Every account of the installation. */
async function accountNames(reads: Pick<Reads, "accounts">): Promise<string[]> {
  const names: string[] = [];
  const page = { sort: "name", descending: false, limit: 200 } as const;
  for (let after: PageEnd | null = null; ;) {
    const { items, end }: Page<Account> = await reads.accounts.list({}, { ...page, after });
    names.push(...items.map((account) => account.name));
    if (!end) return names;
    after = end;
  }
}
