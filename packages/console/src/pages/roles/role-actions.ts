import type { TFunction } from "i18next";
import type { Role } from "../../api/roles.ts";
import type { Action } from "../../ui/ActionMenu.tsx";

interface Choices {
  /** Why the user may change no role; undefined where they may. */
  readonly disabledReason: string | undefined;
  readonly view: () => void;
  readonly edit: () => void;
  readonly copy: () => void;
  readonly remove: () => void;
}

/** What can be done with a role. */
export function roleActions(t: TFunction, role: Role, choices: Choices): readonly Action[] {
  const { disabledReason } = choices;
  const ownReason = disabledReason ?? (role.predefined ? t("rolesPage.predefinedReason") : undefined);
  return [
    { id: "view", label: t("rolesPage.view"), icon: "eye", onAction: choices.view },
    { id: "edit", label: t("rolesPage.edit"), icon: "pencil", onAction: choices.edit, disabledReason: ownReason },
    { id: "copy", label: t("rolesPage.copy"), icon: "copy", onAction: choices.copy, disabledReason },
    {
      id: "delete",
      label: t("rolesPage.delete"),
      icon: "trash",
      tone: "danger",
      onAction: choices.remove,
      disabledReason: ownReason,
    },
  ];
}
