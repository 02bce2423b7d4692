import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Outlet, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { testWebhook, type Webhook, webhookListQuery, webhooksKey, type WebhookSort } from "../../api/webhooks.ts";
import { paths } from "../../paths.ts";
import { Button } from "../../ui/Button.tsx";
import { Message } from "../../ui/Message.tsx";
import { useToast } from "../../ui/Toast.tsx";
import { type ColumnSpec, KeyList } from "../api-keys/list/KeyList.tsx";
import { useListState } from "../api-keys/list/use-list-state.ts";
import { EDIT_KEY_SETTINGS } from "../api-keys/permissions.ts";
import { ForbiddenPage } from "../errors/ForbiddenPage.tsx";
import { useAccess } from "../shared/access-context.ts";
import { ProblemBanner } from "../shared/Problem.tsx";
import { useWebhookConfirmations } from "./use-webhook-confirmations.tsx";
import { webhookActions } from "./webhook-actions.ts";
import { hostOf } from "./webhook-words.ts";
import { WebhookRow } from "./WebhookRow.tsx";
import "../api-keys/api-keys-page.css";
import "./webhooks.css";

const route = getRouteApi("/signed-in/accounts/$account/webhooks");

/** Account settings > Webhooks: where the account is told what happens to its keys; for whoever may decide that. */
export function WebhooksPage() {
  const { t } = useTranslation();
  const { account, resources } = useAccess();
  if (!resources.includes(EDIT_KEY_SETTINGS)) return <ForbiddenPage resource={EDIT_KEY_SETTINGS} />;
  return (
    <>
      <h1 className="page-title">{t("webhooks.page")}</h1>
      <div className="webhooks-page">
        <p className="tab-about">{t("webhooks.about", { account: account.displayName })}</p>
        <WebhookList />
      </div>
      <Outlet />
    </>
  );
}

function WebhookList() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { account } = useAccess();
  const search = route.useSearch();
  const state = useListState(search, "createdAt");
  const list = useQuery(webhookListQuery(account.name, state.query));
  const ask = useWebhookConfirmations();
  const test = useTest(account.name);

  const columns: readonly ColumnSpec<WebhookSort>[] = [
    { id: "webhook", label: t("webhooks.column"), width: "auto" },
    { id: "events", label: t("webhooks.columnEvents"), width: "24%" },
    { id: "last", label: t("webhooks.columnLast"), width: "160px" },
    { id: "status", label: t("list.status"), width: "168px" },
    { id: "actions", label: t("list.actions"), width: "56px" },
  ];
  const open = (href: string) => void navigate({ href, state: true });
  const addButton = (
    <Button variant="primary" icon="plus" onPress={() => open(paths.addWebhook(account.name, search))}>
      {t("webhooks.add")}
    </Button>
  );
  return (
    <>
      {test.error && <ProblemBanner error={test.error} />}
      <KeyList
        label={t("webhooks.page")}
        filters={null}
        words={{
          errorTitle: t("webhooks.errorTitle"),
          noMatchTitle: t("list.emptyPageTitle"),
          noMatchText: t("list.emptyPageText"),
        }}
        columns={columns}
        extraSorts={[{ sortBy: "createdAt", label: t("webhooks.columnAdded") }]}
        list={list}
        state={state}
        action={addButton}
        empty={
          <Message icon="send" title={t("webhooks.emptyTitle")} actions={addButton}>
            <p>{t("webhooks.emptyText")}</p>
          </Message>
        }
        renderRow={(webhook) => {
          const deliveries = paths.deliveries(account.name, webhook.id);
          return (
            <WebhookRow
              key={webhook.id}
              webhook={webhook}
              href={deliveries}
              actions={webhookActions(t, webhook, {
                edit: () => open(paths.editWebhook(account.name, webhook.id, search)),
                showDeliveries: () => void navigate({ href: deliveries }),
                test: () => test.mutate(webhook),
                rotateSecret: () => open(paths.rotateWebhookSecret(account.name, webhook.id, search)),
                deactivate: () => ask.deactivate(webhook),
                activate: () => ask.activate(webhook),
                remove: () => ask.remove(webhook),
              })}
            />
          );
        }}
      />
    </>
  );
}

/** Sends a test message, and shows what becomes of it. */
function useTest(account: string) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const toast = useToast();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: Webhook) => testWebhook(account, id),
    onSuccess: async (_, { id, url }) => {
      await queries.invalidateQueries({ queryKey: webhooksKey(account) });
      toast(t("webhooks.tested", { host: hostOf(url) }));
      await navigate({ href: paths.deliveries(account, id) });
    },
  });
}
