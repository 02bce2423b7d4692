import { authzenRoutes } from "../doors/authzen/routes.ts";
import { oauthRoutes } from "../doors/oauth/routes.ts";
import { vtexRoutes } from "../doors/vtex/routes.ts";
import type { Api, RouteParts } from "./api.ts";
import { accountAccessRoute } from "./routes/accounts/access.ts";
import { createAccountRoute } from "./routes/accounts/create.ts";
import { editAccountRoute } from "./routes/accounts/edit.ts";
import { getAccountRoute } from "./routes/accounts/get.ts";
import { listAccountsRoute } from "./routes/accounts/list.ts";
import { editApiKeySettingsRoute } from "./routes/api-key-settings/edit.ts";
import { getApiKeySettingsRoute } from "./routes/api-key-settings/get.ts";
import { completeRenewalRoute } from "./routes/api-keys/complete-renewal.ts";
import { deleteApiKeyRoute } from "./routes/api-keys/delete.ts";
import { editApiKeyRoute } from "./routes/api-keys/edit.ts";
import { exportApiKeysRoute } from "./routes/api-keys/export.ts";
import { generateApiKeyRoute } from "./routes/api-keys/generate.ts";
import { getApiKeyRoute } from "./routes/api-keys/get.ts";
import { listKeyHostsRoute } from "./routes/api-keys/hosts.ts";
import { listApiKeysRoute } from "./routes/api-keys/list.ts";
import { reportKeyUseRoute } from "./routes/api-keys/use.ts";
import { renewApiTokenRoute } from "./routes/api-keys/renew.ts";
import { undoRenewalRoute } from "./routes/api-keys/undo-renewal.ts";
import { exportAuditEventsRoutes } from "./routes/audit/export.ts";
import { auditHeadRoutes } from "./routes/audit/head.ts";
import { listAuditEventsRoutes } from "./routes/audit/list.ts";
import { verifyAuditEventsRoutes } from "./routes/audit/verify.ts";
import { listResourcesRoute } from "./routes/catalog/list-resources.ts";
import { replaceCatalogRoute } from "./routes/catalog/replace.ts";
import { streamChangesRoute } from "./routes/changes/stream.ts";
import { listChangesRoute } from "./routes/changes/list.ts";
import { admitExternalKeyRoute } from "./routes/external-keys/admit.ts";
import { editExternalKeyRoute } from "./routes/external-keys/edit.ts";
import { getExternalKeyRoute } from "./routes/external-keys/get.ts";
import { listExternalKeysRoute } from "./routes/external-keys/list.ts";
import { lookUpExternalKeyRoute } from "./routes/external-keys/look-up.ts";
import { removeExternalKeyRoute } from "./routes/external-keys/remove.ts";
import { reportExternalKeyUseRoute } from "./routes/external-keys/use.ts";
import { explainRoute } from "./routes/explain/explain.ts";
import { exportGapsRoute } from "./routes/gaps/export.ts";
import { listGapsRoute } from "./routes/gaps/list.ts";
import { healthRoutes } from "./routes/health/health.ts";
import { metricsRoute } from "./routes/health/metrics.ts";
import { acceptInvitationRoute } from "./routes/invitations/accept.ts";
import { importExternalKeysRoute } from "./routes/imports/import-external-keys.ts";
import { importKeysRoute } from "./routes/imports/import-keys.ts";
import { inviteUserRoute } from "./routes/invitations/create.ts";
import { getInvitationRoute } from "./routes/invitations/get.ts";
import { listInvitationsRoute } from "./routes/invitations/list.ts";
import { lookUpInvitationRoute } from "./routes/invitations/look-up.ts";
import { renewInvitationRoute } from "./routes/invitations/renew.ts";
import { withdrawInvitationRoute } from "./routes/invitations/withdraw.ts";
import { addOperatorRoute } from "./routes/operators/add.ts";
import { listOperatorsRoute } from "./routes/operators/list.ts";
import { removeOperatorRoute } from "./routes/operators/remove.ts";
import { beginOperatorPasswordResetRoute } from "./routes/operators/reset-password.ts";
import { lookUpPasswordResetRoute } from "./routes/password-resets/look-up.ts";
import { resetPasswordRoute } from "./routes/password-resets/use.ts";
import { changePasswordRoute } from "./routes/profile/change-password.ts";
import { confirmTwoFactorRoute } from "./routes/profile/confirm-two-factor.ts";
import { disableTwoFactorRoute } from "./routes/profile/disable-two-factor.ts";
import { editProfileRoute } from "./routes/profile/edit.ts";
import { endOtherSessionsRoute } from "./routes/profile/end-other-sessions.ts";
import { endOwnSessionRoute } from "./routes/profile/end-session.ts";
import { getProfileRoute } from "./routes/profile/get.ts";
import { listOwnSessionsRoute } from "./routes/profile/list-sessions.ts";
import { replaceRecoveryCodesRoute } from "./routes/profile/replace-recovery-codes.ts";
import { startTwoFactorRoute } from "./routes/profile/start-two-factor.ts";
import { createRoleRoute } from "./routes/roles/create.ts";
import { deleteRoleRoute } from "./routes/roles/delete.ts";
import { editRoleRoute } from "./routes/roles/edit.ts";
import { getRoleUseRoute } from "./routes/roles/get-use.ts";
import { getRoleRoute } from "./routes/roles/get.ts";
import { listRolesRoute } from "./routes/roles/list.ts";
import { deleteServiceKeyRoute } from "./routes/service-keys/delete.ts";
import { generateServiceKeyRoute } from "./routes/service-keys/generate.ts";
import { listServiceKeysRoute } from "./routes/service-keys/list.ts";
import { getSessionRoute } from "./routes/session/get.ts";
import { oidcRoutes } from "./routes/session/oidc.ts";
import { signInRoute } from "./routes/session/sign-in.ts";
import { signOutRoute } from "./routes/session/sign-out.ts";
import { signInByCodeRoute } from "./routes/session/two-factor.ts";
import { listTokenLinksRoute } from "./routes/token-links/list.ts";
import { revealTokenLinkRoute } from "./routes/token-links/reveal.ts";
import { voidTokenLinkRoute } from "./routes/token-links/void.ts";
import { addUserRoute } from "./routes/users/add.ts";
import { editUserRoute } from "./routes/users/edit.ts";
import { endUserSessionsRoute } from "./routes/users/end-sessions.ts";
import { getUserRoute } from "./routes/users/get.ts";
import { listUsersRoute } from "./routes/users/list.ts";
import { removeUserRoute } from "./routes/users/remove.ts";
import { beginPasswordResetRoute } from "./routes/users/reset-password.ts";
import { authorizeRoute } from "./routes/verify/authorize.ts";
import { countUseRoute } from "./routes/verify/count-use.ts";
import { verifyBatchRoute } from "./routes/verify/verify-batch.ts";
import { verifyRoute } from "./routes/verify/verify.ts";
import { createWebhookRoute } from "./routes/webhooks/create.ts";
import { deleteWebhookRoute } from "./routes/webhooks/delete.ts";
import { editWebhookRoute } from "./routes/webhooks/edit.ts";
import { getWebhookRoute } from "./routes/webhooks/get.ts";
import { listWebhookDeliveriesRoute } from "./routes/webhooks/list-deliveries.ts";
import { listWebhooksRoute } from "./routes/webhooks/list.ts";
import { replayWebhookDeliveryRoute } from "./routes/webhooks/replay.ts";
import { rotateWebhookSecretRoute } from "./routes/webhooks/rotate-secret.ts";
import { testWebhookRoute } from "./routes/webhooks/send-test.ts";

/** Every route, in the order in which the API reference shows them. */
export const ROUTES: readonly ((api: Api, parts: RouteParts) => void)[] = [
  verifyRoute,
  verifyBatchRoute,
  authorizeRoute,
  explainRoute,
  authzenRoutes,
  oauthRoutes,
  vtexRoutes,
  streamChangesRoute,
  countUseRoute,

  listExternalKeysRoute,
  lookUpExternalKeyRoute,
  admitExternalKeyRoute,
  getExternalKeyRoute,
  editExternalKeyRoute,
  removeExternalKeyRoute,
  reportExternalKeyUseRoute,

  listApiKeysRoute,
  generateApiKeyRoute,
  getApiKeyRoute,
  editApiKeyRoute,
  deleteApiKeyRoute,
  listKeyHostsRoute,
  reportKeyUseRoute,
  exportApiKeysRoute,
  getApiKeySettingsRoute,
  editApiKeySettingsRoute,
  renewApiTokenRoute,
  completeRenewalRoute,
  undoRenewalRoute,
  listTokenLinksRoute,
  revealTokenLinkRoute,
  voidTokenLinkRoute,

  importKeysRoute,
  importExternalKeysRoute,

  listAccountsRoute,
  createAccountRoute,
  getAccountRoute,
  editAccountRoute,
  accountAccessRoute,

  listResourcesRoute,
  replaceCatalogRoute,
  listGapsRoute,
  exportGapsRoute,
  listRolesRoute,
  createRoleRoute,
  getRoleRoute,
  editRoleRoute,
  deleteRoleRoute,
  getRoleUseRoute,

  listUsersRoute,
  addUserRoute,
  getUserRoute,
  editUserRoute,
  removeUserRoute,
  endUserSessionsRoute,
  beginPasswordResetRoute,
  lookUpPasswordResetRoute,
  resetPasswordRoute,

  listInvitationsRoute,
  inviteUserRoute,
  getInvitationRoute,
  withdrawInvitationRoute,
  renewInvitationRoute,
  lookUpInvitationRoute,
  acceptInvitationRoute,

  listOperatorsRoute,
  addOperatorRoute,
  removeOperatorRoute,
  beginOperatorPasswordResetRoute,

  listServiceKeysRoute,
  generateServiceKeyRoute,
  deleteServiceKeyRoute,

  listWebhooksRoute,
  createWebhookRoute,
  getWebhookRoute,
  editWebhookRoute,
  deleteWebhookRoute,
  rotateWebhookSecretRoute,
  testWebhookRoute,
  listWebhookDeliveriesRoute,
  replayWebhookDeliveryRoute,

  listAuditEventsRoutes,
  exportAuditEventsRoutes,
  verifyAuditEventsRoutes,
  auditHeadRoutes,

  getSessionRoute,
  signInRoute,
  signInByCodeRoute,
  oidcRoutes,
  signOutRoute,

  getProfileRoute,
  editProfileRoute,
  changePasswordRoute,
  startTwoFactorRoute,
  confirmTwoFactorRoute,
  replaceRecoveryCodesRoute,
  disableTwoFactorRoute,
  listOwnSessionsRoute,
  endOtherSessionsRoute,
  endOwnSessionRoute,

  listChangesRoute,
  healthRoutes,
  metricsRoute,
];
