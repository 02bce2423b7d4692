import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { keySettingsQuery } from "../../../api/key-settings.ts";
import { Skeleton } from "../../../ui/Skeleton.tsx";
import { useAccess } from "../../shared/access-context.ts";
import { ProblemMessage } from "../../shared/Problem.tsx";
import { KeySettingsForm } from "./KeySettingsForm.tsx";
import "./key-settings.css";

/** What the account decides about the age of its tokens. */
export function KeySettingsPage() {
  const { t } = useTranslation();
  const { account } = useAccess();
  const query = useQuery(keySettingsQuery(account.name));

  if (query.data) {
    const { settings, etag } = query.data;
    // Begins anew with what somebody else has decided meanwhile.
    const version = `${settings.renewalMonths} ${settings.enforcement}`;
    return <KeySettingsForm key={version} settings={settings} etag={etag} />;
  }
  if (query.isError) {
    return (
      <ProblemMessage title={t("keySettings.errorTitle")} error={query.error} onRetry={() => void query.refetch()} />
    );
  }
  return (
    <div className="key-settings" aria-busy="true">
      <Skeleton width="60%" />
      <Skeleton width="40%" />
      <Skeleton width="40%" />
    </div>
  );
}
