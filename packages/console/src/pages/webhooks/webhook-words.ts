import type { ParseKeys, TFunction } from "i18next";
import type { DeliveryAttempt, Webhook, WebhookEvent } from "../../api/webhooks.ts";
import { describeAction } from "../audit/audit-wording.ts";

/** What a webhook can be told of, by what it is about. Each is called as the entry of the audit log that it comes from. */
export const EVENT_GROUPS: readonly { readonly label: ParseKeys; readonly events: readonly WebhookEvent[] }[] = [
  {
    label: "audit.familyKey",
    events: ["key.deactivated", "key.activated", "key.renewed", "key.deleted"],
  },
  {
    label: "audit.familyExternalKey",
    events: ["external_key.added", "external_key.changed", "external_key.removed"],
  },
  {
    label: "audit.familyToken",
    events: [
      "token.renewal_recommended",
      "token.renewal_overdue",
      "token.expiring",
      "token.expired",
      "token_link.opened",
    ],
  },
];

/** A type of message in words; one that a newer service knows, as it calls it. */
export function describeEvent(t: TFunction, type: string): string {
  return type === "webhook.test" ? t("webhooks.testEvent") : describeAction(t, type.replaceAll("_", "-"));
}

/** What identifies a webhook to people: the host that it leads to. */
export function hostOf(url: string): string {
  return URL.parse(url)?.host ?? url;
}

/** Why a webhook is off though nobody turned it off; `undefined` where somebody did, or it is on. */
export function statusReason(t: TFunction, { statusReason }: Pick<Webhook, "statusReason">): string | undefined {
  if (statusReason === null) return undefined;
  return statusReason === "failing" ? t("webhooks.reasonFailing") : t("webhooks.reasonGone");
}

/** How an attempt ended. */
export function describeAttempt(t: TFunction, { problem, status }: DeliveryAttempt): string {
  switch (problem) {
    case null:
      return t("deliveries.arrived", { status });
    case "answer":
      return t("deliveries.answered", { status });
    case "timed-out":
      return t("deliveries.timedOut");
    case "unreachable":
      return t("deliveries.unreachable");
    case "name-unknown":
      return t("deliveries.nameUnknown");
    case "address-refused":
      return t("deliveries.addressRefused");
    case "secret-unreadable":
      return t("deliveries.secretUnreadable");
  }
}
