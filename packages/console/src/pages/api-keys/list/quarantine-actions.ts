import type { TFunction } from "i18next";
import type { Action } from "../../../ui/ActionMenu.tsx";

interface Choices {
  /** Why the user may not decide; undefined where they may. */
  readonly disabledReason: string | undefined;
  /** Whether the key's roles give more than the user holds (rule 7). */
  readonly isBeyond: boolean;
  readonly release: () => void;
  readonly keep: () => void;
}

/** What can be decided about a key that a restore has quarantined. */
export function quarantineActions(t: TFunction, choices: Choices): readonly Action[] {
  const { disabledReason, isBeyond, keep, release } = choices;
  return [
    {
      id: "release",
      label: t("quarantine.release"),
      icon: "play",
      onAction: release,
      disabledReason: disabledReason ?? (isBeyond ? t("generated.activateNotHeld") : undefined),
    },
    { id: "keep-inactive", label: t("quarantine.keep"), icon: "pause", onAction: keep, disabledReason },
  ];
}
