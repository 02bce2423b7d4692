import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import {
  changeGeneratedKey,
  deleteGeneratedKey,
  type GeneratedKey,
  generatedKeysKey,
} from "../../../api/generated-keys.ts";
import { useToast } from "../../../ui/Toast.tsx";
import { useAccess } from "../../shared/access-context.ts";
import { useConfirm } from "../../shared/ConfirmProvider.tsx";
import { Rich } from "../../shared/Rich.tsx";

/** Asks before a key is deactivated, activated or deleted, saying what that does and to whom; then does it. */
export function useKeyConfirmations() {
  const { t } = useTranslation();
  const { account } = useAccess();
  const confirm = useConfirm();
  const toast = useToast();
  const queries = useQueryClient();

  async function done(message: string): Promise<void> {
    await queries.invalidateQueries({ queryKey: generatedKeysKey(account.name) });
    toast(message);
  }

  return {
    deactivate({ key, name, hostCount }: GeneratedKey): void {
      confirm({
        title: t("generated.deactivateTitle", { name }),
        body: (
          <>
            <p>
              <Rich i18nKey="generated.deactivateText" values={{ key }} />
            </p>
            <p>
              <Rich i18nKey="generated.affected" count={hostCount} values={{ account: account.displayName }} />
            </p>
          </>
        ),
        confirmLabel: t("generated.deactivate"),
        onConfirm: async () => {
          await changeGeneratedKey(account.name, key, { status: "inactive" });
          await done(t("generated.deactivated", { name }));
        },
      });
    },

    activate({ key, name, hostCount }: GeneratedKey): void {
      confirm({
        title: t("generated.activateTitle", { name }),
        body: (
          <>
            <p>
              <Rich i18nKey="generated.activateText" values={{ key }} />
            </p>
            <p>
              <Rich i18nKey="generated.affected" count={hostCount} values={{ account: account.displayName }} />
            </p>
          </>
        ),
        confirmLabel: t("generated.activate"),
        tone: "primary",
        onConfirm: async () => {
          await changeGeneratedKey(account.name, key, { status: "active" });
          await done(t("generated.activated", { name }));
        },
      });
    },

    remove({ key, name, hostCount }: GeneratedKey): void {
      confirm({
        title: t("generated.deleteTitle", { name }),
        body: (
          <>
            <p>
              <Rich i18nKey="generated.deleteText" values={{ key }} />
            </p>
            <p>
              <Rich i18nKey="generated.deleteAffected" count={hostCount} values={{ account: account.displayName }} />
            </p>
            <p>{t("generated.deleteHint")}</p>
          </>
        ),
        confirmLabel: t("generated.deleteConfirm"),
        acknowledgement: { label: t("generated.deleteAcknowledge"), reason: t("generated.deleteUnacknowledged") },
        onConfirm: async () => {
          await deleteGeneratedKey(account.name, key);
          await done(t("generated.deleted", { name }));
        },
      });
    },
  };
}
