import type { TFunction } from "i18next";
import type { Action } from "../../../ui/ActionMenu.tsx";
import { quarantineActions } from "../list/quarantine-actions.ts";

interface Handlers {
  readonly edit: () => void;
  readonly showUse: () => void;
  readonly explain: () => void;
  readonly remove: () => void;
  /** What is decided about a quarantined key: it works again here, or stays suspended here. */
  readonly release: () => void;
  readonly keep: () => void;
}

/**
 * What can be done with an external key.
 *
 * @param isBeyond whether its roles give more than the user holds (rule 7)
 * @param disabledReason why the user may change nothing; undefined where they may
 */
export function externalKeyActions(
  t: TFunction,
  { isBeyond, quarantined }: { readonly isBeyond: boolean; readonly quarantined: boolean },
  disabledReason: string | undefined,
  on: Handlers,
): readonly Action[] {
  return [
    ...(quarantined ? quarantineActions(t, { ...on, disabledReason, isBeyond }) : []),
    { id: "edit", label: t("external.edit"), icon: "pencil", onAction: on.edit, disabledReason },
    { id: "use", label: t("use.actionExternal"), icon: "chart", onAction: on.showUse },
    { id: "explain", label: t("explain.page"), icon: "shield", onAction: on.explain },
    { id: "remove", label: t("external.remove"), icon: "trash", tone: "danger", onAction: on.remove, disabledReason },
  ];
}
