import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type Profile, profileQuery, replaceRecoveryCodes, turnTwoFactorOff } from "../../api/profile.ts";
import { Banner } from "../../ui/Banner.tsx";
import { StatusPill } from "../../ui/Badge.tsx";
import { Button } from "../../ui/Button.tsx";
import { useToast } from "../../ui/Toast.tsx";
import { EnrolmentPanel } from "./EnrolmentPanel.tsx";
import { PasswordPanel } from "./PasswordPanel.tsx";
import { ProfileSection } from "./ProfileSection.tsx";
import { RecoveryCodesPanel } from "./RecoveryCodesPanel.tsx";

/** So few recovery codes are left that it is time for new ones. */
const FEW_CODES = 3;

type Opened = "enrolment" | "off" | "codes" | { readonly codes: readonly string[] };

/** A second proof beside the password: whether there is one, and how to have one, or none. */
export function TwoFactorSection({ profile }: { readonly profile: Profile }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const toast = useToast();
  const [opened, setOpened] = useState<Opened>();
  const needsPassword = profile.hasPassword ? undefined : t("profile.twoFactorNeedsPassword");
  const codesLeft = profile.recoveryCodesLeft ?? 0;

  function close(): void {
    setOpened(undefined);
    void queries.invalidateQueries({ queryKey: profileQuery.queryKey, exact: true });
  }

  return (
    <ProfileSection title={t("profile.twoFactorTitle")} text={t("profile.twoFactorText")}>
      <div className="profile-state">
        <StatusPill tone={profile.twoFactor ? "positive" : "neutral"}>
          {profile.twoFactor ? t("profile.twoFactorOn") : t("profile.twoFactorOff")}
        </StatusPill>
        {profile.twoFactor && <span>{t("profile.codesLeft", { count: codesLeft })}</span>}
      </div>
      {profile.twoFactor && codesLeft < FEW_CODES && (
        <Banner tone="warning">
          <p>{t("profile.codesFew")}</p>
        </Banner>
      )}
      <div className="profile-buttons">
        {profile.twoFactor ? (
          <>
            <Button onPress={() => setOpened("codes")}>{t("profile.newCodes")}</Button>
            <Button onPress={() => setOpened("off")}>{t("profile.turnOff")}</Button>
          </>
        ) : (
          <Button onPress={() => setOpened("enrolment")} disabledReason={needsPassword}>
            {t("profile.turnOn")}
          </Button>
        )}
      </div>
      {opened === "enrolment" && <EnrolmentPanel onClose={close} onDone={(codes) => setOpened({ codes })} />}
      {opened === "codes" && (
        <PasswordPanel
          title={t("profile.newCodes")}
          text={t("profile.newCodesText")}
          submitLabel={t("profile.makeCodes")}
          send={replaceRecoveryCodes}
          onDone={(codes) => setOpened({ codes })}
          onClose={close}
        />
      )}
      {opened === "off" && (
        <PasswordPanel
          title={t("profile.turnOff")}
          text={t("profile.turnOffText")}
          submitLabel={t("profile.turnOffConfirm")}
          tone="danger"
          send={turnTwoFactorOff}
          onDone={() => {
            toast(t("profile.turnedOff"));
            close();
          }}
          onClose={close}
        />
      )}
      {typeof opened === "object" && <RecoveryCodesPanel codes={opened.codes} email={profile.email} onClose={close} />}
    </ProfileSection>
  );
}
