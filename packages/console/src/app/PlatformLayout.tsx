import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Outlet } from "@tanstack/react-router";
import { sessionQuery } from "../api/session.ts";
import { OperatorsOnlyPage } from "../pages/errors/OperatorsOnlyPage.tsx";
import { AppShell } from "./shell/AppShell.tsx";
import { PlatformNav } from "./shell/PlatformNav.tsx";

const signedIn = getRouteApi("/signed-in");

/** Around every page of *Platform*: shows it to operators, and to nobody else. */
export function PlatformLayout() {
  const remembered = signedIn.useRouteContext().session;
  const session = useQuery(sessionQuery).data ?? remembered;
  return (
    <AppShell session={session} nav={session.operator ? <PlatformNav /> : undefined}>
      {session.operator ? <Outlet /> : <OperatorsOnlyPage />}
    </AppShell>
  );
}
