import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Delivery, replayDelivery, webhooksKey } from "../../api/webhooks.ts";
import { StatusPill } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import { ExpandButton } from "../../ui/ExpandButton.tsx";
import { Cell, DetailRow, Row } from "../../ui/Table.tsx";
import { useToast } from "../../ui/Toast.tsx";
import { useAccess } from "../shared/access-context.ts";
import { ProblemBanner } from "../shared/Problem.tsx";
import { describeUntil, Moment, useNow } from "../shared/Time.tsx";
import { describeAttempt, describeEvent } from "./webhook-words.ts";

interface DeliveryRowProps {
  readonly delivery: Delivery;
  readonly webhookId: string;
  /** How many columns the table has. */
  readonly columns: number;
  /** Why nothing can be sent; undefined where it can. */
  readonly inactiveReason: string | undefined;
}

/** One message to a webhook, and on request every attempt to bring it. */
export function DeliveryRow({ delivery, webhookId, columns, inactiveReason }: DeliveryRowProps) {
  const { t } = useTranslation();
  const detailsId = useId();
  const [isExpanded, setExpanded] = useState(false);
  const { attempts, createdAt, subject, type } = delivery;
  const event = describeEvent(t, type);
  return (
    <>
      <Row>
        <Cell kind="header">
          <span className="key-cell-lines">
            <span className="key-cell-title">{event}</span>
            {subject !== webhookId && <code className="key-cell-soft">{subject}</code>}
          </span>
        </Cell>
        <Cell label={t("deliveries.columnState")} isWide>
          <DeliveryState delivery={delivery} />
        </Cell>
        <Cell label={t("deliveries.columnCreated")} isWide>
          <Moment at={createdAt} />
        </Cell>
        <Cell kind="actions">
          <ExpandButton
            label={t("deliveries.showOf", { count: attempts.length, event, about: subject })}
            isExpanded={isExpanded}
            onToggle={() => setExpanded(!isExpanded)}
            controls={detailsId}
          >
            {t("deliveries.show", { count: attempts.length })}
          </ExpandButton>
        </Cell>
      </Row>
      {isExpanded && (
        <DetailRow id={detailsId} columns={columns}>
          <DeliveryDetails delivery={delivery} webhookId={webhookId} inactiveReason={inactiveReason} />
        </DetailRow>
      )}
    </>
  );
}

function DeliveryState({ delivery: { attempts, nextAttemptAt, state } }: Pick<DeliveryRowProps, "delivery">) {
  const { t, i18n } = useTranslation();
  const nowMs = useNow();
  if (state === "delivered") return <StatusPill tone="positive">{t("deliveries.delivered")}</StatusPill>;
  const last = attempts.at(-1);
  const why = last && describeAttempt(t, last);
  if (state === "failed") {
    return (
      <StatusPill tone="warning" reason={why ?? t("deliveries.abandoned")}>
        {t("deliveries.failed")}
      </StatusPill>
    );
  }
  return (
    <StatusPill
      tone="neutral"
      reason={
        <>
          {why !== undefined && <span className="delivery-why">{why}</span>}
          {nextAttemptAt !== null && (
            <span className="delivery-next">
              {Date.parse(nextAttemptAt) <= nowMs
                ? t("deliveries.nextNow")
                : t("deliveries.next", { when: describeUntil(nextAttemptAt, nowMs, i18n.language) })}
            </span>
          )}
        </>
      }
    >
      {t("deliveries.waiting")}
    </StatusPill>
  );
}

/** Every attempt, the first first, and a way to one more. */
function DeliveryDetails({ delivery, webhookId, inactiveReason }: Omit<DeliveryRowProps, "columns">) {
  const { t } = useTranslation();
  const { attempts, id, state } = delivery;
  const replay = useReplay(webhookId, id);
  return (
    <div className="delivery-details">
      {attempts.length === 0 ? (
        <p className="key-cell-hint">{t("deliveries.noAttempts")}</p>
      ) : (
        <ol className="delivery-attempts" aria-label={t("deliveries.attempts")}>
          {attempts.map((attempt, index) => (
            <li key={index} data-tone={attempt.problem === null ? "arrived" : "failed"}>
              <Moment at={attempt.at} />
              <span>{describeAttempt(t, attempt)}</span>
            </li>
          ))}
        </ol>
      )}
      <p className="key-cell-hint">
        {t("deliveries.id")} <code>{id}</code>
      </p>
      {replay.error && <ProblemBanner error={replay.error} />}
      <span>
        <Button
          size="small"
          icon="renew"
          isPending={replay.isPending}
          disabledReason={inactiveReason}
          onPress={() => replay.mutate()}
        >
          {state === "waiting" ? t("deliveries.tryNow") : t("deliveries.replay")}
        </Button>
      </span>
    </div>
  );
}

function useReplay(webhookId: string, deliveryId: string) {
  const { t } = useTranslation();
  const { account } = useAccess();
  const toast = useToast();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => replayDelivery(account.name, webhookId, deliveryId),
    onSuccess: () => toast(t("deliveries.replayed")),
    onSettled: () => queries.invalidateQueries({ queryKey: webhooksKey(account.name) }),
  });
}
