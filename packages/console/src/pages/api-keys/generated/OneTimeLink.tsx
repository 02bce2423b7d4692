import { useTranslation } from "react-i18next";
import type { KeyWithLink } from "../../../api/generated-keys.ts";
import { Banner } from "../../../ui/Banner.tsx";
import { CopyField } from "../../../ui/CopyField.tsx";
import { describeTime } from "../../shared/Time.tsx";

interface OneTimeLinkProps {
  readonly link: KeyWithLink["tokenLink"];
  readonly onCopied: () => void;
}

/** A link to a token, the one time that it is shown, and what to do with it. */
export function OneTimeLink({ link, onCopied }: OneTimeLinkProps) {
  const { t, i18n } = useTranslation();
  return (
    <>
      <Banner tone="warning" title={t("tokenLink.onceTitle")}>
        <p>{t("tokenLink.onceText")}</p>
      </Banner>
      <div className="form-field">
        <CopyField
          label={t("tokenLink.label")}
          text={link.url}
          copyLabel={t("common.copy")}
          copiedLabel={t("common.copied")}
          failedLabel={t("common.copyFailed")}
          onCopied={onCopied}
        />
        <p className="field-description">
          {t("tokenLink.valid", { until: describeTime(link.expiresAt, i18n.language) })}
        </p>
        <p className="field-description">{t("tokenLink.whom")}</p>
      </div>
    </>
  );
}
