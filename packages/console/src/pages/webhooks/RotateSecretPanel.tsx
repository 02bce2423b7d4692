import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { OVERLAP_HOURS, rotateWebhookSecret, webhookQuery, webhooksKey } from "../../api/webhooks.ts";
import { Banner } from "../../ui/Banner.tsx";
import { RadioGroup } from "../../ui/RadioGroup.tsx";
import { useAccess } from "../shared/access-context.ts";
import { EditPanelLoading } from "../shared/EditPanel.tsx";
import { FormPanel } from "../shared/FormPanel.tsx";
import { ProblemBanner } from "../shared/Problem.tsx";
import { describeTime, useNow } from "../shared/Time.tsx";
import { useShownSecret } from "./use-shown-secret.tsx";
import { hostOf } from "./webhook-words.ts";
import "../shared/panel-form.css";

interface RotateSecretPanelProps {
  readonly webhookId: string;
  readonly onClose: () => void;
}

/** Keys of what is said of each overlap. */
const OVERLAPS = {
  24: { label: "webhookSecret.day", description: "webhookSecret.dayText" },
  168: { label: "webhookSecret.week", description: "webhookSecret.weekText" },
  0: { label: "webhookSecret.atOnce", description: "webhookSecret.atOnceText" },
} as const;

/** Gives a webhook another secret, and decides how long the one before it signs too. */
export function RotateSecretPanel({ webhookId, onClose }: RotateSecretPanelProps) {
  const { t, i18n } = useTranslation();
  const { account } = useAccess();
  const queries = useQueryClient();
  const nowMs = useNow();
  const [hours, setHours] = useState<(typeof OVERLAP_HOURS)[number]>(OVERLAP_HOURS[0]);
  const opened = useQuery(webhookQuery(account.name, webhookId));
  const rotate = useMutation({
    mutationFn: () => rotateWebhookSecret(account.name, webhookId, hours),
    // The answer holds the secret: forget it with this panel.
    gcTime: 0,
    onSuccess: () => void queries.invalidateQueries({ queryKey: [...webhooksKey(account.name), "list"] }),
  });
  const outcome = useShownSecret(t("webhookSecret.rotatedTitle"), rotate.data, onClose);
  const webhook = opened.data?.webhook;
  const overlapEndsAt = webhook?.overlapEndsAt ?? null;

  return (
    <FormPanel
      title={t("webhooks.rotate")}
      subtitle={webhook && <bdi>{hostOf(webhook.url)}</bdi>}
      submitLabel={t("webhookSecret.submit")}
      submit={() => rotate.mutate()}
      isPending={rotate.isPending}
      disabledReason={webhook === undefined ? t("common.loading") : undefined}
      outcome={outcome}
      onClose={onClose}
    >
      {webhook === undefined ? (
        <EditPanelLoading error={opened.error} onRetry={() => void opened.refetch()} />
      ) : (
        <div className="panel-form">
          <p className="tab-about">{t("webhookSecret.rotateText")}</p>
          {overlapEndsAt !== null && Date.parse(overlapEndsAt) > nowMs && (
            <Banner tone="warning">
              <p>{t("webhookSecret.openOverlap", { until: describeTime(overlapEndsAt, i18n.language) })}</p>
            </Banner>
          )}
          <RadioGroup
            label={t("webhookSecret.overlapLabel")}
            options={OVERLAP_HOURS.map((choice) => ({
              id: String(choice),
              label: t(OVERLAPS[choice].label),
              description: t(OVERLAPS[choice].description),
            }))}
            value={String(hours)}
            onChange={(id) => setHours(OVERLAP_HOURS.find((choice) => String(choice) === id) ?? hours)}
          />
          {rotate.error && <ProblemBanner error={rotate.error} />}
        </div>
      )}
    </FormPanel>
  );
}
