import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { KeyWithLink } from "../../../api/generated-keys.ts";
import { Button } from "../../../ui/Button.tsx";
import { CopyField } from "../../../ui/CopyField.tsx";
import type { PanelOutcome } from "../../shared/FormPanel.tsx";
import { useOnceGuard } from "../../shared/use-once-guard.tsx";
import { TokenLink } from "./TokenLink.tsx";
import "../../shared/panel-form.css";

/**
 * A key that was just generated, and the one time that the link to its token is shown. It isn't left by accident before that
 * is copied. As with `useRenewedToken` it is content for the panel that did it.
 *
 * @param newKey undefined until it is generated
 */
export function useNewKey(newKey: KeyWithLink | undefined, onClose: () => void): PanelOutcome | undefined {
  const { t } = useTranslation();
  const [isSafe, setSafe] = useState(false);
  useOnceGuard({
    isSafe: isSafe || newKey === undefined,
    title: t("tokenLink.leaveTitle"),
    text: t("generateKey.leaveText", { name: newKey?.name ?? "" }),
    confirmLabel: t("tokenLink.leaveConfirm"),
    cancelLabel: t("tokenLink.leaveCancel"),
  });
  if (newKey === undefined) return undefined;

  return {
    title: t("generateKey.doneTitle"),
    subtitle: newKey.name,
    isDismissable: isSafe,
    footer: (
      <Button variant={isSafe ? "primary" : "secondary"} onPress={onClose}>
        {t("generateKey.close")}
      </Button>
    ),
    body: (
      <div className="panel-form">
        <div className="form-field">
          <CopyField
            label={t("generateKey.keyLabel")}
            text={newKey.key}
            copyLabel={t("common.copy")}
            copiedLabel={t("common.copied")}
            failedLabel={t("common.copyFailed")}
          />
          <p className="field-description">{t("generateKey.keyNote")}</p>
        </div>
        <TokenLink link={newKey.tokenLink} onCopied={() => setSafe(true)} />
      </div>
    ),
  };
}
