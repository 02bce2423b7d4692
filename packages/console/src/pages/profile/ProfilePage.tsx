import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { profileQuery } from "../../api/profile.ts";
import { Skeleton } from "../../ui/Skeleton.tsx";
import { ProblemMessage } from "../shared/Problem.tsx";
import { AboutSection } from "./AboutSection.tsx";
import { PasswordSection } from "./PasswordSection.tsx";
import { SessionsSection } from "./SessionsSection.tsx";
import { TwoFactorSection } from "./TwoFactorSection.tsx";

/** What the signed-in person may see and change of themselves. */
export function ProfilePage() {
  const { t } = useTranslation();
  const profile = useQuery(profileQuery);
  if (profile.data === undefined) {
    return profile.error ? (
      <ProblemMessage
        title={t("profile.loadFailed")}
        level={1}
        error={profile.error}
        onRetry={() => void profile.refetch()}
      />
    ) : (
      <div className="page-skeleton" aria-busy="true">
        <Skeleton width="120px" heightPixels={24} />
        <Skeleton width="100%" heightPixels={200} />
      </div>
    );
  }
  return (
    <div className="profile">
      <h1 className="page-title">{t("profile.page")}</h1>
      <AboutSection profile={profile.data} />
      <PasswordSection profile={profile.data} />
      <TwoFactorSection profile={profile.data} />
      <SessionsSection />
    </div>
  );
}
