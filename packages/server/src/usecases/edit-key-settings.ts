import { type KeySettings, tokenLifetimeMonths } from "../domain/key-settings.ts";
import type { Changes } from "../storage/store.ts";
import { type Access, changeAs } from "./access.ts";
import { difference } from "./audit-difference.ts";
import { keySettingsState, keySettingsView, type KeySettingsView } from "./get-key-settings.ts";
import { keysThatRevive, keysThatStop } from "./key-ages.ts";
import type { Ports } from "./ports.ts";
import { type Precondition, requireState } from "./precondition.ts";

export interface KeySettingsEdit {
  readonly renewalMonths?: KeySettings["renewalMonths"] | undefined;
  readonly enforcement?: KeySettings["enforcement"] | undefined;
}

/**
 * Decides from which age on the renewal of tokens is recommended, and whether they stop working then: all tokens of the
 * account, old and new, and wherever they are used. The audit event says how many keys stop, or work again, by that; the accounts
 * that admitted a key that works again hear of it, as of one that is activated (rule 11).
 *
 * @param precondition of the state that the settings are in
 */
export async function editKeySettings(
  ports: Ports,
  access: Access,
  edit: KeySettingsEdit,
  precondition: Precondition,
): Promise<KeySettingsView> {
  const { account, actor } = access;
  return changeAs(ports, access, "account.edit-api-keys-settings", async (tx) => {
    const nowMs = ports.nowMs();
    const { enforcement, renewalMonths } = await tx.keySettings.find(account);
    const before = { renewalMonths, enforcement };
    requireState(precondition, keySettingsState(before));
    const after: KeySettings = {
      renewalMonths: edit.renewalMonths ?? before.renewalMonths,
      enforcement: edit.enforcement ?? before.enforcement,
    };
    const altered = difference({ ...before }, { ...after });
    if (!altered) return tx.unchanged(await keySettingsView(tx, account, nowMs));
    const stopping = (await stopped(tx, account, after, nowMs)) - (await stopped(tx, account, before, nowMs));
    await tx.keySettings.set(account, after);
    tx.changed({ kind: "account", account });
    await tx.record({
      account,
      actor,
      action: "settings.changed",
      target: account,
      before: altered.before,
      after: {
        ...altered.after,
        ...(stopping > 0 ? { keysStopped: stopping } : {}),
        ...(stopping < 0 ? { keysRevived: -stopping } : {}),
      },
    });
    const [lived, lives] = [tokenLifetimeMonths(before), tokenLifetimeMonths(after)];
    if (stopping < 0 && lived !== null) {
      const recipients = await tx.keys.admissionsOfOwner(account, keysThatRevive(lived, lives, nowMs));
      await tx.announce({ action: "key.activated", actingAccount: account, recipients });
    }
    return keySettingsView(tx, account, nowMs);
  });
}

/** How many active keys have no token that works, by age, under some settings. */
async function stopped(tx: Pick<Changes, "keys">, account: string, settings: KeySettings, nowMs: number) {
  const lifetimeMonths = tokenLifetimeMonths(settings);
  if (lifetimeMonths === null) return 0;
  const [count = 0] = await tx.keys.count(account, [keysThatStop(lifetimeMonths, nowMs)]);
  return count;
}
