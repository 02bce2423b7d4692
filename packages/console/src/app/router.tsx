import type { QueryClient } from "@tanstack/react-query";
import { createRoute, createRouter, useNavigate } from "@tanstack/react-router";
import { EXTERNAL_KEY_SORTS } from "../api/external-keys.ts";
import { GENERATED_KEY_SORTS } from "../api/generated-keys.ts";
import { sessionQuery } from "../api/session.ts";
import { ApiKeysPage } from "../pages/api-keys/ApiKeysPage.tsx";
import { AddKeyPanel } from "../pages/api-keys/external/AddKeyPanel.tsx";
import { EditExternalKeyPanel } from "../pages/api-keys/external/EditExternalKeyPanel.tsx";
import { ExternalKeysPage } from "../pages/api-keys/external/ExternalKeysPage.tsx";
import { EditGeneratedKeyPanel } from "../pages/api-keys/generated/EditGeneratedKeyPanel.tsx";
import { ExplainPanel } from "../pages/api-keys/explain/ExplainPanel.tsx";
import { GeneratedKeysPage } from "../pages/api-keys/generated/GeneratedKeysPage.tsx";
import { GenerateKeyPanel } from "../pages/api-keys/generated/GenerateKeyPanel.tsx";
import { RenewTokenPanel } from "../pages/api-keys/generated/RenewTokenPanel.tsx";
import { parseGeneratedListSearch, parseListSearch } from "../pages/api-keys/list/list-search.ts";
import { KeySettingsPage } from "../pages/api-keys/settings/KeySettingsPage.tsx";
import { ExternalKeyUsePanel } from "../pages/api-keys/use/ExternalKeyUsePanel.tsx";
import { KeyUsePanel } from "../pages/api-keys/use/KeyUsePanel.tsx";
import { AuditPage } from "../pages/audit/AuditPage.tsx";
import { parseAuditSearch } from "../pages/audit/audit-search.ts";
import { VerifyPanel } from "../pages/audit/VerifyPanel.tsx";
import { CredentialsPage } from "../pages/credentials/CredentialsPage.tsx";
import { JoinPage } from "../pages/join/JoinPage.tsx";
import { ResetPage } from "../pages/reset/ResetPage.tsx";
import { ProfilePage } from "../pages/profile/ProfilePage.tsx";
import { useAccess } from "../pages/shared/access-context.ts";
import { SignInPage } from "../pages/sign-in/SignInPage.tsx";
import { paths } from "../paths.ts";
import { accountRoute } from "./account-route.tsx";
import { Failure } from "./Failure.tsx";
import { chooseAccount } from "./last-account.ts";
import { NoAccountPage } from "./NoAccountPage.tsx";
import { platformRoutes } from "./platform-routes.tsx";
import { rolesRoutes } from "./roles-routes.tsx";
import { rootRoute, sendTo, signedInRoute } from "./signed-in-route.tsx";
import { usersRoutes } from "./users-routes.tsx";
import { webhooksRoutes } from "./webhooks-routes.tsx";
import { AppShell } from "./shell/AppShell.tsx";

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/sign-in",
  staticData: { titleKey: "signIn.title" },
  validateSearch: (raw: Record<string, unknown>): { to?: string; ended?: boolean; failed?: "oidc" } => ({
    ...(isOwnPath(raw["to"]) && { to: raw["to"] }),
    ...(raw["ended"] === true && { ended: true }),
    ...(raw["failed"] === "oidc" && { failed: "oidc" }),
  }),
  beforeLoad: async ({ context, search }) => {
    const { user } = await context.queries.query({ ...sessionQuery, staleTime: "static" });
    if (user) sendTo(search.to ?? paths.home());
  },
  component: SignInPage,
});

/** For whoever has a one-time link: they need not be known to us. */
const credentialsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/credentials/$id",
  staticData: { titleKey: "credentials.page" },
  component: function Credentials() {
    const { id } = credentialsRoute.useParams();
    return <CredentialsPage key={id} linkId={id} />;
  },
});

/** For whoever was invited: they may be new here. */
const joinRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/join/$id",
  staticData: { titleKey: "join.page" },
  beforeLoad: async ({ context }) => {
    await context.queries.query({ ...sessionQuery, staleTime: "static" });
  },
  component: function Join() {
    const { id } = joinRoute.useParams();
    return <JoinPage key={id} invitationId={id} />;
  },
});

/** For whoever was given a link to a new password: they can't sign in. */
const resetRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/reset/$id",
  staticData: { titleKey: "resetPassword.page" },
  component: function Reset() {
    const { id } = resetRoute.useParams();
    return <ResetPage key={id} resetId={id} />;
  },
});

/** Where to go on to after signing in: a page of the console, never another site. */
function isOwnPath(value: unknown): value is string {
  return typeof value === "string" && /^\/(?![/\\])/.test(value) && !value.startsWith("/sign-in");
}

const homeRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/",
  staticData: { titleKey: "shell.noAccountPage" },
  beforeLoad: ({ context }) => {
    const account = chooseAccount(context.session.accounts);
    if (account) sendTo(paths.apiKeys(account.name));
    if (context.session.operator) sendTo(paths.accounts());
  },
  component: NoAccountPage,
});

const profileRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: "/profile",
  staticData: { titleKey: "profile.page" },
  component: function Profile() {
    return (
      <AppShell session={signedInRoute.useRouteContext().session}>
        <ProfilePage />
      </AppShell>
    );
  },
});

const accountHomeRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: "/",
  beforeLoad: ({ params }) => {
    sendTo(paths.apiKeys(params.account));
  },
});

const apiKeysRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: "/api-keys",
  staticData: { titleKey: "apiKeys.page" },
  component: ApiKeysPage,
});

const apiKeysHomeRoute = createRoute({
  getParentRoute: () => apiKeysRoute,
  path: "/",
  beforeLoad: ({ params }) => {
    sendTo(paths.keys(params.account, "generated"));
  },
});

const generatedRoute = createRoute({
  getParentRoute: () => apiKeysRoute,
  path: "/generated",
  staticData: { titleKey: "generated.table" },
  validateSearch: (raw: Record<string, unknown>) => parseGeneratedListSearch(raw, GENERATED_KEY_SORTS),
  component: GeneratedKeysPage,
});

const generateRoute = createRoute({
  getParentRoute: () => generatedRoute,
  path: "/generate",
  staticData: { titleKey: "generateKey.page" },
  component: function GenerateKey() {
    return <GenerateKeyPanel onClose={useClose()} />;
  },
});

const editGeneratedRoute = createRoute({
  getParentRoute: () => generatedRoute,
  path: "/$key/edit",
  staticData: { titleKey: "editGenerated.page" },
  component: function EditGeneratedKey() {
    return <EditGeneratedKeyPanel apiKey={editGeneratedRoute.useParams().key} onClose={useClose()} />;
  },
});

const generatedUseRoute = createRoute({
  getParentRoute: () => generatedRoute,
  path: "/$key/use",
  staticData: { titleKey: "use.page" },
  component: function UseOfGeneratedKey() {
    return <KeyUsePanel apiKey={generatedUseRoute.useParams().key} onClose={useClose()} />;
  },
});

const renewTokenRoute = createRoute({
  getParentRoute: () => generatedRoute,
  path: "/$key/renew",
  staticData: { titleKey: "renewToken.page" },
  component: function RenewToken() {
    return <RenewTokenPanel apiKey={renewTokenRoute.useParams().key} onClose={useClose()} />;
  },
});

const externalRoute = createRoute({
  getParentRoute: () => apiKeysRoute,
  path: "/external",
  staticData: { titleKey: "external.table" },
  validateSearch: (raw: Record<string, unknown>) => parseListSearch(raw, EXTERNAL_KEY_SORTS),
  component: ExternalKeysPage,
});

const addRoute = createRoute({
  getParentRoute: () => externalRoute,
  path: "/add",
  staticData: { titleKey: "addKey.page" },
  component: function AddKey() {
    return <AddKeyPanel onClose={useClose()} />;
  },
});

const editExternalRoute = createRoute({
  getParentRoute: () => externalRoute,
  path: "/$key/edit",
  staticData: { titleKey: "editExternal.page" },
  component: function EditExternalKey() {
    return <EditExternalKeyPanel apiKey={editExternalRoute.useParams().key} onClose={useClose()} />;
  },
});

const externalUseRoute = createRoute({
  getParentRoute: () => externalRoute,
  path: "/$key/use",
  staticData: { titleKey: "use.page" },
  component: function UseOfExternalKey() {
    return <ExternalKeyUsePanel apiKey={externalUseRoute.useParams().key} onClose={useClose()} />;
  },
});

const explainGeneratedRoute = createRoute({
  getParentRoute: () => generatedRoute,
  path: "/$key/explain",
  staticData: { titleKey: "explain.page" },
  component: function ExplainGenerated() {
    const { key } = explainGeneratedRoute.useParams();
    return <ExplainPanel key={key} apiKey={key} onClose={useClose()} />;
  },
});

const explainExternalRoute = createRoute({
  getParentRoute: () => externalRoute,
  path: "/$key/explain",
  staticData: { titleKey: "explain.page" },
  component: function ExplainExternal() {
    const { key } = explainExternalRoute.useParams();
    return <ExplainPanel key={key} apiKey={key} onClose={useClose()} />;
  },
});

/** Of a key that is pasted: over either list. */
const [explainOverGeneratedRoute, explainOverExternalRoute] = [
  createRoute({
    getParentRoute: () => generatedRoute,
    path: "/explain",
    staticData: { titleKey: "explain.page" },
    component: ExplainPasted,
  }),
  createRoute({
    getParentRoute: () => externalRoute,
    path: "/explain",
    staticData: { titleKey: "explain.page" },
    component: ExplainPasted,
  }),
];

function ExplainPasted() {
  return <ExplainPanel onClose={useClose()} />;
}

const keySettingsRoute = createRoute({
  getParentRoute: () => apiKeysRoute,
  path: "/settings",
  staticData: { titleKey: "keySettings.page" },
  component: KeySettingsPage,
});

const auditRoute = createRoute({
  getParentRoute: () => accountRoute,
  path: "/audit",
  staticData: { titleKey: "audit.page" },
  validateSearch: parseAuditSearch,
  component: AuditPage,
});

const verifyAuditRoute = createRoute({
  getParentRoute: () => auditRoute,
  path: "/verify",
  staticData: { titleKey: "audit.verifyTitle" },
  component: function VerifyAudit() {
    const navigate = useNavigate();
    const params = accountRoute.useParams();
    const { account } = useAccess();
    return (
      <VerifyPanel
        account={account}
        onClose={() => void navigate({ to: auditRoute.to, params, search: true, state: true })}
      />
    );
  },
});

/** Back to the list that a panel stands over, as it was. */
function useClose(): () => void {
  const navigate = useNavigate();
  const { account } = accountRoute.useParams();
  return () => {
    const isExternal = location.pathname.startsWith(paths.keys(account, "external"));
    void navigate({
      to: isExternal ? externalRoute.to : generatedRoute.to,
      params: { account },
      search: true,
      state: true,
    });
  };
}

const routeTree = rootRoute.addChildren([
  signInRoute,
  credentialsRoute,
  joinRoute,
  resetRoute,
  signedInRoute.addChildren([
    homeRoute,
    profileRoute,
    accountRoute.addChildren([
      accountHomeRoute,
      apiKeysRoute.addChildren([
        apiKeysHomeRoute,
        generatedRoute.addChildren([
          generateRoute,
          editGeneratedRoute,
          renewTokenRoute,
          generatedUseRoute,
          explainGeneratedRoute,
          explainOverGeneratedRoute,
        ]),
        externalRoute.addChildren([
          addRoute,
          editExternalRoute,
          externalUseRoute,
          explainExternalRoute,
          explainOverExternalRoute,
        ]),
        keySettingsRoute,
      ]),
      rolesRoutes,
      usersRoutes,
      ...webhooksRoutes,
      auditRoute.addChildren([verifyAuditRoute]),
    ]),
    platformRoutes,
  ]),
]);

export function createConsoleRouter(queries: QueryClient) {
  return createRouter({
    routeTree,
    context: { queries },
    // Without it, what validateSearch leaves out would reach the pages all the same.
    search: { strict: true },
    defaultErrorComponent: Failure,
    scrollRestoration: true,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>;
  }
}
