import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { KEY_ALERTS, type KeyAlert } from "../../../api/list-query.ts";
import { keySettingsQuery } from "../../../api/key-settings.ts";
import { Banner } from "../../../ui/Banner.tsx";
import { Button } from "../../../ui/Button.tsx";
import { useAccess } from "../../shared/access-context.ts";

const RECOMMENDED = {
  overdue: "tokenAgeBanner.overdue",
  recommended: "tokenAgeBanner.recommended",
  expiring: "tokenAgeBanner.expiring",
} as const;

const ENFORCED = {
  overdue: "tokenAgeBanner.overdueExpired",
  recommended: "tokenAgeBanner.recommendedExpired",
  expiring: "tokenAgeBanner.expiring",
} as const;

const EXPLAINED = {
  overdue: "tokenAlert.overdueText",
  recommended: "tokenAlert.recommendedText",
} as const;

interface TokenAgeBannerProps {
  /** What the list is narrowed to. */
  readonly alert: KeyAlert | undefined;
  readonly onChoose: (alert: KeyAlert | undefined) => void;
}

/** Counts the keys whose tokens should be renewed, or stop working soon, and leads to them. */
export function TokenAgeBanner({ alert, onChoose }: TokenAgeBannerProps) {
  const { t } = useTranslation();
  const { account } = useAccess();
  const { data } = useQuery(keySettingsQuery(account.name));
  if (!data) return null;
  const { counts, enforcement, renewalMonths } = data.settings;
  const shown = KEY_ALERTS.filter((kind) => counts[kind] > 0 || kind === alert);
  if (shown.length === 0) return null;
  const isEnforced = enforcement === "expire";
  const isUrgent = counts.overdue > 0 || (isEnforced && counts.recommended > 0);
  return (
    <Banner
      tone={isUrgent ? "danger" : "warning"}
      title={isEnforced ? t("tokenAgeBanner.enforcedTitle") : t("tokenAgeBanner.title")}
    >
      <p>
        {isEnforced
          ? t("tokenAgeBanner.enforcedText", { count: renewalMonths })
          : t("tokenAgeBanner.text", { count: renewalMonths })}
      </p>
      <ul className="token-age-banner-choices">
        {shown.map((kind) => (
          <li key={kind}>
            <Button size="small" onPress={() => onChoose(kind)} isPressed={kind === alert}>
              {t(isEnforced ? ENFORCED[kind] : RECOMMENDED[kind], { count: counts[kind] })}
            </Button>
            {!isEnforced && kind !== "expiring" && <span>{t(EXPLAINED[kind])}</span>}
          </li>
        ))}
      </ul>
      {alert !== undefined && (
        <div>
          <Button size="small" variant="quiet" onPress={() => onChoose(undefined)}>
            {t("tokenAgeBanner.showAll")}
          </Button>
        </div>
      )}
    </Banner>
  );
}
