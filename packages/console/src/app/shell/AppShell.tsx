import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { AccountSummary, Session } from "../../api/session.ts";
import { TopBar } from "./TopBar.tsx";
import "./shell.css";

interface AppShellProps {
  readonly session: Session;
  /** The account that the page is about, where it is about one. */
  readonly account?: AccountSummary | undefined;
  readonly children: ReactNode;
}

/** What stands around every page of somebody who is signed in. */
export function AppShell({ session, account, children }: AppShellProps) {
  const { t } = useTranslation();
  return (
    <div className="shell">
      <a className="skip-link" href="#content">
        {t("common.skip")}
      </a>
      <TopBar session={session} account={account} />
      <main id="content" className="shell-content" tabIndex={-1}>
        {children}
      </main>
    </div>
  );
}
