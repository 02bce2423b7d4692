import type { Machine } from "../machine.ts";
import type { Config } from "../config.ts";
import type { WaitingDigests } from "../storage/store.ts";
import { withDatabaseAsIs } from "./audit.ts";
import type { Say } from "./serve.ts";

const WORDS: Readonly<Record<keyof WaitingDigests, string>> = {
  tokens: "tokens of keys, which move over when they are next used",
  tokensNeverUsed: "of these, tokens that were never used",
  serviceKeys: "service keys, which move over when they are next used",
  twoFactors: "second factors, which the server seals anew within a minute of its start",
  webhooks: "webhooks, whose secrets the server seals anew within a minute of its start",
  peopleWithRecoveryCodes: "people with recovery codes, which need new ones",
  links: "one-time links that wait to be opened",
  invitations: "invitations that wait to be accepted",
  passwordResets: "links to a new password that wait to be used",
};

/** What is still kept under the server secret of before. */
export interface SecretStatus {
  /** Whether anything is, so that it is needed. */
  readonly needed: boolean;
  readonly waiting: WaitingDigests;
}

/** Says how much is still kept under the server secret of before. @throws StartError */
export async function secretStatus(config: Config, machine: Machine, say: Say): Promise<SecretStatus> {
  const nowMs = machine.clock.nowMs();
  const waiting = await withDatabaseAsIs(config, machine, ({ digests }, { secretId }) =>
    digests.waiting(secretId, nowMs),
  );
  const needed = Object.values(waiting).some((count) => count > 0);
  say(needed ? "LATCHKEY_SECRET_PREVIOUS is needed by" : "Nothing waits: LATCHKEY_SECRET_PREVIOUS is needed no more.");
  if (!needed) return { needed, waiting };
  for (const [name, text] of Object.entries(WORDS)) {
    const count = waiting[name as keyof WaitingDigests];
    if (count > 0) say(`  ${count} ${text}`);
  }
  say("Without it these stop working: renew, or delete, what isn't used.");
  return { needed, waiting };
}
