import { useTranslation } from "react-i18next";
import { Link } from "react-aria-components";
import type { Webhook } from "../../api/webhooks.ts";
import { type Action, ActionMenu } from "../../ui/ActionMenu.tsx";
import { Badge, StatusPill } from "../../ui/Badge.tsx";
import { MorePopover } from "../../ui/MorePopover.tsx";
import { Cell, Row } from "../../ui/Table.tsx";
import { Ago } from "../shared/Time.tsx";
import { describeEvent, hostOf, statusReason } from "./webhook-words.ts";

interface WebhookRowProps {
  readonly webhook: Webhook;
  /** Where its deliveries are listed. */
  readonly href: string;
  readonly actions: readonly Action[];
}

export function WebhookRow({ webhook, href, actions }: WebhookRowProps) {
  const { t } = useTranslation();
  const { url, events, lastDeliveredAt } = webhook;
  const host = hostOf(url);
  return (
    <Row>
      <Cell kind="header">
        <span className="key-cell-lines webhook-lines">
          <Link href={href} className="key-cell-title">
            <bdi>{host}</bdi>
          </Link>
          <code className="webhook-url" title={url}>
            {url}
          </code>
        </span>
      </Cell>
      <Cell label={t("webhooks.columnEvents")} isWide>
        {events === null ? t("webhooks.everything") : <EventChips events={events} host={host} />}
      </Cell>
      <Cell label={t("webhooks.columnLast")}>
        {lastDeliveredAt === null ? (
          <span className="key-cell-hint">{t("webhooks.never")}</span>
        ) : (
          <Ago at={lastDeliveredAt} />
        )}
      </Cell>
      <Cell label={t("list.status")}>
        <WebhookStatus webhook={webhook} />
      </Cell>
      <Cell kind="actions">
        <ActionMenu label={t("list.actionsFor", { key: host })} hint={t("list.actions")} actions={actions} />
      </Cell>
    </Row>
  );
}

/** Whether a webhook is told anything, and if it turned itself off, why. */
export function WebhookStatus({ webhook }: { readonly webhook: Pick<Webhook, "status" | "statusReason"> }) {
  const { t } = useTranslation();
  const reason = statusReason(t, webhook);
  if (webhook.status === "active") return <StatusPill tone="positive">{t("webhooks.active")}</StatusPill>;
  return (
    <StatusPill tone={reason === undefined ? "neutral" : "warning"} reason={reason}>
      {t("webhooks.inactive")}
    </StatusPill>
  );
}

/** What it is told of: the first, and a way to the rest. */
function EventChips({ events, host }: { readonly events: readonly string[]; readonly host: string }) {
  const { t } = useTranslation();
  const [first, ...rest] = events.map((event) => describeEvent(t, event));
  return (
    <span className="role-chips" data-cut={rest.length > 0 || undefined}>
      <Badge>{first}</Badge>
      {rest.length > 0 && (
        <MorePopover
          text={t("list.more", { count: rest.length })}
          label={t("webhooks.moreEvents", { count: rest.length, host })}
          title={t("webhooks.allEvents", { host })}
        >
          <ul className="role-chips-all">
            {[first, ...rest].map((event) => (
              <li key={event}>{event}</li>
            ))}
          </ul>
        </MorePopover>
      )}
    </span>
  );
}
