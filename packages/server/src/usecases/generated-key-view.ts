import { type KeySettings, tokenLifetimeMonths } from "../domain/key-settings.ts";
import type { RoleLabel } from "../domain/role.ts";
import { renewalAlert, type RenewalAlert, tokenEndMs } from "../domain/token-age.ts";
import type { KeyDetails, Reads, TokenDetails } from "../storage/store.ts";
import { roleLabels, type RoleNames, roleNames } from "./account-roles.ts";
import { stateOf } from "./precondition.ts";

/** A generated key as the account that owns it sees it. */
export interface GeneratedKeyView extends Omit<KeyDetails, "roles" | "tokens"> {
  readonly roles: readonly RoleLabel[];
  /** The oldest first. */
  readonly tokens: readonly TokenView[];
  /** Of what the owner can edit. */
  readonly state: string;
}

export interface TokenView extends TokenDetails {
  readonly renewalAlert: RenewalAlert | null;
  /** When it stops working by itself, by its own end or by the account's settings; `null`: never. */
  readonly expiresAtMs: number | null;
}

/** What the keys of an account are seen by. */
export interface KeyLight {
  readonly names: RoleNames;
  readonly settings: KeySettings;
  /** The time by which expiry is judged, in milliseconds since 1970 (rule 15). */
  readonly nowMs: number;
}

export async function keyLight(
  source: Pick<Reads, "catalog" | "roles" | "keySettings">,
  account: string,
  nowMs: number,
): Promise<KeyLight> {
  return { names: await roleNames(source, account), settings: await source.keySettings.find(account), nowMs };
}

export function generatedKeyView(key: KeyDetails, { names, settings, nowMs }: KeyLight): GeneratedKeyView {
  const { name, status, profile, allowedNetworks, requestsPerMinute } = key;
  const lifetimeMonths = tokenLifetimeMonths(settings);
  return {
    ...key,
    roles: roleLabels(names, key.roles),
    tokens: key.tokens.map((token) => ({
      ...token,
      renewalAlert: renewalAlert(token.createdAtMs, settings, nowMs),
      expiresAtMs: tokenEndMs(token, lifetimeMonths),
    })),
    state: stateOf({
      name,
      status,
      profile,
      requestsPerMinute,
      roles: key.roles,
      ...(allowedNetworks.length > 0 ? { allowedNetworks } : {}),
      ...(key.quarantined ? { quarantined: true } : {}),
    }),
  };
}
