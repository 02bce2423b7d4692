import type { GeneratedKey } from "../../../api/generated-keys.ts";

/** How long before its end a token is pointed out, in milliseconds: as long before as the account is first told. */
const SOON_MS = 30 * 86_400_000;

/** The most urgent thing to say of a key's tokens. */
export type TokenAlert =
  { readonly kind: "expired" | "expiring"; readonly at: string } | { readonly kind: "overdue" | "recommended" };

export function tokenAlert({ tokens }: Pick<GeneratedKey, "tokens">, nowMs: number): TokenAlert | undefined {
  const ends = tokens.flatMap(({ expiresAt }) => expiresAt ?? []).toSorted();
  const expired = ends.find((at) => Date.parse(at) <= nowMs);
  if (expired !== undefined) return { kind: "expired", at: expired };
  const expiring = ends.find((at) => Date.parse(at) <= nowMs + SOON_MS);
  if (expiring !== undefined) return { kind: "expiring", at: expiring };
  const alerts = tokens.map(({ renewalAlert }) => renewalAlert);
  if (alerts.includes("overdue")) return { kind: "overdue" };
  return alerts.includes("recommended") ? { kind: "recommended" } : undefined;
}
