import type { AccountEntry, ExternalKeyEntry, KeyEntry, TokenEntry } from "../domain/directory-entry.ts";
import { type DigestText, digestText } from "../domain/token.ts";

// What verification knows of a key and of an admission. A directory holds them by the million: no field more than a decision
// needs, and what many have in common once.

export interface KnownKey extends Pick<KeyEntry, "key" | "name" | "owner" | "requestsPerMinute" | "roles" | "status"> {
  readonly current: KnownToken | undefined;
  /** The second token while a renewal is open (rule 3). */
  readonly renewed: KnownToken | undefined;
}

export interface KnownToken extends Pick<TokenEntry, "createdAtMs" | "expiresAtMs" | "id"> {
  readonly digest: DigestText;
}

export type KnownAdmission = Pick<
  ExternalKeyEntry,
  "account" | "expiresAtMs" | "name" | "requestsPerMinute" | "roles" | "status"
>;

export type KnownAccount = Pick<AccountEntry, "status" | "tokenLifetimeMonths">;

/** Makes what is known from entries. Each entry comes from the database with copies of its own of what others say too. */
export class Acquaintance {
  readonly #texts = new Map<string, string>();
  readonly #lists = new Map<string, readonly string[]>();

  key({ key, name, owner, requestsPerMinute, roles, status, tokens }: KeyEntry): KnownKey {
    const token = (state: TokenEntry["state"]): KnownToken | undefined => {
      const found = tokens.find((each) => each.state === state);
      if (!found) return undefined;
      const { createdAtMs, digest, expiresAtMs, id } = found;
      return { id, digest: digestText(digest), createdAtMs, expiresAtMs };
    };
    return {
      key,
      name,
      owner: this.#text(owner),
      status: this.#text(status),
      roles: this.#list(roles),
      requestsPerMinute,
      current: token("current"),
      renewed: token("renewed"),
    };
  }

  admission({ account, expiresAtMs, name, requestsPerMinute, roles, status }: ExternalKeyEntry): KnownAdmission {
    return {
      account: this.#text(account),
      name,
      expiresAtMs,
      requestsPerMinute,
      status: this.#text(status),
      roles: this.#list(roles),
    };
  }

  #text<Text extends string>(text: Text): Text {
    const known = this.#texts.get(text);
    if (known === undefined) this.#texts.set(text, text);
    return (known ?? text) as Text;
  }

  #list(texts: readonly string[]): readonly string[] {
    // No role's id has a space.
    const name = texts.join(" ");
    const known = this.#lists.get(name);
    if (known === undefined) this.#lists.set(name, texts);
    return known ?? texts;
  }
}
