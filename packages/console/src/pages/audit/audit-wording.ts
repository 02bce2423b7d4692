import type { ParseKeys, TFunction } from "i18next";

/** What was done, in words. A test holds this against the actions that the service knows. */
export const ACTIONS: Readonly<Record<string, ParseKeys>> = {
  "account.created": "audit.accountCreated",
  "account.changed": "audit.accountChanged",
  "account.suspended": "audit.accountSuspended",
  "account.restored": "audit.accountRestored",
  "catalog.replaced": "audit.catalogReplaced",
  "installation.restored": "audit.installationRestored",
  "keys.quarantined": "audit.keysQuarantined",
  "service-key.generated": "audit.serviceKeyGenerated",
  "service-key.deleted": "audit.serviceKeyDeleted",
  "role.created": "audit.roleCreated",
  "role.changed": "audit.roleChanged",
  "role.deleted": "audit.roleDeleted",
  "user.added": "audit.userAdded",
  "user.changed": "audit.userChanged",
  "user.removed": "audit.userRemoved",
  "user.password-changed": "audit.passwordChanged",
  "user.password-reset-begun": "audit.passwordResetBegun",
  "user.password-reset": "audit.passwordReset",
  "user.two-factor-started": "audit.twoFactorStarted",
  "user.two-factor-enabled": "audit.twoFactorEnabled",
  "user.two-factor-disabled": "audit.twoFactorDisabled",
  "user.recovery-codes-replaced": "audit.recoveryCodesReplaced",
  "user.recovery-code-used": "audit.recoveryCodeUsed",
  "user.sessions-ended": "audit.sessionsEnded",
  "user.linked": "audit.userLinked",
  "user.sign-in-cleared": "audit.signInCleared",
  "key.generated": "audit.keyGenerated",
  "key.imported": "audit.keyImported",
  "key.changed": "audit.keyChanged",
  "key.deactivated": "audit.keyDeactivated",
  "key.activated": "audit.keyActivated",
  "key.deleted": "audit.keyDeleted",
  "settings.changed": "audit.settingsChanged",
  "token.expiring": "audit.tokenExpiring",
  "token.expired": "audit.tokenExpired",
  "token.renewal-recommended": "audit.tokenRenewalRecommended",
  "token.renewal-overdue": "audit.tokenRenewalOverdue",
  "external-key.added": "audit.externalKeyAdded",
  "external-key.changed": "audit.externalKeyChanged",
  "external-key.removed": "audit.externalKeyRemoved",
  "webhook.created": "audit.webhookCreated",
  "webhook.changed": "audit.webhookChanged",
  "webhook.deleted": "audit.webhookDeleted",
  "webhook.secret-rotated": "audit.webhookSecretRotated",
  "webhook.tested": "audit.webhookTested",
  "webhook.replayed": "audit.webhookReplayed",
  "webhook.disabled": "audit.webhookDisabled",
  "invitation.created": "audit.invitationCreated",
  "invitation.renewed": "audit.invitationRenewed",
  "invitation.withdrawn": "audit.invitationWithdrawn",
  "invitation.voided": "audit.invitationVoided",
  "invitation.accepted": "audit.invitationAccepted",
  "operator.added": "audit.operatorAdded",
  "operator.removed": "audit.operatorRemoved",
  "key.renewed": "audit.keyRenewed",
  "key.renewal-completed": "audit.renewalCompleted",
  "key.renewal-undone": "audit.renewalUndone",
  "token-link.changed": "audit.tokenLinkChanged",
  "token-link.opened": "audit.tokenLinkOpened",
  "token-link.reopened": "audit.tokenLinkReopened",
  "token-link.voided": "audit.tokenLinkVoided",
  "token-link.expired": "audit.tokenLinkExpired",
};

/** What the actions that begin with the same word are about. */
export const FAMILIES: Readonly<Record<string, ParseKeys>> = {
  account: "audit.familyAccount",
  key: "audit.familyKey",
  token: "audit.familyToken",
  "external-key": "audit.familyExternalKey",
  settings: "audit.familySettings",
  role: "audit.familyRole",
  user: "audit.familyUser",
  catalog: "audit.familyCatalog",
  installation: "audit.familyInstallation",
  keys: "audit.familyKeys",
  "service-key": "audit.familyServiceKey",
  invitation: "audit.familyInvitation",
  operator: "audit.familyOperator",
  "token-link": "audit.familyTokenLink",
  webhook: "audit.familyWebhook",
};

/** Families of what concerns no single account: they stand in the platform's log alone. */
const PLATFORM_FAMILIES: ReadonlySet<string> = new Set(["catalog", "installation", "service-key", "operator"]);
/** What people who belong to no account do about themselves stands there, too. */
const SHARED_FAMILY = "user";

const FIELDS: Readonly<Record<string, ParseKeys>> = {
  name: "audit.fieldName",
  displayName: "audit.fieldDisplayName",
  status: "audit.fieldStatus",
  roles: "audit.fieldRoles",
  email: "audit.fieldEmail",
  description: "audit.fieldDescription",
  resources: "audit.fieldResources",
  requestedResources: "audit.fieldRequested",
  expiresAt: "audit.fieldExpiresAt",
  requestsPerMinute: "audit.fieldRequestsPerMinute",
  allowedNetworks: "audit.fieldAllowedNetworks",
  addedResources: "audit.fieldAdded",
  removedResources: "audit.fieldRemoved",
  renewalMonths: "audit.fieldMonths",
  enforcement: "audit.fieldEnforcement",
  keysStopped: "audit.fieldStopped",
  keysRevived: "audit.fieldRevived",
  daysBefore: "audit.fieldDaysBefore",
  token: "audit.fieldToken",
  createdAt: "audit.fieldCreatedAt",
  sessions: "audit.fieldSessions",
  language: "audit.fieldLanguage",
  quarantined: "audit.fieldQuarantined",
  host: "audit.fieldHost",
  events: "audit.fieldEvents",
  reason: "audit.fieldReason",
  overlapHours: "audit.fieldOverlapHours",
  delivery: "audit.fieldDelivery",
};

/** Values that are one of a few, by their field. */
const CHOICES: Readonly<Record<string, Readonly<Record<string, ParseKeys>>>> = {
  status: {
    active: "audit.statusActive",
    inactive: "audit.statusInactive",
    suspended: "audit.statusSuspended",
  },
  reason: { failing: "webhooks.reasonFailing", gone: "webhooks.reasonGone" },
  enforcement: { alert: "audit.enforcementAlert", expire: "audit.enforcementExpire" },
};

/** An action in words; one that a newer service knows, as it calls it. */
export function describeAction(t: TFunction, action: string): string {
  return wordOf(t, ACTIONS, action);
}

export function describeField(t: TFunction, field: string): string {
  return wordOf(t, FIELDS, field);
}

/** A field's text in words, where it is one of a few; else as it is. */
export function describeChoice(t: TFunction, field: string, value: string): string {
  return wordOf(t, CHOICES[field] ?? {}, value);
}

/** Whether there are words for a field: what has none is shown as it is called. */
export function isFieldNamed(field: string): boolean {
  return Object.hasOwn(FIELDS, field);
}

function wordOf(t: TFunction, words: Readonly<Record<string, ParseKeys>>, name: string): string {
  const key = Object.hasOwn(words, name) ? words[name] : undefined;
  return key === undefined ? name : t(key);
}

/** What an account's log, or the platform's, can be narrowed to: each family whole, then each of its actions. */
export function actionChoices(t: TFunction, isPlatform: boolean): { value: string; label: string }[] {
  return Object.entries(FAMILIES)
    .filter(([family]) => family === SHARED_FAMILY || PLATFORM_FAMILIES.has(family) === isPlatform)
    .flatMap(([family, familyKey]) => [
      { value: `${family}.`, label: t("audit.actionsOf", { family: t(familyKey) }) },
      ...Object.entries(ACTIONS)
        .filter(([action]) => familyOf(action) === family)
        .map(([action, actionKey]) => ({ value: action, label: t(actionKey) })),
    ]);
}

/** The word that an action begins with. */
export function familyOf(action: string): string {
  return action.slice(0, action.lastIndexOf("."));
}
