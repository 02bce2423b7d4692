import type { TFunction } from "i18next";
import type { Action } from "../../ui/ActionMenu.tsx";

interface Choices {
  /** Why the signed-in person may change nobody; undefined where they may. */
  readonly disabledReason: string | undefined;
  /** Whether it is the signed-in person's own row. */
  readonly isSelf: boolean;
  /** Whether the account would be without an owner (rule 14). */
  readonly isLastOwner: boolean;
  readonly edit: () => void;
  readonly resetPassword: () => void;
  readonly endSessions: () => void;
  readonly remove: () => void;
}

/** What can be done with somebody of the account. */
export function userActions(t: TFunction, choices: Choices): readonly Action[] {
  const { disabledReason, isSelf, isLastOwner } = choices;
  return [
    { id: "edit", label: t("users.edit"), icon: "pencil", onAction: choices.edit, disabledReason },
    {
      id: "password",
      label: t("resetPassword.action"),
      icon: "link",
      onAction: choices.resetPassword,
      disabledReason: disabledReason ?? (isSelf ? t("resetPassword.own") : undefined),
    },
    {
      id: "sessions",
      label: t("users.endSessions"),
      icon: "signOut",
      onAction: choices.endSessions,
      disabledReason: disabledReason ?? (isSelf ? t("users.ownSessions") : undefined),
    },
    {
      id: "remove",
      label: t("users.remove"),
      icon: "trash",
      tone: "danger",
      onAction: choices.remove,
      disabledReason: disabledReason ?? (isLastOwner ? t("errors.lastOwner") : undefined),
    },
  ];
}
