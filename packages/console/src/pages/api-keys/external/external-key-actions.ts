import type { TFunction } from "i18next";
import type { Action } from "../../../ui/ActionMenu.tsx";

interface Handlers {
  readonly edit: () => void;
  readonly showUse: () => void;
  readonly remove: () => void;
}

/**
 * What can be done with an external key.
 *
 * @param disabledReason why the user may change nothing; undefined where they may
 */
export function externalKeyActions(t: TFunction, disabledReason: string | undefined, on: Handlers): readonly Action[] {
  return [
    { id: "edit", label: t("external.edit"), icon: "pencil", onAction: on.edit, disabledReason },
    { id: "use", label: t("use.actionExternal"), icon: "chart", onAction: on.showUse },
    { id: "remove", label: t("external.remove"), icon: "trash", tone: "danger", onAction: on.remove, disabledReason },
  ];
}
