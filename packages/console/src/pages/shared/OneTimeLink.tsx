import { useTranslation } from "react-i18next";
import { Banner } from "../../ui/Banner.tsx";
import { CopyField } from "../../ui/CopyField.tsx";

interface OneTimeLinkProps {
  readonly url: string;
  /** What the link is to. */
  readonly label: string;
  /** Why it should be copied now. */
  readonly onceText: string;
  /** How long it is good for, and who should get it. */
  readonly notes: readonly string[];
  readonly onCopied: () => void;
}

/** A link that opens something, the one time that it is shown, and what to do with it. */
export function OneTimeLink({ url, label, onceText, notes, onCopied }: OneTimeLinkProps) {
  const { t } = useTranslation();
  return (
    <>
      <Banner tone="warning" title={t("tokenLink.onceTitle")}>
        <p>{onceText}</p>
      </Banner>
      <div className="form-field">
        <CopyField
          label={label}
          text={url}
          copyLabel={t("common.copy")}
          copiedLabel={t("common.copied")}
          failedLabel={t("common.copyFailed")}
          onCopied={onCopied}
        />
        {notes.map((note) => (
          <p key={note} className="field-description">
            {note}
          </p>
        ))}
      </div>
    </>
  );
}
