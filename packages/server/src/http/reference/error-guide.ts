import type { ErrorCode } from "../../domain/errors.ts";
import type { RefusalCode } from "../../verify/decision.ts";

/** What to do about each code of a problem. One that isn't explained doesn't compile. */
export const ERROR_GUIDE = {
  MALFORMED_REQUEST: "The body is no JSON, or the request breaks HTTP. Correct it before sending it again.",
  UNAUTHENTICATED: "No credential came along, or none that counts. An unknown key and a wrong token look the same.",
  SIGN_IN_FAILED: "Address and password don't belong together, or the provider didn't confirm the person.",
  SIGN_IN_NEEDED: "This is for people: sign in to the console and repeat it there.",
  FORBIDDEN: "Who asks lacks a permission. `resource` names it where one would do.",
  ROLE_NOT_HELD: "Nobody gives more than they hold: somebody with those resources has to do it.",
  ACCOUNT_SUSPENDED: "Nothing opens this account until an operator restores it.",
  OWNER_SUSPENDED: "The account that generated the key is suspended: its keys open nothing anywhere.",
  KEY_INACTIVE: "The key's owner deactivated it, and alone can activate it.",
  EXTERNAL_KEY_INACTIVE: "The account that admitted the key has suspended it there.",
  EXTERNAL_KEY_EXPIRED: "The account admitted the key until a time that has passed.",
  IP_DENIED: "The key's owner, or the account, lets it be used from some networks only, and not from this address.",
  NOT_ADMITTED: "The credential is right, but this account has not admitted the key.",
  INVALID_CREDENTIALS: "Unknown or deleted key, wrong or expired token: which of them is told to nobody.",
  RATE_LIMITED: "The key's limit is used up. Wait for as many seconds as the answer says.",
  RESOURCE_DENIED: "No role of the key in this account has the resource, or the catalog doesn't.",
  ORIGIN_REFUSED: "A browser sent this from another site. Send it from the console's own pages.",
  NOT_FOUND: "It isn't there, or isn't yours to see.",
  UNKNOWN_ACCOUNT: "There is no account of this name that you may see.",
  UNKNOWN_KEY: "No key has this string: mistyped, deleted and never issued look the same.",
  UNKNOWN_LINK: "There is no such link, or what stands behind the `#` is wrong. Nothing was used up.",
  NO_RENEWAL: "The key has no renewal to complete or undo.",
  ACCOUNT_EXISTS: "The name is taken. Names are never given twice.",
  ALREADY_ADDED: "The account has admitted this key already: edit that.",
  KEY_TAKEN: "The key string names another account's key, or one that was deleted: a string names one key for ever.",
  CATALOG_IN_USE: "Resources that roles hold would vanish. `items` lists them: take them out of the roles first.",
  IDEMPOTENCY_IN_FLIGHT: "The first request under this key is still being done. Ask again in a moment.",
  UNKNOWN_INVITATION: "There is no such invitation, or what stands behind the `#` is wrong.",
  INVITATION_EXISTS: "This address has an invitation that still counts: renew or withdraw that.",
  INVITATION_NOT_BACKED: "Who invited can no longer give these roles. Somebody who can has to invite anew.",
  UNKNOWN_RESET: "There is no such link to a new password, or what stands behind the `#` is wrong.",
  RESET_NOT_BACKED: "Who made the link may no longer reset this user. Ask somebody who may.",
  LAST_OWNER: "An account keeps at least one owner: make somebody else one first.",
  LINK_UNOPENED: "The new token's link was not opened yet: completing now would lock the integration out.",
  RENEWAL_PENDING: "Two tokens exist already: complete or undo that renewal first.",
  NO_PASSWORD: "The user signs in by a provider, and has no password.",
  ROLE_EXISTS: "The account has a role with this id or name.",
  ROLE_IN_USE: "The role is assigned to something. Take it away there first.",
  ROLE_PREDEFINED: "Predefined roles come with the catalog and are changed by nobody.",
  TWO_FACTOR_OFF: "The user proves themselves by no code yet.",
  TWO_FACTOR_ON: "The user proves themselves by a code already.",
  USER_ELSEWHERE: "The user belongs to another account too: only they can change what is the same in all.",
  USER_EXISTS: "A user with this address is in the account already.",
  LINK_EXPIRED: "The link's time is over, unopened. Have a new one made.",
  LINK_NOT_BACKED: "Who made the link may no longer hand out this token. Somebody who may has to make another.",
  LINK_USED: "The link was opened; `at` says when. If that wasn't you, renew the token.",
  LINK_VOID: "The link was made void by whoever manages the key.",
  INVITATION_EXPIRED: "The invitation's time is over. Have it renewed.",
  INVITATION_USED: "The invitation was accepted. Sign in.",
  INVITATION_VOID: "The invitation was withdrawn, or replaced by another.",
  RESET_EXPIRED: "The link's time is over. Ask for another.",
  RESET_USED: "The link was used. If that wasn't you, ask for another.",
  PRECONDITION_FAILED: "Somebody changed it since you read it. Read it again, and decide anew.",
  BODY_TOO_LARGE: "The body is larger than the route takes.",
  UNSUPPORTED_MEDIA_TYPE: "Send JSON, with `Content-Type: application/json`.",
  IDEMPOTENCY_MISMATCH:
    "The `Idempotency-Key` came with another request before. Take a new one for each thing to create.",
  INVALID_INPUT: "`errors` says what is wrong, and where.",
  OWN_KEY: "An account needs not admit its own keys: they open it already.",
  SECRET_IN_FIELD:
    "A token stands in a field that isn't for one. It was kept nowhere; renew it all the same if others saw it.",
  UNKNOWN_ROLE: "The account has no role of this id.",
  WRONG_CODE: "The code is wrong, too old, or was used before.",
  WRONG_PASSWORD: "The present password is wrong.",
  TOO_MANY_AT_ONCE: "As many of these as one node does at once are under way. Ask again in a moment.",
  TOO_MANY_ATTEMPTS: "Too many wrong attempts. `Retry-After` says how long to wait.",
  TOO_MANY_LOOKUPS: "Too many look-ups of keys. `Retry-After` says how long to wait.",
  STALE: "This node can't trust what it knows any more. Refuse, or ask another.",
  UNAVAILABLE:
    "The database can't be reached or is too busy. Nothing was changed, unless `Idempotency-Key` shows otherwise.",
  WEBHOOK_INACTIVE: "The webhook is turned off, and is told nothing. Turn it on first.",
  WEBHOOK_LIMIT: "The account has as many webhooks as it may. Delete one that is not needed.",
  INTERNAL: "A fault of the service. `requestId` finds it in its log.",
} as const satisfies Record<ErrorCode | RefusalCode | "INTERNAL", string>;

/** What a code of a door is as HTTP, and what to do about it. */
export interface CodeGuide {
  /** The statuses that it comes with; `decision` where it is an answer and no error. */
  readonly as: string;
  readonly says: string;
}

/** What the codes of one door mean which are its protocol's own. */
export interface DoorErrorGuide {
  /** Begins the ids of its rows. */
  readonly id: string;
  readonly title: string;
  /** How its errors look. */
  readonly about: string;
  readonly codes: Readonly<Record<string, CodeGuide>>;
}
