import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Account, accountsKey, changeAccount } from "../../../api/platform-accounts.ts";
import { sessionQuery } from "../../../api/session.ts";
import { useToast } from "../../../ui/Toast.tsx";
import { useConfirm } from "../../shared/ConfirmProvider.tsx";
import { AccountReach } from "./AccountReach.tsx";

/** Asks before an account is suspended or restored, saying what stops or works again; then does it. */
export function useAccountConfirmations() {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const toast = useToast();
  const forget = useForgetAccounts();
  return {
    suspend({ name, displayName }: Account): void {
      confirm({
        title: t("accounts.suspendTitle", { name: displayName }),
        body: (
          <>
            <p>{t("accounts.suspendText")}</p>
            <AccountReach account={name} />
            <p>{t("accounts.suspendHint")}</p>
          </>
        ),
        confirmLabel: t("accounts.suspend"),
        onConfirm: async () => {
          await changeAccount(name, { status: "suspended" });
          await forget();
          toast(t("accounts.suspendDone", { name: displayName }));
        },
      });
    },

    restore({ name, displayName }: Account): void {
      confirm({
        title: t("accounts.restoreTitle", { name: displayName }),
        body: (
          <>
            <p>{t("accounts.restoreText")}</p>
            <AccountReach account={name} />
          </>
        ),
        confirmLabel: t("accounts.restore"),
        tone: "primary",
        onConfirm: async () => {
          await changeAccount(name, { status: "active" });
          await forget();
          toast(t("accounts.restoreDone", { name: displayName }));
        },
      });
    },
  };
}

/** Has everything read again that shows accounts: the operator may belong to some. */
export function useForgetAccounts(): () => Promise<unknown> {
  const queries = useQueryClient();
  return () =>
    Promise.all([accountsKey, sessionQuery.queryKey].map((queryKey) => queries.invalidateQueries({ queryKey })));
}
