import type { TFunction } from "i18next";
import type { KeyToken } from "../../../api/key-token.ts";
import { describeAgo, describeUntil } from "../../shared/Time.tsx";

const DAY_MS = 86_400_000;

/** When a token was made, and when and from where it was last used; for one that waits behind its link, how long that waits. */
export function describeToken(t: TFunction, token: KeyToken, nowMs: number, language: string): string {
  const made = t("tokens.made", { when: describeAgo(token.createdAt, nowMs, language) });
  const rest = token.link ? describeLink(t, token.link, nowMs, language) : describeUse(t, token, nowMs, language);
  return t("tokens.facts", { made, rest });
}

/** When and from where a token was last used. */
export function describeUse(
  t: TFunction,
  { lastUsedAt, lastNetwork }: Pick<KeyToken, "lastUsedAt" | "lastNetwork">,
  nowMs: number,
  language: string,
): string {
  if (lastUsedAt === null) return t("tokens.unused");
  const when = describeAgo(lastUsedAt, nowMs, language);
  return lastNetwork === null ? t("tokens.used", { when }) : t("tokens.usedFrom", { when, network: lastNetwork });
}

/** That nobody has opened a link yet, and how long it waits. */
export function describeLink(
  t: TFunction,
  { expiresAt }: { readonly expiresAt: string },
  nowMs: number,
  language: string,
): string {
  if (Date.parse(expiresAt) <= nowMs) return t("tokens.linkExpired");
  return t("tokens.linkUnopened", { when: describeUntil(expiresAt, nowMs, language) });
}

/** Whether something used a token so lately that it surely still does. */
export function isInUse({ lastUsedAt }: Pick<KeyToken, "lastUsedAt">, nowMs: number): boolean {
  return lastUsedAt !== null && nowMs - Date.parse(lastUsedAt) < DAY_MS;
}
