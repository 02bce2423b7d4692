import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { WebhookWithSecret } from "../../api/webhooks.ts";
import { Banner } from "../../ui/Banner.tsx";
import { Button } from "../../ui/Button.tsx";
import { CopyField } from "../../ui/CopyField.tsx";
import type { PanelOutcome } from "../shared/FormPanel.tsx";
import { describeTime } from "../shared/Time.tsx";
import { useOnceGuard } from "../shared/use-once-guard.tsx";
import { hostOf } from "./webhook-words.ts";
import "../shared/panel-form.css";

/**
 * The secret of a webhook, the one time that it is shown: it isn't left by accident before it is copied. It is content for the
 * panel that made it.
 *
 * @param made undefined until there is a secret
 */
export function useShownSecret(
  title: string,
  made: WebhookWithSecret | undefined,
  onClose: () => void,
): PanelOutcome | undefined {
  const { t, i18n } = useTranslation();
  const [isSafe, setSafe] = useState(false);
  const host = made === undefined ? "" : hostOf(made.url);
  useOnceGuard({
    isSafe: isSafe || made === undefined,
    title: t("webhookSecret.leaveTitle"),
    text: t("webhookSecret.leaveText", { host }),
    confirmLabel: t("tokenLink.leaveConfirm"),
    cancelLabel: t("webhookSecret.leaveCancel"),
  });
  if (made === undefined) return undefined;

  return {
    title,
    subtitle: <bdi>{host}</bdi>,
    isDismissable: isSafe,
    footer: (
      <Button variant={isSafe ? "primary" : "secondary"} onPress={onClose}>
        {t("common.close")}
      </Button>
    ),
    body: (
      <div className="panel-form">
        <Banner tone="warning" title={t("webhookSecret.onceTitle")}>
          <p>{t("webhookSecret.onceText")}</p>
        </Banner>
        <div className="form-field">
          <CopyField
            label={t("webhookSecret.label")}
            text={made.secret}
            copyLabel={t("common.copy")}
            copiedLabel={t("common.copied")}
            failedLabel={t("common.copyFailed")}
            onCopied={() => setSafe(true)}
          />
          <p className="field-description">{t("webhookSecret.use")}</p>
        </div>
        {made.overlapEndsAt !== null && (
          <p className="field-description">
            {t("webhookSecret.overlap", { until: describeTime(made.overlapEndsAt, i18n.language) })}
          </p>
        )}
      </div>
    ),
  };
}
