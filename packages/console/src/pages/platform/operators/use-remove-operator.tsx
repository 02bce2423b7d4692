import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { type Operator, operatorsKey, removeOperator } from "../../../api/operators.ts";
import { sessionQuery } from "../../../api/session.ts";
import { useToast } from "../../../ui/Toast.tsx";
import { useConfirm } from "../../shared/ConfirmProvider.tsx";

/** Asks before somebody is taken out of the platform team, saying what they lose; then does it. */
export function useRemoveOperator(): (operator: Operator) => void {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const toast = useToast();
  const queries = useQueryClient();
  const router = useRouter();
  const { data: session } = useQuery({ ...sessionQuery, enabled: false });
  return ({ id, name }) => {
    const isSelf = id === session?.user?.id;
    confirm({
      title: isSelf ? t("operators.removeSelfTitle") : t("operators.removeTitle", { name }),
      body: (
        <>
          <p>{isSelf ? t("operators.removeSelfText") : t("operators.removeText")}</p>
          <p>{t("operators.removeKept")}</p>
        </>
      ),
      confirmLabel: t("operators.removeConfirm"),
      onConfirm: async () => {
        await removeOperator(id);
        toast(t("operators.removed", { name }));
        if (!isSelf) return queries.invalidateQueries({ queryKey: operatorsKey });
        // They see these pages no more; who belongs to no account isn't even signed in any more.
        await queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
        await router.invalidate();
      },
    });
  };
}
