import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { GeneratedKey } from "../../../api/generated-keys.ts";
import { RowAlert } from "../../../ui/RowAlert.tsx";
import { describeDay } from "../../shared/Time.tsx";
import { tokenAlert } from "./token-alert.ts";

/** What a row says of a key whose token is old, or ends. */
export function TokenAlertText({ generatedKey }: { readonly generatedKey: GeneratedKey }) {
  const { t, i18n } = useTranslation();
  const [nowMs] = useState(() => Date.now());
  const alert = tokenAlert(generatedKey, nowMs);
  switch (alert?.kind) {
    case undefined:
      return null;
    case "expired":
      return (
        <RowAlert
          tone="danger"
          title={t("tokenAlert.expired", { date: describeDay(alert.at, i18n.language) })}
          hint={t("tokenAlert.expiredText")}
        />
      );
    case "expiring":
      return (
        <RowAlert
          tone="warning"
          title={t("tokenAlert.expiring", { date: describeDay(alert.at, i18n.language) })}
          hint={t("tokenAlert.expiringText")}
        />
      );
    case "overdue":
      return <RowAlert tone="danger" title={t("tokenAlert.overdue")} hint={t("tokenAlert.overdueText")} />;
    case "recommended":
      return <RowAlert tone="warning" title={t("tokenAlert.recommended")} hint={t("tokenAlert.recommendedText")} />;
  }
}
