import { type Credentials, type Method, TEST_ORIGIN, type TestServer } from "../test-server.ts";
import {
  addAccounts,
  addKey,
  addOperator,
  addRole,
  addUser,
  invite,
  admit,
  beginReset,
  PASSWORD,
  signIn,
  type TestUser,
} from "./test-fixtures.ts";
import { externalKeysToImport, keysToImport } from "./test-imports.ts";
import { type Named, type Sample, sample } from "./test-sample.ts";
import { addLinkedKey, renew } from "./test-tokens.ts";
import { codeOf, startTwoFactor, turnOnTwoFactor } from "./test-two-factor.ts";

export interface World extends Named {
  readonly user: TestUser;
  readonly people: People;
  /** A right credential of the account's own key, which holds no role. */
  readonly credentials: { readonly key: string; readonly token: string };
  /** What opens the link to the first token. */
  readonly linkSecret: string;
  /** What accepts the second invitation. */
  readonly joinSecret: string;
  /** What sets the new password. */
  readonly resetSecret: string;
}

/** People signed in, each in another state of their second factor. */
interface People {
  readonly plain: Credentials;
  readonly sessionId: string;
  /** Has begun two-factor, and the app shows this code. */
  readonly begun: { readonly as: Credentials; readonly code: string };
  /** Has two-factor; has given their password in another browser, which waits for a code. */
  readonly guarded: { readonly as: Credentials; readonly pending: Credentials; readonly recoveryCode: string };
  /** Has two-factor, and is about to turn it off. */
  readonly tired: Credentials;
}

async function addWebhook(server: TestServer, account: string): Promise<Pick<Named, "webhookId" | "deliveryId">> {
  const webhooks = `/v1/accounts/${account}/webhooks`;
  const { body } = await server.call<{ id: string }>("POST", webhooks, { body: { url: "https://hooks.example.com/" } });
  await server.call("POST", `${webhooks}/${body.id}/test`);
  const deliveries = await server.call<{ items: { id: string }[] }>("GET", `${webhooks}/${body.id}/deliveries`);
  return { webhookId: body.id, deliveryId: deliveries.body.items[0]?.id ?? "" };
}

async function addPeople(server: TestServer, account: string, user: TestUser): Promise<People> {
  const plain = await signIn(server, user);
  await signIn(server, user);
  const { body } = await server.call<{ items: { id: string; current: boolean }[] }>("GET", "/v1/profile/sessions", {
    as: plain,
  });
  const begun = await signIn(server, await addUser(server, account, []));
  const guardedUser = await addUser(server, account, []);
  const guarded = await signIn(server, guardedUser);
  const { recoveryCodes } = await turnOnTwoFactor(server, guarded);
  const tired = await signIn(server, await addUser(server, account, []));
  await turnOnTwoFactor(server, tired);
  return {
    plain,
    sessionId: body.items.find(({ current }) => !current)?.id ?? "",
    begun: { as: begun, code: codeOf(server, await startTwoFactor(server, begun)) },
    guarded: { as: guarded, pending: await signIn(server, guardedUser), recoveryCode: recoveryCodes[0] ?? "" },
    tired,
  };
}

const KEPT_HEAD = { head: { sequence: 1, mac: "5f".repeat(32) } };

/** Makes an account with one of everything. */
export async function addWorld(server: TestServer, account: string): Promise<World> {
  const partner = `${account}-partner`;
  await addAccounts(server, account, partner);
  const credentials = await addKey(server, account);
  const { key: externalKey } = await addKey(server, partner);
  const { key: foreignKey } = await addKey(server, partner);
  await admit(server, account, externalKey);
  await addUser(server, account, ["owner"]);
  const user = await addUser(server, account, ["owner"]);
  const { key: renewedKey } = await addKey(server, account);
  await renew(server, account, renewedKey);
  const first = await addLinkedKey(server, account);
  const renewal = await renew(server, account, (await addKey(server, account)).key, { tokenDelivery: "link" });
  const { body } = await server.call<{ id: string }>("POST", "/v1/service-keys", { body: { name: "A service" } });
  const operator = await addOperator(server);
  const invitation = await invite(server, account);
  const join = await invite(server, account);
  const reset = await beginReset(server, account, (await addUser(server, account, [])).id);
  return {
    account,
    key: credentials.key,
    credentials,
    externalKey,
    foreignKey,
    renewedKey,
    tokenLinkId: first.id,
    linkSecret: first.secret,
    renewalLinkId: renewal.tokenLink?.id ?? "",
    user,
    userId: user.id,
    invitationId: invitation.id,
    joinId: join.id,
    joinSecret: join.secret,
    resetId: reset.id,
    resetSecret: reset.secret,
    roleId: await addRole(server, account, ["account.view-audit"]),
    people: await addPeople(server, account, user),
    serviceKeyId: body.id,
    ...(await addWebhook(server, account)),
    operatorId: operator.id,
    resource: "account.view-audit",
  };
}

/** One request of every operation, those that delete last. */
export function samplesOf(world: World): Sample[] {
  const { credentials, joinSecret, linkSecret, people, resetSecret, user } = world;
  const evaluation = {
    subject: {
      type: "api-key",
      id: credentials.key,
      properties: { token: credentials.token, ip_address: "203.0.113.9" },
    },
    action: { name: "shop.read", properties: {} },
    resource: { type: "account", id: world.account, properties: {} },
    context: {},
  };
  return [
    ...accountSamples(world),
    sample("importApiKeys", "POST", "/v1/api-keys/import", world, keysToImport(world.account)),
    sample("importExternalKeys", "POST", "/v1/external-keys/import", world, externalKeysToImport(world)),
    sample("createAccount", "POST", "/v1/accounts", world, { name: `${world.account}-new`, displayName: "New" }),
    sample("listAccounts", "GET", "/v1/accounts", world),
    sample("listResources", "GET", "/v1/resources", world),
    sample(
      "listGaps",
      "GET",
      "/v1/resources/{resource}/gaps?usedResource=account.view-users&usedResource=account.view-roles&days=7",
      world,
    ),
    sample("exportGaps", "GET", "/v1/resources/{resource}/gaps/export", world),
    sample("replaceCatalog", "PUT", "/v1/catalog", world, {
      products: [
        {
          id: "shop",
          name: "Shop",
          categories: [
            { id: "all", name: "All", resources: [{ key: "shop.read", name: "Read", description: "Reads." }] },
          ],
        },
      ],
      roles: [{ id: "reader", name: "Reader", description: "Reads.", resources: ["shop.read"] }],
    }),
    sample("verify", "POST", "/v1/verify", world, {
      account: world.account,
      ...credentials,
      resource: "shop.read",
      ip: "203.0.113.9",
      expand: ["resources", "validity"],
      atLeastRevision: 0,
    }),
    sample("verifyBatch", "POST", "/v1/verify/batch", world, {
      checks: [{ account: world.account, ...credentials, resource: "shop.read", expand: ["resources"] }],
      atLeastRevision: 0,
    }),
    sample("authorize", "GET", "/v1/authorize", world),
    sample("evaluateAccess", "POST", "/access/v1/evaluation", world, evaluation),
    sample("evaluateAccesses", "POST", "/access/v1/evaluations", world, {
      ...evaluation,
      options: { evaluations_semantic: "deny_on_first_deny" },
      evaluations: [evaluation, { action: { name: "access" } }],
    }),
    sample("getAuthzenConfiguration", "GET", "/.well-known/authzen-configuration", world),
    ...oauthSamples(world),
    sample("streamChanges", "GET", "/v1/changes/stream?after=0&epoch=none", world),
    sample("countUse", "POST", "/v1/use", world, {
      uses: [
        {
          account: world.account,
          key: credentials.key,
          tokenId: "gone",
          resource: "shop.read",
          code: "VALID",
          count: 2,
          lastUsedAgoMs: 10,
          ip: "203.0.113.9",
        },
      ],
    }),
    { ...sample("listChanges", "GET", "/v1/changes", world), url: "/v1/changes?after=0" },
    sample("listServiceKeys", "GET", "/v1/service-keys", world),
    sample("generateServiceKey", "POST", "/v1/service-keys", world, { name: "Orders" }),
    sample("revealTokenLink", "POST", "/v1/token-links/{tokenLinkId}/reveal", world, { secret: linkSecret }),
    sample("voidTokenLink", "DELETE", "/v1/token-links/{renewalLinkId}", world),
    sample("lookUpInvitation", "POST", "/v1/invitations/{joinId}/look-up", world, { secret: joinSecret }),
    sample("acceptInvitation", "POST", "/v1/invitations/{joinId}/accept", world, {
      secret: joinSecret,
      name: "Ivy",
      password: PASSWORD,
    }),
    sample("lookUpPasswordReset", "POST", "/v1/password-resets/{resetId}/look-up", world, { secret: resetSecret }),
    sample("resetPassword", "POST", "/v1/password-resets/{resetId}/use", world, {
      secret: resetSecret,
      password: `${PASSWORD}, a new one`,
    }),
    sample("listPlatformAuditEvents", "GET", "/v1/audit-events", world),
    sample("exportPlatformAuditEvents", "GET", "/v1/audit-events/export?format=json", world),
    sample("verifyPlatformAuditEvents", "POST", "/v1/audit-events/verification", world, KEPT_HEAD),
    sample("getPlatformAuditHead", "GET", "/v1/audit-head", world),
    sample("listOperators", "GET", "/v1/operators", world),
    sample("addOperator", "POST", "/v1/operators", world, {
      email: `${world.account}-new@operators.example`,
      name: "New",
      password: PASSWORD,
    }),
    sample("beginOperatorPasswordReset", "POST", "/v1/operators/{operatorId}/password-reset", world, {
      delivery: "link",
    }),
    sample("removeOperator", "DELETE", "/v1/operators/{operatorId}", world),
    sample("getSession", "GET", "/v1/session", world),
    sample("signIn", "POST", "/v1/session", world, { email: user.email, password: PASSWORD }),
    ...ownSamples(world),
    {
      ...sample("signInByCode", "POST", "/v1/session/two-factor", world, { code: people.guarded.recoveryCode }),
      as: people.guarded.pending,
    },
    sample("getHealth", "GET", "/healthz", world),
    sample("getReadiness", "GET", "/readyz", world),
    sample("getMetrics", "GET", "/metrics", world),
    sample("deleteServiceKey", "DELETE", "/v1/service-keys/{serviceKeyId}", world),
    sample("signOut", "DELETE", "/v1/session", world),
  ];
}

/** One request of every operation of OAuth, for a server that is reached at `TEST_ORIGIN`. */
function oauthSamples(world: World): Sample[] {
  const { key, token } = world.credentials;
  const client = { client_id: key, client_secret: token };
  const form = (...rest: [id: string, path: string, body: Readonly<Record<string, string>>]): Sample => {
    const [operationId, path, body] = rest;
    return { ...sample(operationId, "POST", path, world, body), isForm: true };
  };
  return [
    form("issueAccessToken", "/oauth2/token", {
      grant_type: "client_credentials",
      resource: `${TEST_ORIGIN}/accounts/${world.account}`,
      scope: "",
      ...client,
    }),
    form("introspectAccessToken", "/oauth2/introspect", { token: "gone", token_type_hint: "access_token", ...client }),
    form("revokeAccessToken", "/oauth2/revoke", { token: "gone", ...client }),
    sample("getJwks", "GET", "/oauth2/jwks", world),
    sample("getOauthMetadata", "GET", "/.well-known/oauth-authorization-server", world),
  ];
}

/** One request of every operation on what is one's own. */
function ownSamples(world: World): Sample[] {
  const { begun, guarded, plain, sessionId, tired } = world.people;
  const password = { password: PASSWORD };
  const own = (as: Credentials, ...rest: [id: string, method: Method, path: string, body?: Sample["body"]]) => {
    const [operationId, method, path, body] = rest;
    return { ...sample(operationId, method, path, world, body), as };
  };
  return [
    own(plain, "getProfile", "GET", "/v1/profile"),
    own(plain, "editProfile", "PATCH", "/v1/profile", { name: "Another", language: "pt-BR" }),
    own(plain, "changePassword", "POST", "/v1/profile/password", { current: PASSWORD, ...password }),
    own(plain, "startTwoFactor", "POST", "/v1/profile/two-factor", password),
    own(begun.as, "confirmTwoFactor", "POST", "/v1/profile/two-factor/confirm", { code: begun.code }),
    own(guarded.as, "replaceRecoveryCodes", "POST", "/v1/profile/two-factor/recovery-codes", password),
    own(tired, "disableTwoFactor", "DELETE", "/v1/profile/two-factor", password),
    own(plain, "listOwnSessions", "GET", "/v1/profile/sessions"),
    {
      ...own(plain, "endOwnSession", "DELETE", "/v1/profile/sessions/{id}"),
      url: `/v1/profile/sessions/${sessionId}`,
    },
    own(plain, "endOtherSessions", "DELETE", "/v1/profile/sessions"),
  ];
}

/** One request of every operation in an account. */
export function accountSamples(named: Named): Sample[] {
  const webhooks = "/v1/accounts/{account}/webhooks";
  const [external, own, users, roles, invitations] = ["external-keys", "api-keys", "users", "roles", "invitations"].map(
    (part) => `/v1/accounts/{account}/${part}`,
  );
  const profile = { description: "Reads.", resources: ["account.view-audit"] };
  return [
    sample("getAccount", "GET", "/v1/accounts/{account}", named),
    sample("explain", "GET", "/v1/accounts/{account}/explain?key={key}&resource=shop.read&ip=203.0.113.9", named),
    sample("editAccount", "PATCH", "/v1/accounts/{account}", named, { displayName: "Other", status: "active" }),
    sample("getAccess", "GET", "/v1/accounts/{account}/access", named),
    sample("listRoles", "GET", `${roles}`, named),
    sample("createRole", "POST", `${roles}`, named, {
      id: "made",
      name: "Made",
      description: "Made.",
      resources: ["account.view-audit"],
    }),
    sample("getRole", "GET", `${roles}/{roleId}`, named),
    sample("getRoleUse", "GET", `${roles}/{roleId}/use`, named),
    sample("editRole", "PATCH", `${roles}/{roleId}`, named, {
      name: "Other",
      description: "Other.",
      resources: ["account.view-users"],
    }),
    sample("listAuditEvents", "GET", "/v1/accounts/{account}/audit-events", named),
    sample("exportAuditEvents", "GET", "/v1/accounts/{account}/audit-events/export?format=csv", named),
    sample("verifyAuditEvents", "POST", "/v1/accounts/{account}/audit-events/verification", named, KEPT_HEAD),
    sample("getAuditHead", "GET", "/v1/accounts/{account}/audit-head", named),
    sample("listExternalKeys", "GET", `${external}`, named),
    sample("lookUpExternalKey", "GET", `${external}/lookup?key={foreignKey}`, named),
    sample("admitExternalKey", "POST", `${external}`, named, {
      key: named.foreignKey,
      name: "Partner",
      roles: ["owner"],
      expiresAt: "2027-01-01T00:00:00.000Z",
    }),
    sample("getExternalKey", "GET", `${external}/{externalKey}`, named),
    sample("editExternalKey", "PATCH", `${external}/{externalKey}`, named, {
      name: "Other",
      roles: ["owner"],
      status: "active",
      expiresAt: "2027-01-01T00:00:00+02:00",
    }),
    sample("listApiKeys", "GET", `${own}`, named),
    sample("generateApiKey", "POST", `${own}`, named, {
      name: "ERP",
      roles: ["owner"],
      profile,
      tokenDelivery: "inline",
    }),
    sample("exportApiKeys", "GET", `${own}/export?format=json`, named),
    sample("getApiKeySettings", "GET", "/v1/accounts/{account}/api-key-settings", named),
    sample("editApiKeySettings", "PATCH", "/v1/accounts/{account}/api-key-settings", named, {
      renewalMonths: 6,
      enforcement: "alert",
    }),
    sample("getApiKey", "GET", `${own}/{key}`, named),
    sample("editApiKey", "PATCH", `${own}/{key}`, named, {
      name: "Other",
      roles: ["owner"],
      status: "active",
      profile,
    }),
    sample("listKeyHosts", "GET", `${own}/{key}/hosts`, named),
    sample("reportKeyUse", "GET", `${own}/{key}/use`, named),
    sample("reportExternalKeyUse", "GET", `${external}/{externalKey}/use`, named),
    sample("renewApiToken", "POST", `${own}/{key}/renewal`, named, { tokenDelivery: "inline", oldToken: "later" }),
    sample("completeRenewal", "POST", `${own}/{key}/renewal/complete`, named, { when: "now" }),
    sample("undoRenewal", "DELETE", `${own}/{renewedKey}/renewal`, named),
    sample("listTokenLinks", "GET", "/v1/accounts/{account}/token-links?state=waiting&reopened=false&key={key}", named),
    sample("listWebhooks", "GET", webhooks, named),
    sample("createWebhook", "POST", webhooks, named, {
      url: "https://hooks.example.com/made",
      events: ["key.deleted"],
    }),
    sample("getWebhook", "GET", `${webhooks}/{webhookId}`, named),
    sample("editWebhook", "PATCH", `${webhooks}/{webhookId}`, named, {
      url: "https://hooks.example.com/other",
      events: ["key.deleted"],
      status: "active",
    }),
    sample("rotateWebhookSecret", "POST", `${webhooks}/{webhookId}/secret`, named, { overlapHours: 1 }),
    sample("testWebhook", "POST", `${webhooks}/{webhookId}/test`, named),
    sample("listWebhookDeliveries", "GET", `${webhooks}/{webhookId}/deliveries?state=waiting`, named),
    sample("replayWebhookDelivery", "POST", `${webhooks}/{webhookId}/deliveries/{deliveryId}/replay`, named),
    sample("listUsers", "GET", `${users}`, named),
    sample("addUser", "POST", `${users}`, named, {
      email: `new@${named.account}.example`,
      name: "New",
      roles: ["owner"],
      password: PASSWORD,
    }),
    sample("getUser", "GET", `${users}/{userId}`, named),
    sample("editUser", "PATCH", `${users}/{userId}`, named, { name: "Other", roles: ["owner"] }),
    sample("endUserSessions", "DELETE", `${users}/{userId}/sessions`, named),
    sample("beginPasswordReset", "POST", `${users}/{userId}/password-reset`, named, { delivery: "link" }),
    sample("listInvitations", "GET", `${invitations}`, named),
    sample("inviteUser", "POST", `${invitations}`, named, {
      email: `asked@${named.account}.example`,
      name: "Asked",
      roles: ["owner"],
      delivery: "link",
    }),
    sample("getInvitation", "GET", `${invitations}/{invitationId}`, named),
    sample("renewInvitation", "POST", `${invitations}/{invitationId}/renewal`, named, { delivery: "link" }),
    sample("withdrawInvitation", "DELETE", `${invitations}/{invitationId}`, named),
    sample("removeExternalKey", "DELETE", `${external}/{externalKey}`, named),
    sample("deleteApiKey", "DELETE", `${own}/{key}`, named),
    sample("deleteRole", "DELETE", `${roles}/{roleId}`, named),
    sample("deleteWebhook", "DELETE", `${webhooks}/{webhookId}`, named),
    sample("removeUser", "DELETE", `${users}/{userId}`, named),
  ];
}
