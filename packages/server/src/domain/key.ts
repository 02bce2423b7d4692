import { KEY_ALPHABET, KEY_RANDOM_LENGTH, keyCheckCharacter } from "@latchkey/sdk/credential-format";
import type { Actor } from "./actor.ts";

/**
 * An API key as the account that owns it keeps it. A deleted key stays as a tombstone: its string is never issued again
 * (rule 1), and the accounts that admitted it can still see what it was.
 */
export interface ApiKey {
  readonly key: string;
  readonly owner: string;
  readonly name: string;
  readonly status: KeyStatus;
  readonly createdAtMs: number;
  readonly createdBy: Actor;
  readonly profile: KeyProfile | null;
  /** How many verifications it may have within a minute, over all accounts; `null`: any number. */
  readonly requestsPerMinute: number | null;
  /** Where it may be used from, as `canonicalNetwork` writes it; empty: from anywhere. */
  readonly allowedNetworks: readonly string[];
}

/** What the owner publishes about a key, for those who are to admit it. */
export interface KeyProfile {
  /** What it is for. May be empty. */
  readonly description: string;
  /** The resources that it needs in a host's account: a request, which gives nothing. */
  readonly resources: readonly string[];
}

export type KeyStatus = "active" | "inactive" | "deleted";

/**
 * Makes a key string for an account: 54.8 random bits and a check character.
 *
 * @param randomBytes a source of uniformly distributed bytes, of the length asked for
 */
export function generateKeyString(account: string, randomBytes: (length: number) => Uint8Array): string {
  for (;;) {
    // 256 is a multiple of 32: the five low bits of a byte are uniform.
    const characters = Array.from(randomBytes(KEY_RANDOM_LENGTH), (byte) => KEY_ALPHABET.charAt(byte & 31));
    const body = `${account}-${characters.join("")}`;
    const check = keyCheckCharacter(body);
    if (check !== undefined) return `lk-${body}${check}`;
  }
}
