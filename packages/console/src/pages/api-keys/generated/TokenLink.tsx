import { useTranslation } from "react-i18next";
import type { KeyWithLink } from "../../../api/generated-keys.ts";
import { OneTimeLink } from "../../shared/OneTimeLink.tsx";
import { describeTime } from "../../shared/Time.tsx";

interface TokenLinkProps {
  readonly link: KeyWithLink["tokenLink"];
  readonly onCopied: () => void;
}

/** A link to a token, the one time that it is shown. */
export function TokenLink({ link, onCopied }: TokenLinkProps) {
  const { t, i18n } = useTranslation();
  return (
    <OneTimeLink
      url={link.url}
      label={t("tokenLink.label")}
      onceText={t("tokenLink.onceText")}
      notes={[t("tokenLink.valid", { until: describeTime(link.expiresAt, i18n.language) }), t("tokenLink.whom")]}
      onCopied={onCopied}
    />
  );
}
