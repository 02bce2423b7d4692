import { join } from "node:path";
import type { Machine } from "../compose.ts";
import { type Config, StartError } from "../config.ts";
import { auditSeal, ServerSecret } from "../server-secret.ts";
import type { Account } from "../domain/account.ts";
import type { Page, PageEnd } from "../domain/page.ts";
import { compareCodeUnits } from "../domain/text.ts";
import type { Store } from "../storage/store.ts";
import { openStore, WrongSecretError } from "../storage/sql-store.ts";
import { verifyAuditChain } from "../usecases/verify-audit-chain.ts";
import { isThere } from "./data-directory.ts";
import { DATABASE_FILE, openEngine, type Say, serverSecret } from "./serve.ts";

/** Checks every account's log and says how each came out. Answers whether all are as they were written. @throws StartError */
export async function verifyAudit(config: Config, machine: Machine, say: Say): Promise<boolean> {
  const { clock, newId } = machine;
  if (config.databaseUrl === undefined && !(await isThere(join(config.dataDir, DATABASE_FILE)))) {
    throw new StartError(`LATCHKEY_DATA_DIR: there is no database in ${config.dataDir}`);
  }
  const seal = auditSeal(new ServerSecret(await serverSecret(config, machine)));
  const engine = await openEngine(config);
  try {
    const store = await openStore({ engine, seal, nowMs: clock.nowMs, newId });
    let isIntact = true;
    const heads = new Map((await store.reads.audit.heads()).map((head) => [head.account, head]));
    for (const account of [...new Set([...heads.keys(), ...(await accountNames(store))])].toSorted(compareCodeUnits)) {
      const { events, fault } = await verifyAuditChain(store.reads.audit, seal, account, heads.get(account));
      isIntact &&= fault === null;
      say(
        fault
          ? `${account}: broken at event ${fault.sequence} (${fault.reason}); ${events} events before it are intact`
          : `${account}: ${events} events intact`,
      );
    }
    return isIntact;
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
async function accountNames({ reads }: Store): Promise<string[]> {
  const names: string[] = [];
  const page = { sort: "name", descending: false, limit: 200 } as const;
  for (let after: PageEnd | null = null; ;) {
    const { items, end }: Page<Account> = await reads.accounts.list({}, { ...page, after });
    names.push(...items.map((account) => account.name));
    if (!end) return names;
    after = end;
  }
}
