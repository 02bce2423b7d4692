import { LatchkeyError } from "@latchkey/sdk/latchkey-error";
import type { TFunction } from "i18next";

const WORDED = {
  UNREACHABLE: "errors.unreachable",
  UNEXPECTED_REPLY: "errors.unexpected",
  INTERNAL: "errors.internal",
  PRECONDITION_FAILED: "errors.preconditionFailed",
  UNKNOWN_ROLE: "errors.unknownRole",
  ROLE_NOT_HELD: "errors.roleNotHeld",
  LAST_OWNER: "errors.lastOwner",
  FORBIDDEN: "errors.forbidden",
  ROLE_EXISTS: "errors.roleExists",
  ROLE_IN_USE: "errors.roleInUse",
  ROLE_PREDEFINED: "errors.rolePredefined",
  USER_EXISTS: "errors.userExists",
  INVITATION_EXISTS: "errors.invitationExists",
  UNKNOWN_INVITATION: "errors.unknownInvitation",
  INVITATION_NOT_BACKED: "errors.invitationNotBacked",
  UNKNOWN_RESET: "errors.unknownReset",
  RESET_USED: "errors.resetUsed",
  RESET_EXPIRED: "errors.resetExpired",
  RESET_NOT_BACKED: "errors.resetNotBacked",
  SIGN_IN_NEEDED: "errors.signInNeeded",
  UNKNOWN_KEY: "addKey.unknown",
  ALREADY_ADDED: "errors.alreadyAdded",
  ACCOUNT_SUSPENDED: "errors.accountSuspended",
  KEY_DELETED: "errors.keyDeleted",
  SECRET_IN_FIELD: "errors.secretInField",
  RENEWAL_PENDING: "errors.renewalPending",
  NO_RENEWAL: "errors.noRenewal",
  LINK_UNOPENED: "errors.linkUnopened",
  LINK_NOT_BACKED: "errors.linkNotBacked",
  LINK_USED: "errors.linkUsed",
  LINK_EXPIRED: "errors.linkExpired",
  LINK_VOID: "errors.linkVoid",
  INVALID_INPUT: "errors.invalidInput",
  NOT_FOUND: "errors.gone",
  WRONG_PASSWORD: "errors.wrongPassword",
  WRONG_CODE: "errors.wrongCode",
  NO_PASSWORD: "errors.noPassword",
  TWO_FACTOR_OFF: "errors.twoFactorOff",
  TWO_FACTOR_ON: "errors.twoFactorOn",
  WEBHOOK_INACTIVE: "webhooks.inactiveReason",
  WEBHOOK_LIMIT: "errors.webhookLimit",
} as const;

/** What went wrong, for people. */
export interface ErrorDescription {
  readonly text: string;
  /** Names the request in the service's log; where it says something that the text doesn't. */
  readonly requestId: string | undefined;
}

/** Words for anything that a request can fail with. */
export function describeError(t: TFunction, error: Error, nameOf: (resource: string) => string): ErrorDescription {
  if (!(error instanceof LatchkeyError)) return { text: t("errors.unexpected"), requestId: undefined };
  return { text: wordsFor(t, error, nameOf), requestId: error.requestId };
}

function wordsFor(t: TFunction, error: LatchkeyError, nameOf: (resource: string) => string): string {
  if (error.status === 403 && error.resource !== undefined && error.code !== "ROLE_NOT_HELD") {
    return t("errors.needsPermission", { name: nameOf(error.resource), resource: error.resource });
  }
  if (isWorded(error.code)) return t(WORDED[error.code]);
  if (error.status === 429 && error.retryAfterSeconds !== undefined) {
    return t("errors.tooMany", { wait: describeWait(t, error.retryAfterSeconds) });
  }
  if (error.status === 502 || error.status === 503 || error.status === 504) return t("errors.unavailable");
  return t("errors.unexpected");
}

function isWorded(code: string): code is keyof typeof WORDED {
  return Object.hasOwn(WORDED, code);
}

/** How long to wait, in words: seconds below a minute and a half, else whole minutes. */
export function describeWait(t: TFunction, seconds: number): string {
  return seconds < 90
    ? t("common.waitSeconds", { count: Math.max(1, Math.ceil(seconds)) })
    : t("common.waitMinutes", { count: Math.ceil(seconds / 60) });
}
