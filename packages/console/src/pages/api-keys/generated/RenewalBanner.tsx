import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { KEY_ALERTS, type KeyAlert } from "../../../api/list-query.ts";
import { keySettingsQuery } from "../../../api/key-settings.ts";
import { Banner } from "../../../ui/Banner.tsx";
import { Button } from "../../../ui/Button.tsx";
import { useAccess } from "../../shared/access-context.ts";

const RECOMMENDED = {
  overdue: "renewalBanner.overdue",
  recommended: "renewalBanner.recommended",
  expiring: "renewalBanner.expiring",
} as const;

const ENFORCED = {
  overdue: "renewalBanner.overdueExpired",
  recommended: "renewalBanner.recommendedExpired",
  expiring: "renewalBanner.expiring",
} as const;

const EXPLAINED = {
  overdue: "tokenAlert.overdueText",
  recommended: "tokenAlert.recommendedText",
} as const;

interface RenewalBannerProps {
  /** What the list is narrowed to. */
  readonly alert: KeyAlert | undefined;
  readonly onChoose: (alert: KeyAlert | undefined) => void;
}

/** Counts the keys whose tokens should be renewed, or stop working soon, and leads to them. */
export function RenewalBanner({ alert, onChoose }: RenewalBannerProps) {
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
      title={isEnforced ? t("renewalBanner.enforcedTitle") : t("renewalBanner.title")}
    >
      <p>
        {isEnforced
          ? t("renewalBanner.enforcedText", { count: renewalMonths })
          : t("renewalBanner.text", { count: renewalMonths })}
      </p>
      <ul className="renewal-banner-choices">
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
            {t("renewalBanner.showAll")}
          </Button>
        </div>
      )}
    </Banner>
  );
}
