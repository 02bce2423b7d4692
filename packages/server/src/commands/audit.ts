import type { Machine } from "../machine.ts";
import { type Config, StartError } from "../config.ts";
import { auditSeal } from "../audit-seal.ts";
import type { Account } from "../domain/account.ts";
import type { Page, PageEnd } from "../domain/page.ts";
import { compareCodeUnits } from "../domain/text.ts";
import type { AuditHead, AuditSeal, Reads, Store } from "../storage/store.ts";
import { openStore, WrongSecretError } from "../storage/sql-store.ts";
import { type ChainFault, verifyAuditChain } from "../usecases/verify-audit-chain.ts";
import { readKeptHeads } from "./kept-heads.ts";
import { openEngine, requireDatabase, type Say, serverSecret } from "./serve.ts";

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
  return withStore(config, machine, (store, seal) => checkChains(store.reads, seal, say, kept));
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
  await withStore(config, machine, async (store) => {
    for (const { account, mac, sequence } of await store.reads.audit.heads()) {
      say(JSON.stringify({ account, sequence, mac }));
    }
  });
}

/** Runs work on the database that the configuration names, which has to be there. @throws StartError */
export async function withStore<T>(
  config: Config,
  machine: Machine,
  work: (store: Store, seal: AuditSeal) => Promise<T>,
): Promise<T> {
  const { clock, newId } = machine;
  await requireDatabase(config);
  const seal = auditSeal(await serverSecret(config, machine));
  const engine = await openEngine(config);
  try {
    return await work(await openStore({ engine, seal, nowMs: clock.nowMs, newId }), seal);
  } catch (error) {
    if (error instanceof WrongSecretError) {
      throw new StartError("LATCHKEY_SECRET is not the secret that this database was made with");
    }
    throw error;
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
