import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { sessionQuery } from "../../api/session.ts";
import { type AccountUser, endUserSessions, removeUser, usersKey } from "../../api/users.ts";
import { paths } from "../../paths.ts";
import { useToast } from "../../ui/Toast.tsx";
import { useAccess } from "../shared/access-context.ts";
import { useConfirm } from "../shared/ConfirmProvider.tsx";
import { Rich } from "../shared/Rich.tsx";

/** Asks before something is done to somebody of the account, saying what it means to them, and then does it. */
export function useUserConfirmations() {
  const { t } = useTranslation();
  const { account } = useAccess();
  const confirm = useConfirm();
  const toast = useToast();
  const queries = useQueryClient();
  const router = useRouter();
  const { data: session } = useQuery({ ...sessionQuery, enabled: false });

  return {
    endSessions: ({ id, name }: AccountUser) =>
      confirm({
        title: t("users.endSessionsTitle", { name }),
        body: (
          <>
            <p>{t("users.endSessionsText")}</p>
            <p>{t("users.endSessionsElsewhere")}</p>
          </>
        ),
        confirmLabel: t("users.endSessions"),
        onConfirm: async () => {
          await endUserSessions(account.name, id);
          toast(t("users.sessionsEnded", { name }));
        },
      }),
    remove: ({ id, name, email }: AccountUser) => {
      const isSelf = id === session?.user?.id;
      confirm({
        title: isSelf ? t("users.leaveTitle", { account: account.displayName }) : t("users.removeTitle", { name }),
        body: (
          <>
            <p>
              {isSelf ? (
                t("users.leaveText", { account: account.displayName })
              ) : (
                <Rich i18nKey="users.removeText" values={{ name, email, account: account.displayName }} />
              )}
            </p>
            <p>{t("users.removeKeys")}</p>
          </>
        ),
        confirmLabel: t("users.remove"),
        onConfirm: async () => {
          await removeUser(account.name, id);
          toast(t("users.removed", { name }));
          if (!isSelf) return queries.invalidateQueries({ queryKey: usersKey(account.name) });
          // Whoever belonged to this account alone isn't known any more: what they may open now is asked anew.
          await queries.refetchQueries({ queryKey: sessionQuery.queryKey });
          await router.navigate({ href: paths.home() });
        },
      });
    },
  };
}
