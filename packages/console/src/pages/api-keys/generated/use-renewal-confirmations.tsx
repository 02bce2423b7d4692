import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { deleteOldToken, type GeneratedKey, generatedKeysKey, undoRenewal } from "../../../api/generated-keys.ts";
import { tokenStateOf } from "../../../api/key-token.ts";
import { voidTokenLink } from "../../../api/token-links.ts";
import { useToast } from "../../../ui/Toast.tsx";
import { useAccess } from "../../shared/access-context.ts";
import { useConfirm } from "../../shared/ConfirmProvider.tsx";
import { Rich } from "../../shared/Rich.tsx";
import { DeleteOldTokenText } from "./DeleteOldTokenText.tsx";
import { UndoRenewalText } from "./UndoRenewalText.tsx";

/** Asks before a renewal is completed or undone, or a link made void, saying what that stops; then does it. */
export function useRenewalConfirmations() {
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
    deleteOldToken(generatedKey: GeneratedKey): void {
      const { key, name } = generatedKey;
      const state = tokenStateOf(generatedKey);
      const waits = state.kind === "renewal" && state.link !== null;
      confirm({
        title: t("generated.deleteOldTokenTitle", { name }),
        body: <DeleteOldTokenText account={account} generatedKey={generatedKey} />,
        confirmLabel: t(waits ? "generated.deleteWhenOpened" : "generated.deleteOldTokenConfirm"),
        onConfirm: async () => {
          const changed = await deleteOldToken(account.name, key);
          const isPending = tokenStateOf(changed).kind === "renewal";
          await done(t(isPending ? "renewToken.deletionWaits" : "generated.oldTokenDeleted", { name }));
        },
      });
    },

    undoRenewal(generatedKey: GeneratedKey): void {
      const { key, name } = generatedKey;
      confirm({
        title: t("generated.undoTitle", { name }),
        body: <UndoRenewalText account={account.name} generatedKey={generatedKey} />,
        confirmLabel: t("generated.undoConfirm"),
        onConfirm: async () => {
          await undoRenewal(account.name, key);
          await done(t("generated.renewalUndone", { name }));
        },
      });
    },

    voidLink(generatedKey: GeneratedKey): void {
      const { key, name } = generatedKey;
      const state = tokenStateOf(generatedKey);
      if (state.kind !== "waiting" && state.kind !== "renewal") return;
      const { link } = state;
      if (link === null) return;
      confirm({
        title: t("generated.voidTitle", { name }),
        body: (
          <>
            <p>{t("generated.voidText")}</p>
            <p>
              <Rich
                i18nKey={state.kind === "renewal" ? "generated.voidRenewalText" : "generated.voidFirstText"}
                values={{ key }}
              />
            </p>
          </>
        ),
        confirmLabel: t("generated.voidLink"),
        onConfirm: async () => {
          await voidTokenLink(link.id);
          await done(t("generated.linkVoided", { name }));
        },
      });
    },
  };
}
