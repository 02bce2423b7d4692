import type { TFunction } from "i18next";
import type { Account } from "../../../api/platform-accounts.ts";
import type { Action } from "../../../ui/ActionMenu.tsx";

interface Choices {
  readonly open: () => void;
  readonly openLog: () => void;
  readonly rename: () => void;
  readonly suspend: () => void;
  readonly restore: () => void;
}

/** What an operator can do with an account. */
export function accountActions(t: TFunction, { status }: Account, choices: Choices): readonly Action[] {
  return [
    { id: "open", label: t("accounts.open"), icon: "key", onAction: choices.open },
    { id: "log", label: t("accounts.openLog"), icon: "list", onAction: choices.openLog },
    { id: "rename", label: t("accounts.rename"), icon: "pencil", onAction: choices.rename },
    status === "active"
      ? { id: "suspend", label: t("accounts.suspend"), icon: "pause", tone: "danger", onAction: choices.suspend }
      : { id: "restore", label: t("accounts.restore"), icon: "play", onAction: choices.restore },
  ];
}
