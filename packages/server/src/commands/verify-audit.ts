import type { Machine } from "../compose.ts";
import { type Config, StartError } from "../config.ts";
import { auditSeal, ServerSecret } from "../server-secret.ts";
import { openStore, WrongSecretError } from "../storage/sql-store.ts";
import { verifyAuditChain } from "../usecases/verify-audit-chain.ts";
import { openEngine, type Say, serverSecret } from "./serve.ts";

/** Checks every account's log and says how each came out. Answers whether all are as they were written. @throws StartError */
export async function verifyAudit(config: Config, machine: Machine, say: Say): Promise<boolean> {
  const { clock, newId } = machine;
  const seal = auditSeal(new ServerSecret(await serverSecret(config, machine)));
  const engine = await openEngine(config);
  try {
    const store = await openStore({ engine, seal, nowMs: clock.nowMs, newId });
    let isIntact = true;
    for (const head of await store.reads.audit.heads()) {
      const { account, events, fault } = await verifyAuditChain(store.reads.audit, seal, head);
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
