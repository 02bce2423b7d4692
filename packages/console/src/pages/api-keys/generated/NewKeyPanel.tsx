import { useBlocker } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { NewKey } from "../../../api/generated-keys.ts";
import { Banner } from "../../../ui/Banner.tsx";
import { Button } from "../../../ui/Button.tsx";
import { CopyField } from "../../../ui/CopyField.tsx";
import { SidePanel } from "../../../ui/SidePanel.tsx";
import { useConfirm } from "../../shared/ConfirmProvider.tsx";
import "../panel-form.css";

interface NewKeyPanelProps {
  readonly newKey: NewKey;
  readonly onClose: () => void;
}

/** The one time that a token is shown. Until it is copied, leaving needs a word: by button, by Back or by closing the tab. */
export function NewKeyPanel({ newKey, onClose }: NewKeyPanelProps) {
  const { t } = useTranslation();
  const confirm = useConfirm();
  const [isSafe, setSafe] = useState(false);
  const { name } = newKey;

  useBlocker({
    disabled: isSafe,
    enableBeforeUnload: true,
    shouldBlockFn: () =>
      new Promise((resolve) =>
        confirm({
          title: t("generateKey.leaveTitle"),
          body: <p>{t("generateKey.leaveText", { name })}</p>,
          confirmLabel: t("generateKey.leaveConfirm"),
          cancelLabel: t("generateKey.leaveCancel"),
          onConfirm: () => resolve(false),
          onCancel: () => resolve(true),
        }),
      ),
  });

  return (
    <SidePanel
      title={t("generateKey.doneTitle")}
      subtitle={name}
      closeLabel={t("common.close")}
      onClose={onClose}
      isDismissable={isSafe}
      footer={
        <Button variant={isSafe ? "primary" : "secondary"} onPress={onClose}>
          {t("generateKey.close")}
        </Button>
      }
    >
      <div className="panel-form">
        <Banner tone="warning" title={t("generateKey.onceTitle")}>
          <p>{t("generateKey.onceText")}</p>
        </Banner>
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
        <CopyField
          label={t("generateKey.tokenLabel")}
          text={newKey.token ?? ""}
          copyLabel={t("common.copy")}
          copiedLabel={t("common.copied")}
          failedLabel={t("common.copyFailed")}
          onCopied={() => setSafe(true)}
        />
      </div>
    </SidePanel>
  );
}
