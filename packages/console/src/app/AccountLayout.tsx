import { LatchkeyError } from "@latchkey/sdk/latchkey-error";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Outlet } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { accessQuery } from "../api/access.ts";
import { catalogQuery } from "../api/catalog.ts";
import { sessionQuery } from "../api/session.ts";
import { Message } from "../ui/Message.tsx";
import { Skeleton } from "../ui/Skeleton.tsx";
import { AccessContext } from "../pages/shared/access-context.ts";
import { ProblemMessage } from "../pages/shared/Problem.tsx";
import { rememberAccount } from "./last-account.ts";
import { AccountNav } from "./shell/AccountNav.tsx";
import { AppShell } from "./shell/AppShell.tsx";

const route = getRouteApi("/signed-in/accounts/$account");
const signedIn = getRouteApi("/signed-in");

/** Around every page of an account: shows it once it is known what the user may do there. */
export function AccountLayout() {
  const { account } = route.useParams();
  const remembered = signedIn.useRouteContext().session;
  const session = useQuery(sessionQuery).data ?? remembered;
  const access = useQuery(accessQuery(account));
  // Whatever the user may not do is told by its name.
  const isNaming = useQuery(catalogQuery).isPending;
  // An operator is let in without belonging to it.
  const summary = session.accounts.find(({ name }) => name === account) ?? access.data?.account;

  useEffect(() => {
    if (access.isSuccess) rememberAccount(account);
  }, [account, access.isSuccess]);

  let nav: ReactNode;
  let content: ReactNode;
  if (access.data && !isNaming) {
    nav = (
      <AccessContext value={access.data}>
        <AccountNav />
      </AccessContext>
    );
    content = (
      <AccessContext key={account} value={access.data}>
        <Outlet />
      </AccessContext>
    );
  } else if (access.error) {
    content = (
      <NoAccess account={account} displayName={summary?.displayName} error={access.error} onRetry={access.refetch} />
    );
  } else {
    content = <PageSkeleton />;
  }
  return (
    <AppShell session={session} account={summary} nav={nav}>
      {content}
    </AppShell>
  );
}

interface NoAccessProps {
  readonly account: string;
  readonly displayName: string | undefined;
  readonly error: Error;
  readonly onRetry: () => Promise<unknown>;
}

function NoAccess({ account, displayName = account, error, onRetry }: NoAccessProps) {
  const { t } = useTranslation();
  if (error instanceof LatchkeyError && error.code === "ACCOUNT_SUSPENDED") {
    return (
      <Message icon="pause" level={1} title={t("errors.suspendedTitle", { account: displayName })}>
        <p>{t("errors.suspendedText")}</p>
      </Message>
    );
  }
  if (error instanceof LatchkeyError && (error.status === 404 || error.status === 403)) {
    return (
      <Message icon="compass" level={1} title={t("errors.accountNotFoundTitle", { account })}>
        <p>{t("errors.accountNotFoundText")}</p>
      </Message>
    );
  }
  return <ProblemMessage title={t("errors.title")} level={1} error={error} onRetry={() => void onRetry()} />;
}

/** A title, two tabs and the frame of a list: what most pages begin with. */
function PageSkeleton() {
  return (
    <div className="page-skeleton" aria-busy="true">
      <Skeleton width="96px" heightPixels={24} />
      <Skeleton width="180px" heightPixels={20} />
      <Skeleton width="100%" heightPixels={360} />
    </div>
  );
}
