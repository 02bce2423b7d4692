import type { TFunction } from "i18next";
import type { ExternalKey } from "../../../api/external-keys.ts";

const REASONS = {
  "owner-deactivated": "external.reasonOwnerDeactivated",
  "owner-suspended": "external.reasonOwnerSuspended",
  "owner-deleted": "external.reasonOwnerDeleted",
  "suspended-here": "external.reasonSuspendedHere",
  expired: "external.reasonExpired",
} as const satisfies Record<NonNullable<ExternalKey["statusReason"]>, string>;

/** Why an external key is inactive, in words; `undefined` where it is active. */
export function describeStatusReason(t: TFunction, key: ExternalKey): string | undefined {
  if (key.quarantined) return t("quarantine.reason");
  return key.statusReason === null ? undefined : t(REASONS[key.statusReason]);
}

/** Whether the cause is the owner's, so that this account can't change it. */
export function isOwnersSide(key: ExternalKey): boolean {
  return key.statusReason?.startsWith("owner-") ?? false;
}
