import { useQuery } from "@tanstack/react-query";
import { useRouterState } from "@tanstack/react-router";
import type { ParseKeys } from "i18next";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { accessQuery } from "../api/access.ts";
import { sessionQuery } from "../api/session.ts";

declare module "@tanstack/react-router" {
  interface StaticDataRouteOption {
    /** Wording that names the page. */
    titleKey?: ParseKeys;
  }
}

/** Names the page that is shown in the browser's tab and history: the innermost route's title, and the account. */
export function DocumentTitle() {
  const { t } = useTranslation();
  const { titleKey, account } = useRouterState({
    select: ({ matches }) => ({
      titleKey: matches.findLast((match) => match.staticData.titleKey !== undefined)?.staticData.titleKey,
      account: matches.map(({ params }) => ("account" in params ? params.account : undefined)).findLast(Boolean),
    }),
    structuralSharing: true,
  });
  const { data: session } = useQuery({ ...sessionQuery, enabled: false });
  // An operator is let into accounts that they don't belong to.
  const { data: access } = useQuery({ ...accessQuery(account ?? ""), enabled: false });

  const page = t(titleKey ?? "errors.notFoundPage");
  const { displayName: name } =
    session?.accounts.find((candidate) => candidate.name === account) ?? access?.account ?? {};
  const title = name === undefined ? t("common.title", { page }) : t("common.titleInAccount", { page, account: name });
  useEffect(() => {
    document.title = title;
  }, [title]);
  return null;
}
