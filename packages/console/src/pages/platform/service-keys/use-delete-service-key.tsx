import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { deleteServiceKey, type ServiceKey, serviceKeysKey } from "../../../api/service-keys.ts";
import { useToast } from "../../../ui/Toast.tsx";
import { useConfirm } from "../../shared/ConfirmProvider.tsx";

/** Asks before a service loses its key, saying what stops; then deletes it. */
export function useDeleteServiceKey(): (serviceKey: ServiceKey) => void {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const toast = useToast();
  const queries = useQueryClient();
  return ({ id, name }) =>
    confirm({
      title: t("serviceKeys.deleteTitle", { name }),
      body: (
        <>
          <p>{t("serviceKeys.deleteText")}</p>
          <p>{t("serviceKeys.deleteHint")}</p>
        </>
      ),
      confirmLabel: t("serviceKeys.deleteConfirm"),
      acknowledgement: { label: t("generated.deleteAcknowledge"), reason: t("generated.deleteUnacknowledged") },
      onConfirm: async () => {
        await deleteServiceKey(id);
        await queries.invalidateQueries({ queryKey: serviceKeysKey });
        toast(t("serviceKeys.deleted", { name }));
      },
    });
}
