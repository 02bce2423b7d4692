import type { ParseKeys } from "i18next";
import { useTranslation } from "react-i18next";
import type { AuditVerification } from "../../api/audit.ts";
import { Banner } from "../../ui/Banner.tsx";

const FAULTS: Readonly<Record<NonNullable<AuditVerification["fault"]>["reason"], ParseKeys>> = {
  missing: "audit.faultMissing",
  altered: "audit.faultAltered",
  "unknown-secret": "audit.faultSecret",
  head: "audit.faultHead",
  "cut-off": "audit.faultCutOff",
  "kept-head": "audit.faultKept",
};

interface VerificationResultProps {
  readonly result: AuditVerification;
  /** Whether it was checked against a head that was kept. */
  readonly isKept: boolean;
}

/** How a log came out. */
export function VerificationResult({ result: { events, fault }, isKept }: VerificationResultProps) {
  const { t } = useTranslation();
  if (fault === null) {
    return (
      <Banner tone="success" title={t("audit.intactTitle")}>
        <p>{t("audit.intact", { count: events })}</p>
        {isKept && <p>{t("audit.intactKept")}</p>}
      </Banner>
    );
  }
  return (
    <Banner tone="danger" title={t("audit.faultTitle")}>
      <p>{t(FAULTS[fault.reason], { sequence: fault.sequence })}</p>
      <p>{t("audit.faultEvents", { count: events })}</p>
      <p>{t("audit.faultNext")}</p>
    </Banner>
  );
}
