import type { TFunction } from "i18next";
import type { Webhook } from "../../api/webhooks.ts";
import type { Action } from "../../ui/ActionMenu.tsx";

interface Choices {
  readonly edit: () => void;
  readonly showDeliveries: () => void;
  readonly test: () => void;
  readonly rotateSecret: () => void;
  readonly deactivate: () => void;
  readonly activate: () => void;
  readonly remove: () => void;
}

/** What can be done with a webhook. */
export function webhookActions(t: TFunction, { status }: Pick<Webhook, "status">, on: Choices): readonly Action[] {
  const isOn = status === "active";
  return [
    { id: "edit", label: t("webhooks.edit"), icon: "pencil", onAction: on.edit },
    { id: "deliveries", label: t("webhooks.deliveries"), icon: "list", onAction: on.showDeliveries },
    {
      id: "test",
      label: t("webhooks.test"),
      icon: "send",
      onAction: on.test,
      disabledReason: isOn ? undefined : t("webhooks.inactiveReason"),
    },
    { id: "secret", label: t("webhooks.rotate"), icon: "renew", onAction: on.rotateSecret },
    isOn
      ? { id: "deactivate", label: t("webhooks.deactivate"), icon: "pause", onAction: on.deactivate }
      : { id: "activate", label: t("webhooks.activate"), icon: "play", onAction: on.activate },
    { id: "delete", label: t("webhooks.delete"), icon: "trash", tone: "danger", onAction: on.remove },
  ];
}
