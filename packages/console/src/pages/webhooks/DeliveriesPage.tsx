import { LatchkeyError } from "@latchkey/sdk/latchkey-error";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Link } from "react-aria-components";
import { useTranslation } from "react-i18next";
import {
  deliveryListQuery,
  shownWebhookQuery,
  testWebhook,
  type Webhook,
  webhooksKey,
  type WebhookSort,
} from "../../api/webhooks.ts";
import { paths } from "../../paths.ts";
import { Button } from "../../ui/Button.tsx";
import { Icon } from "../../ui/Icon.tsx";
import { LinkButton } from "../../ui/LinkButton.tsx";
import { Message } from "../../ui/Message.tsx";
import { Segmented } from "../../ui/Segmented.tsx";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { useToast } from "../../ui/Toast.tsx";
import { type ColumnSpec, KeyList } from "../api-keys/list/KeyList.tsx";
import { useListState } from "../api-keys/list/use-list-state.ts";
import { EDIT_KEY_SETTINGS } from "../api-keys/permissions.ts";
import { ForbiddenPage } from "../errors/ForbiddenPage.tsx";
import { useAccess } from "../shared/access-context.ts";
import { ProblemBanner, ProblemMessage } from "../shared/Problem.tsx";
import { DeliveryRow } from "./DeliveryRow.tsx";
import { hostOf } from "./webhook-words.ts";
import { WebhookStatus } from "./WebhookRow.tsx";
import "../api-keys/api-keys-page.css";
import "./webhooks.css";

const route = getRouteApi("/signed-in/accounts/$account/webhooks/$webhook/deliveries");

/** Account settings > Webhooks > Deliveries: what a webhook was and is to be told, with every attempt. */
export function DeliveriesPage() {
  const { t } = useTranslation();
  const { account, resources } = useAccess();
  const { webhook: id } = route.useParams();
  const isAllowed = resources.includes(EDIT_KEY_SETTINGS);
  const webhook = useQuery({ ...shownWebhookQuery(account.name, id), enabled: isAllowed });

  if (!isAllowed) return <ForbiddenPage resource={EDIT_KEY_SETTINGS} />;
  if (webhook.isError && webhook.data === undefined) {
    return webhook.error instanceof LatchkeyError && webhook.error.status === 404 ? (
      <Message
        icon="compass"
        level={1}
        title={t("deliveries.goneTitle")}
        actions={<LinkButton href={paths.webhooks(account.name)}>{t("deliveries.back")}</LinkButton>}
      >
        <p>{t("deliveries.goneText")}</p>
      </Message>
    ) : (
      <ProblemMessage
        title={t("deliveries.errorTitle")}
        level={1}
        error={webhook.error}
        onRetry={() => void webhook.refetch()}
      />
    );
  }
  return (
    <>
      <Link href={paths.webhooks(account.name)} className="webhook-back">
        <Icon name="chevronLeft" />
        {t("webhooks.page")}
      </Link>
      <h1 className="page-title">{t("deliveries.page")}</h1>
      <div className="webhooks-page">
        {webhook.data === undefined ? (
          <div className="webhook-head" aria-busy="true">
            <Skeleton width="60%" />
          </div>
        ) : (
          <>
            <div className="webhook-head">
              <code className="webhook-address">{webhook.data.url}</code>
              <WebhookStatus webhook={webhook.data} />
            </div>
            <DeliveryList webhook={webhook.data} />
          </>
        )}
      </div>
    </>
  );
}

function DeliveryList({ webhook }: { readonly webhook: Webhook }) {
  const { t } = useTranslation();
  const { account } = useAccess();
  const search = route.useSearch();
  const state = useListState(search, "-createdAt");
  const list = useQuery(deliveryListQuery(account.name, webhook.id, state.query));
  const test = useTest(account.name, webhook);
  const inactiveReason = webhook.status === "active" ? undefined : t("webhooks.inactiveReason");

  const columns: readonly ColumnSpec<WebhookSort>[] = [
    { id: "message", label: t("deliveries.column"), width: "auto" },
    { id: "state", label: t("deliveries.columnState"), width: "26%" },
    { id: "created", label: t("deliveries.columnCreated"), width: "236px", sortBy: "createdAt" },
    { id: "actions", label: t("deliveries.columnAttempts"), width: "148px" },
  ];
  const testButton = (
    <Button icon="send" isPending={test.isPending} disabledReason={inactiveReason} onPress={() => test.mutate()}>
      {t("webhooks.test")}
    </Button>
  );
  return (
    <>
      {test.error && <ProblemBanner error={test.error} />}
      <KeyList
        label={t("deliveries.page")}
        filters={
          <Segmented
            label={t("deliveries.columnState")}
            options={[
              { id: "all", label: t("deliveries.all") },
              { id: "waiting", label: t("deliveries.waiting") },
              { id: "delivered", label: t("deliveries.delivered") },
              { id: "failed", label: t("deliveries.failed") },
            ]}
            value={search.state ?? "all"}
            onChange={(choice) => state.change({ state: choice === "all" ? undefined : choice })}
          />
        }
        words={{
          errorTitle: t("deliveries.errorTitle"),
          noMatchTitle: t("deliveries.noMatchTitle"),
          noMatchText: t("deliveries.noMatchText"),
        }}
        columns={columns}
        list={list}
        state={state}
        action={testButton}
        empty={
          <Message icon="send" title={t("deliveries.emptyTitle")} actions={testButton}>
            <p>{t("deliveries.emptyText", { host: hostOf(webhook.url) })}</p>
          </Message>
        }
        renderRow={(delivery) => (
          <DeliveryRow
            key={delivery.id}
            delivery={delivery}
            webhookId={webhook.id}
            columns={columns.length}
            inactiveReason={inactiveReason}
          />
        )}
      />
    </>
  );
}

function useTest(account: string, { id, url }: Webhook) {
  const { t } = useTranslation();
  const toast = useToast();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => testWebhook(account, id),
    onSuccess: () => toast(t("webhooks.tested", { host: hostOf(url) })),
    onSettled: () => queries.invalidateQueries({ queryKey: webhooksKey(account) }),
  });
}
