import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { AccountSummary, Session } from "../../api/session.ts";
import { TopBar } from "./TopBar.tsx";
import "./shell.css";

interface AppShellProps {
  readonly session: Session;
  /** The account that the page is about, where it is about one. */
  readonly account?: AccountSummary | undefined;
  /** The way between pages that belong together, where this is one of them. */
  readonly nav?: ReactNode;
  readonly children: ReactNode;
}

/** What stands around every page of somebody who is signed in. */
export function AppShell({ session, account, nav, children }: AppShellProps) {
  const { t } = useTranslation();
  return (
    <div className="shell">
      <a className="skip-link" href="#content">
        {t("common.skip")}
      </a>
      <TopBar session={session} account={account} />
      <div className="shell-content" data-nav={Boolean(nav) || undefined}>
        {nav}
        <main id="content" className="shell-main" tabIndex={-1}>
          {children}
        </main>
      </div>
    </div>
  );
}
