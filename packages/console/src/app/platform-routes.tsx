import { createRoute, useNavigate } from "@tanstack/react-router";
import { OPERATOR_SORTS } from "../api/operators.ts";
import { ACCOUNT_SORTS } from "../api/platform-accounts.ts";
import { SERVICE_KEY_SORTS } from "../api/service-keys.ts";
import { parseListSearch } from "../pages/api-keys/list/list-search.ts";
import { parseAuditSearch } from "../pages/audit/audit-search.ts";
import { VerifyPanel } from "../pages/audit/VerifyPanel.tsx";
import { NotFoundPage } from "../pages/errors/NotFoundPage.tsx";
import { AccountsPage } from "../pages/platform/accounts/AccountsPage.tsx";
import { CreateAccountPanel } from "../pages/platform/accounts/CreateAccountPanel.tsx";
import { RenameAccountPanel } from "../pages/platform/accounts/RenameAccountPanel.tsx";
import { GapsPage } from "../pages/platform/gaps/GapsPage.tsx";
import { parseGapsSearch } from "../pages/platform/gaps/gaps-search.ts";
import { AddOperatorPanel } from "../pages/platform/operators/AddOperatorPanel.tsx";
import { OperatorsPage } from "../pages/platform/operators/OperatorsPage.tsx";
import { PlatformLogPage } from "../pages/platform/PlatformLogPage.tsx";
import { GenerateServiceKeyPanel } from "../pages/platform/service-keys/GenerateServiceKeyPanel.tsx";
import { ServiceKeysPage } from "../pages/platform/service-keys/ServiceKeysPage.tsx";
import { paths } from "../paths.ts";
import { PlatformLayout } from "./PlatformLayout.tsx";
import { sendTo, signedInRoute } from "./signed-in-route.tsx";

const platformRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/platform",
  staticData: { titleKey: "shell.platform" },
  component: PlatformLayout,
  notFoundComponent: NotFoundPage,
});

const platformHomeRoute = createRoute({
  getParentRoute: () => platformRoute,
  path: "/",
  beforeLoad: () => {
    sendTo(paths.accounts());
  },
});

const accountsRoute = createRoute({
  getParentRoute: () => platformRoute,
  path: "/accounts",
  staticData: { titleKey: "accounts.title" },
  validateSearch: (raw: Record<string, unknown>) => parseListSearch(raw, ACCOUNT_SORTS),
  component: AccountsPage,
});

const createAccountRoute = createRoute({
  getParentRoute: () => accountsRoute,
  path: "/new",
  staticData: { titleKey: "accounts.create" },
  component: function CreateAccount() {
    return <CreateAccountPanel onClose={useCloseTo(accountsRoute.to)} />;
  },
});

const renameAccountRoute = createRoute({
  getParentRoute: () => accountsRoute,
  path: "/$name/rename",
  staticData: { titleKey: "accounts.rename" },
  component: function RenameAccount() {
    return <RenameAccountPanel account={renameAccountRoute.useParams().name} onClose={useCloseTo(accountsRoute.to)} />;
  },
});

const operatorsRoute = createRoute({
  getParentRoute: () => platformRoute,
  path: "/operators",
  staticData: { titleKey: "operators.title" },
  validateSearch: (raw: Record<string, unknown>) => parseListSearch(raw, OPERATOR_SORTS),
  component: OperatorsPage,
});

const addOperatorRoute = createRoute({
  getParentRoute: () => operatorsRoute,
  path: "/add",
  staticData: { titleKey: "operators.add" },
  component: function AddOperator() {
    return <AddOperatorPanel onClose={useCloseTo(operatorsRoute.to)} />;
  },
});

const serviceKeysRoute = createRoute({
  getParentRoute: () => platformRoute,
  path: "/service-keys",
  staticData: { titleKey: "serviceKeys.title" },
  validateSearch: (raw: Record<string, unknown>) => parseListSearch(raw, SERVICE_KEY_SORTS),
  component: ServiceKeysPage,
});

const generateServiceKeyRoute = createRoute({
  getParentRoute: () => serviceKeysRoute,
  path: "/generate",
  staticData: { titleKey: "serviceKeys.generate" },
  component: function GenerateServiceKey() {
    return <GenerateServiceKeyPanel onClose={useCloseTo(serviceKeysRoute.to)} />;
  },
});

const gapsRoute = createRoute({
  getParentRoute: () => platformRoute,
  path: "/gaps",
  staticData: { titleKey: "gaps.title" },
  validateSearch: parseGapsSearch,
  component: GapsPage,
});

const platformLogRoute = createRoute({
  getParentRoute: () => platformRoute,
  path: "/log",
  staticData: { titleKey: "platformLog.title" },
  validateSearch: parseAuditSearch,
  component: PlatformLogPage,
});

const verifyPlatformLogRoute = createRoute({
  getParentRoute: () => platformLogRoute,
  path: "/verify",
  staticData: { titleKey: "audit.verifyTitle" },
  component: function VerifyPlatformLog() {
    return <VerifyPanel account={null} onClose={useCloseTo(platformLogRoute.to)} />;
  },
});

/** Back to the list of the platform that a panel stands over, as it was. */
function useCloseTo(to: "/platform/accounts" | "/platform/operators" | "/platform/service-keys" | "/platform/log") {
  const navigate = useNavigate();
  return () => void navigate({ to, search: true, state: true });
}

/** The pages of *Platform*, which are for operators. */
export const platformRoutes = platformRoute.addChildren([
  platformHomeRoute,
  accountsRoute.addChildren([createAccountRoute, renameAccountRoute]),
  operatorsRoute.addChildren([addOperatorRoute]),
  serviceKeysRoute.addChildren([generateServiceKeyRoute]),
  gapsRoute,
  platformLogRoute.addChildren([verifyPlatformLogRoute]),
]);
