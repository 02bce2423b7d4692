import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Banner } from "../../ui/Banner.tsx";
import { Button } from "../../ui/Button.tsx";
import { SidePanel } from "../../ui/SidePanel.tsx";
import { useCopy } from "../../ui/use-copy.ts";
import { useOnceGuard } from "../shared/use-once-guard.tsx";
import "../shared/panel-form.css";

interface RecoveryCodesPanelProps {
  readonly codes: readonly string[];
  /** Whose they are: it names the file. */
  readonly email: string;
  readonly onClose: () => void;
}

/** The one time that recovery codes are shown. Until they are kept somewhere, leaving needs a word. */
export function RecoveryCodesPanel({ codes, email, onClose }: RecoveryCodesPanelProps) {
  const { t } = useTranslation();
  const [isSafe, setSafe] = useState(false);
  const { state, copy } = useCopy(codes.join("\n"));
  const close = useOnceGuard({
    isSafe,
    onClose,
    title: t("profile.leaveTitle"),
    text: t("profile.leaveText"),
    confirmLabel: t("tokenLink.leaveConfirm"),
    cancelLabel: t("profile.leaveCancel"),
  });

  function download(): void {
    const url = URL.createObjectURL(new Blob([`${t("profile.codesFile", { email })}\n\n${codes.join("\n")}\n`]));
    const link = Object.assign(document.createElement("a"), { href: url, download: "latchkey-recovery-codes.txt" });
    link.click();
    URL.revokeObjectURL(url);
    setSafe(true);
  }

  return (
    <SidePanel
      title={t("profile.codesTitle")}
      closeLabel={t("common.close")}
      onClose={close}
      isDismissable={isSafe}
      footer={
        <Button variant={isSafe ? "primary" : "secondary"} onPress={close}>
          {t("generateKey.close")}
        </Button>
      }
    >
      <div className="panel-form">
        <Banner tone="warning" title={t("profile.codesOnce")}>
          <p>{t("profile.codesText")}</p>
        </Banner>
        <ul className="recovery-codes" aria-label={t("profile.codesTitle")} onCopy={() => setSafe(true)}>
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ul>
        <div className="profile-buttons">
          <Button
            icon={state === "copied" ? "check" : "copy"}
            onPress={() => void copy().then((isCopied) => isCopied && setSafe(true))}
          >
            {state === "copied" ? t("common.copied") : t("common.copy")}
          </Button>
          <Button onPress={download}>{t("profile.download")}</Button>
        </div>
        {state === "failed" && <p role="status">{t("profile.copyFailed")}</p>}
      </div>
    </SidePanel>
  );
}
