import type { TFunction } from "i18next";
import type { GeneratedKey } from "../../../api/generated-keys.ts";
import type { Action } from "../../../ui/ActionMenu.tsx";

interface Choices {
  /** Why the user may change nothing; undefined where they may. */
  readonly disabledReason: string | undefined;
  /** Why the user may not activate this key in particular. */
  readonly activateReason: string | undefined;
  readonly edit: () => void;
  readonly showUse: () => void;
  readonly deactivate: () => void;
  readonly activate: () => void;
  readonly remove: () => void;
}

/** What can be done with a generated key. */
export function generatedKeyActions(t: TFunction, key: GeneratedKey, choices: Choices): readonly Action[] {
  const { disabledReason } = choices;
  return [
    { id: "edit", label: t("generated.edit"), icon: "pencil", onAction: choices.edit, disabledReason },
    { id: "use", label: t("use.action"), icon: "chart", onAction: choices.showUse },
    key.status === "active"
      ? {
          id: "deactivate",
          label: t("generated.deactivate"),
          icon: "pause",
          onAction: choices.deactivate,
          disabledReason,
        }
      : {
          id: "activate",
          label: t("generated.activate"),
          icon: "play",
          onAction: choices.activate,
          disabledReason: disabledReason ?? choices.activateReason,
        },
    {
      id: "delete",
      label: t("generated.delete"),
      icon: "trash",
      tone: "danger",
      onAction: choices.remove,
      disabledReason,
    },
  ];
}
