import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { changeWebhook, deleteWebhook, waitingCountQuery, type Webhook, webhooksKey } from "../../api/webhooks.ts";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { useToast } from "../../ui/Toast.tsx";
import { useAccess } from "../shared/access-context.ts";
import { useConfirm } from "../shared/ConfirmProvider.tsx";
import { Rich } from "../shared/Rich.tsx";
import { hostOf } from "./webhook-words.ts";

/** Asks before a webhook is turned off, on or deleted, saying what isn't told by that; then does it. */
export function useWebhookConfirmations() {
  const { t } = useTranslation();
  const { account } = useAccess();
  const confirm = useConfirm();
  const toast = useToast();
  const queries = useQueryClient();

  async function done(message: string): Promise<void> {
    await queries.invalidateQueries({ queryKey: webhooksKey(account.name) });
    toast(message);
  }

  return {
    deactivate({ id, url, etag }: Webhook): void {
      const host = hostOf(url);
      confirm({
        title: t("webhooks.deactivateTitle", { host }),
        body: (
          <>
            <p>{t("webhooks.deactivateText", { host })}</p>
            <Waiting account={account.name} id={id} />
          </>
        ),
        confirmLabel: t("webhooks.deactivate"),
        onConfirm: async () => {
          await changeWebhook(account.name, id, { status: "inactive" }, etag);
          await done(t("webhooks.deactivated", { host }));
        },
      });
    },

    activate({ id, url, etag }: Webhook): void {
      const host = hostOf(url);
      confirm({
        title: t("webhooks.activateTitle", { host }),
        body: (
          <>
            <p>{t("webhooks.activateText", { host })}</p>
            <p>{t("webhooks.activateHint")}</p>
          </>
        ),
        confirmLabel: t("webhooks.activate"),
        tone: "primary",
        onConfirm: async () => {
          await changeWebhook(account.name, id, { status: "active" }, etag);
          await done(t("webhooks.activated", { host }));
        },
      });
    },

    remove({ id, url }: Webhook): void {
      const host = hostOf(url);
      confirm({
        title: t("webhooks.deleteTitle", { host }),
        body: (
          <>
            <p>{t("webhooks.deleteText", { host })}</p>
            <Waiting account={account.name} id={id} />
            <p>{t("webhooks.deleteHint")}</p>
          </>
        ),
        confirmLabel: t("webhooks.deleteConfirm"),
        acknowledgement: { label: t("generated.deleteAcknowledge"), reason: t("generated.deleteUnacknowledged") },
        onConfirm: async () => {
          await deleteWebhook(account.name, id);
          await done(t("webhooks.deleted", { host }));
        },
      });
    },
  };
}

/** How much is on its way to a webhook, and won't arrive. */
function Waiting({ account, id }: { readonly account: string; readonly id: string }) {
  const { data: count, isError } = useQuery(waitingCountQuery(account, id));
  // It adds to what is asked, and asking goes on without it.
  if (isError) return null;
  if (count === undefined) return <Skeleton width="80%" heightPixels={20} />;
  return (
    <p>
      <Rich i18nKey="webhooks.waiting" count={count} />
    </p>
  );
}
