import type { GeneratedKey } from "./generated-keys.ts";

/** A token of a generated key: what is known of it once it was given out. */
export type KeyToken = GeneratedKey["tokens"][number];

/** What a key's tokens are, for people: it decides what a row says and what can be done. */
export type TokenState =
  /** It has none: the link to its first one expired or was made void. Renewing mends that. */
  | { readonly kind: "none" }
  /** Its only token waits behind a link that nobody has opened yet. */
  | { readonly kind: "waiting"; readonly token: KeyToken; readonly link: WaitingLink }
  | { readonly kind: "single"; readonly token: KeyToken }
  /** A renewal is open. `link` is there while the new token waits behind it: until then only the old one works. */
  | { readonly kind: "renewal"; readonly old: KeyToken; readonly new: KeyToken; readonly link: WaitingLink | null };

type WaitingLink = NonNullable<KeyToken["link"]>;

export function tokenStateOf({ tokens }: Pick<GeneratedKey, "tokens">): TokenState {
  const renewed = tokens.find(({ state }) => state === "renewed");
  const current = tokens.find(({ state }) => state === "current");
  if (current === undefined) return { kind: "none" };
  if (renewed !== undefined) return { kind: "renewal", old: current, new: renewed, link: renewed.link };
  return current.link === null
    ? { kind: "single", token: current }
    : { kind: "waiting", token: current, link: current.link };
}
