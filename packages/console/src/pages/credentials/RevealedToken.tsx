import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RevealedToken as Revealed } from "../../api/token-links.ts";
import { Banner } from "../../ui/Banner.tsx";
import { CopyField } from "../../ui/CopyField.tsx";
import { Rich } from "../shared/Rich.tsx";
import { useOnceGuard } from "../shared/use-once-guard.tsx";

/** A key and its token, the one time that the token is shown. The page isn't left by accident before it is copied. */
export function RevealedToken({ revealed }: { readonly revealed: Revealed }) {
  const { t } = useTranslation();
  const [isSafe, setSafe] = useState(false);
  useOnceGuard({
    isSafe,
    title: t("credentials.leaveTitle"),
    text: t("credentials.leaveText"),
    confirmLabel: t("credentials.leaveConfirm"),
    cancelLabel: t("credentials.leaveCancel"),
  });
  const copyLabels = {
    copyLabel: t("common.copy"),
    copiedLabel: t("common.copied"),
    failedLabel: t("common.copyFailed"),
  };
  return (
    <>
      <Banner tone="warning" title={t("credentials.onceTitle")}>
        <p>{t("credentials.onceText")}</p>
      </Banner>
      <CopyField label={t("credentials.keyLabel")} text={revealed.key} {...copyLabels} />
      <CopyField
        label={t("credentials.tokenLabel")}
        text={revealed.token}
        {...copyLabels}
        onCopied={() => setSafe(true)}
      />
      <p className="credentials-use">
        <Rich i18nKey="credentials.use" />
      </p>
      <p role="status">{isSafe ? t("credentials.done") : ""}</p>
    </>
  );
}
