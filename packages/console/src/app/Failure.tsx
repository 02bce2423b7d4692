import { LatchkeyError } from "@latchkey/sdk/latchkey-error";
import { type ErrorComponentProps, useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { CrashPage } from "../pages/errors/CrashPage.tsx";
import { ProblemMessage } from "../pages/shared/Problem.tsx";
import { BarePage } from "./BarePage.tsx";

/** In a route's place where it failed: because the service did, which may pass, or because of a mistake in the console. */
export function Failure({ error }: ErrorComponentProps) {
  const { t } = useTranslation();
  const router = useRouter();
  return (
    <BarePage>
      {error instanceof LatchkeyError ? (
        <ProblemMessage title={t("errors.title")} level={1} error={error} onRetry={() => void router.invalidate()} />
      ) : (
        <CrashPage />
      )}
    </BarePage>
  );
}
