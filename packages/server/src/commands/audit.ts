import type { Machine } from "../machine.ts";
import { type Config, StartError } from "../config.ts";
import { auditSeal } from "../audit-seal.ts";
import type { Account } from "../domain/account.ts";
import type { Page, PageEnd } from "../domain/page.ts";
import { compareCodeUnits } from "../domain/text.ts";
import type { AuditHead, AuditSeal, Reads, Store } from "../storage/store.ts";
import { openStore, WrongSecretError } from "../storage/sql-store.ts";
import { verifyAuditChain } from "../usecases/verify-audit-chain.ts";
import { readKeptHeads } from "./kept-heads.ts";
import { openEngine, requireDatabase, type Say, serverSecret } from "./serve.ts";

/**
 * Checks every account's log and says how each came out. Answers whether all are as they were written.
 *
 * @param headsFile path of a file with heads that were kept (see `exportAuditHeads`), or `undefined`
 * @throws StartError
 */
export async function verifyAudit(
  config: Config,
  machine: Machine,
  say: Say,
  headsFile: string | undefined,
): Promise<boolean> {
  const kept = headsFile === undefined ? new Map<string, AuditHead>() : await readKeptHeads(headsFile);
  return withStore(config, machine, (store, seal) => checkChains(store.reads, seal, say, kept));
}

/** Checks every account's log, and says how each came out. Answers whether all are as they were written. */
export async function checkChains(
  reads: Pick<Reads, "accounts" | "audit">,
  seal: AuditSeal,
  say: Say,
  kept: ReadonlyMap<string, AuditHead> = new Map<string, AuditHead>(),
): Promise<boolean> {
  let isIntact = true;
  const heads = new Map((await reads.audit.heads()).map((head) => [head.account, head]));
  const accounts = new Set([...heads.keys(), ...(await accountNames(reads)), ...kept.keys()]);
  for (const account of [...accounts].toSorted(compareCodeUnits)) {
    const { events, fault } = await verifyAuditChain(reads.audit, seal, account, {
      head: heads.get(account),
      kept: kept.get(account),
    });
    isIntact &&= fault === null;
    say(
      fault
        ? `${account}: broken at event ${fault.sequence} (${fault.reason}); ${events} events before it are intact`
        : `${account}: ${events} events intact${kept.has(account) ? ", the kept head among them" : ""}`,
    );
  }
  return isIntact;
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
