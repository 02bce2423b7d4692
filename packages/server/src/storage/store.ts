/* oxlint-disable eslint/max-lines -- the contract is one: whoever writes an engine reads it from beginning to end */
import type { Account, AccountLabel } from "../domain/account.ts";
import type { Actor } from "../domain/actor.ts";
import type { Announcement } from "../domain/announcement.ts";
import type { AuditEvent, StoredAuditEvent } from "../domain/audit-event.ts";
import type { Catalog } from "../domain/catalog.ts";
import type { Change, FeedPosition, Revision } from "../domain/change.ts";
import type { DirectoryEntry, DirectoryPart } from "../domain/directory-entry.ts";
import type { ExternalKey, StatusReason } from "../domain/external-key.ts";
import type { ApiKey, KeyProfile } from "../domain/key.ts";
import type { KeyGap } from "../domain/key-gap.ts";
import type { KeySettings, RenewalMonths } from "../domain/key-settings.ts";
import type { TimeSpan } from "../domain/months.ts";
import type { Invitation, InvitationMail } from "../domain/invitation.ts";
import type { PasswordReset } from "../domain/password-reset.ts";
import type { Operator } from "../domain/operator.ts";
import type { Origin } from "../domain/origin.ts";
import type { Page, PageRequest } from "../domain/page.ts";
import type { LimitDemand } from "../domain/rate-limit.ts";
import type { Role, RoleLabel, RoleUse, RoleUseCounts } from "../domain/role.ts";
import type { ServiceKey } from "../domain/service-key.ts";
import type { TokenLink, TokenLinkState } from "../domain/token-link.ts";
import type { ApiToken, DigestMove, SecretDigest, TokenState } from "../domain/token.ts";
import type { RenewalAlert, WarningMark } from "../domain/token-age.ts";
import type { LastUse, UseBatch } from "../domain/use.ts";
import type { DeliveryAttempt, Webhook, WebhookDelivery } from "../domain/webhook.ts";
import type { Language, Member, Profile, SealedText, User } from "../domain/user.ts";

/**
 * The contract of storage. What its comments say must hold on every engine; the tests in `conformance/` prove it, each on
 * each engine.
 *
 * Everything that belongs to an account is asked for by that account: another account's id finds nothing.
 */
export interface Store {
  /** Reads of the newest committed state. Each call is one consistent snapshot and never waits for a change. */
  readonly reads: Reads;
  /** What the follower of the change feed asks for. */
  readonly feed: FeedReads;
  /** What is left to tell other accounts. */
  readonly outbox: OutboxReads;
  /** Counted use, which is kept beside the changes and outside their order. */
  readonly use: UseStore;
  /** What signing in keeps besides sessions. */
  readonly signIns: SignInRecords;
  /** What moves over to a new server secret. */
  readonly digests: DigestStore;
  /** What is kept of requests that may be repeated. */
  readonly repeatables: RepeatableRecords;
  /** What the servers on this database tell each other. */
  readonly nodes: NodeRecords;
  /** What limits on guessing count. */
  readonly attempts: AttemptRecords;
  /** What access tokens need. */
  readonly accessTokens: AccessTokenRecords;
  /** What webhooks are still to be told. */
  readonly webhookQueue: WebhookQueue;

  /**
   * Counts that somebody came with the right secret to a link that was opened before. No change: it has neither a revision nor
   * an audit event, which the first time has (see `TokenLinkWrites.reopen`), so that whoever comes without end fills no log.
   *
   * @throws DomainError `UNAVAILABLE`
   */
  countReopening(linkId: string): Promise<void>;

  /**
   * Keeps what became of an invitation's mail, if its link is still the one that went with it. No change: nobody did anything.
   *
   * @throws DomainError `UNAVAILABLE`
   */
  keepInvitationMail(id: string, proof: SecretDigest, mail: InvitationMail): Promise<void>;

  /**
   * Runs one changing transaction. Changes run one after another, in the order of their revisions; all that `work` wrote
   * is there when this resolves, and nothing of it when this rejects, whatever happens to the process meanwhile.
   *
   * @param origin on whose behalf, for the audit events that `work` records
   * @throws Error where `work` neither recorded an audit event (rule 11) nor said that nothing is to change
   * @throws DomainError `UNAVAILABLE` where the database can't be reached or can't take it
   */
  change<T>(origin: Origin, work: (tx: Changes) => Promise<T>): Promise<Committed<T>>;

  /** Resolves after what is under way has ended. Idempotent. */
  close(): Promise<void>;
}

export interface Committed<T> {
  readonly value: T;
  /** The revision that it made, or, where nothing changed, the newest before it. */
  readonly revision: number;
  /** What it leaves to be done after it. */
  readonly leaves: {
    /** Announcements in the outbox. */
    readonly announcements: boolean;
    /** Deliveries to webhooks that are due. */
    readonly deliveries: boolean;
  };
}

export interface Reads {
  readonly accounts: AccountReads;
  readonly catalog: CatalogReads;
  readonly roles: RoleReads;
  readonly keys: KeyReads;
  readonly tokenLinks: TokenLinkReads;
  readonly keySettings: KeySettingsReads;
  readonly externalKeys: ExternalKeyReads;
  readonly users: UserReads;
  readonly profiles: ProfileReads;
  readonly sessions: SessionReads;
  readonly operators: OperatorReads;
  readonly invitations: InvitationReads;
  readonly passwordResets: PasswordResetReads;
  readonly serviceKeys: ServiceKeyReads;
  readonly audit: AuditReads;
  readonly use: UseReads;
  readonly gaps: GapReads;
  readonly webhooks: WebhookReads;
}

/** Reads and writes inside one changing transaction; its reads see its own writes. */
export interface Changes {
  readonly accounts: AccountReads & AccountWrites;
  readonly catalog: CatalogReads & CatalogWrites;
  readonly roles: RoleReads & RoleWrites;
  readonly keys: KeyReads & KeyWrites;
  readonly tokenLinks: TokenLinkReads & TokenLinkWrites;
  readonly keySettings: KeySettingsReads & KeySettingsWrites;
  readonly externalKeys: ExternalKeyReads & ExternalKeyWrites;
  readonly users: UserReads & UserWrites;
  readonly profiles: ProfileReads & ProfileWrites;
  readonly sessions: SessionReads & SessionWrites;
  readonly operators: OperatorReads & OperatorWrites;
  readonly invitations: InvitationReads & InvitationWrites;
  readonly passwordResets: PasswordResetReads & PasswordResetWrites;
  readonly serviceKeys: ServiceKeyReads & ServiceKeyWrites;
  readonly outbox: OutboxWrites;
  readonly repeatables: RepeatableWrites;
  readonly webhooks: WebhookReads & WebhookWrites;

  /** The wall clock at which this transaction began, in milliseconds since 1970: what every row of it is dated with. */
  readonly nowMs: number;
  /**
   * Appends to an account's log, sealed to the event before it, and has the account's webhooks told. `atMs` only for what
   * happened earlier.
   */
  record(event: AuditEvent, atMs?: number): Promise<void>;
  /** Tells followers of the change feed what to read again. */
  changed(change: Change): void;
  /** Leaves a note for other accounts' logs, which commits with the change (rule 11). Nothing where it has no recipients. */
  announce(announcement: Announcement): Promise<void>;
  /** Says that there is nothing to change: the transaction answers with a value and leaves no trace, no revision either. */
  unchanged<T>(value: T): T;
}

export type AccountSort = "name" | "displayName" | "createdAt" | "status";

export interface AccountFilter {
  /** Part of the name or display name, folded or not. */
  readonly search?: string | undefined;
  readonly status?: Account["status"] | undefined;
  /** Only these. */
  readonly names?: readonly string[] | undefined;
}

export interface AccountReads {
  find(name: string): Promise<Account | undefined>;
  list(filter: AccountFilter, page: PageRequest<AccountSort>): Promise<Page<Account>>;
}

export interface AccountWrites {
  /** @throws DomainError `ACCOUNT_EXISTS` */
  insert(account: Account): Promise<void>;
  update(name: string, fields: Partial<Pick<Account, "displayName" | "status">>): Promise<void>;
}

export interface CatalogReads {
  /** `undefined` where the platform has supplied none. */
  find(): Promise<Catalog | undefined>;
}

export interface CatalogWrites {
  replace(catalog: Catalog): Promise<void>;
  /** Resources that custom roles hold, each once. */
  resourcesInUse(): Promise<string[]>;
  /** Ids of roles that are assigned to anything and are no custom role of the account in which they are, each once. */
  predefinedRolesInUse(): Promise<string[]>;
  /** Ids of custom roles in any account, each once. */
  customRoleIds(): Promise<string[]>;
}

export interface RoleReads {
  /** The account's custom roles without what they hold, by name. */
  labels(account: string): Promise<RoleLabel[]>;
  /** Those of the account's custom roles that are named, whole. */
  named(account: string, ids: readonly string[]): Promise<Role[]>;
  /** How much has each of the roles that are named, predefined or not. */
  useCounts(account: string, ids: readonly string[]): Promise<ReadonlyMap<string, RoleUseCounts>>;
  /** What has a role, predefined or not. @param limit how many of each kind are named at most */
  use(account: string, id: string, limit: number): Promise<RoleUse>;
  /** Every external key that has a role, and the account that owns it, by key. */
  ownersOfExternalKeysWith(account: string, id: string): Promise<{ account: string; key: string }[]>;
}

export interface RoleWrites {
  /** @throws DomainError `ROLE_EXISTS` */
  insert(account: string, role: Omit<Role, "predefined">): Promise<void>;
  update(account: string, id: string, fields: { name?: string; description?: string }): Promise<void>;
  setResources(account: string, id: string, resources: readonly string[]): Promise<void>;
  /** What still has the role is left as it is: whoever deletes makes sure that nothing has. */
  delete(account: string, id: string): Promise<void>;
}

export type KeyHostSort = "account" | "since";

export type KeySort = "name" | "createdAt" | "status";

export interface KeyFilter {
  /** Part of the name, folded or not, or of the key string. */
  readonly search?: string | undefined;
  readonly status?: "active" | "inactive" | undefined;
  readonly role?: string | undefined;
  /** Only keys whose renewal is neither completed nor undone. */
  readonly renewal?: "open" | undefined;
  /** Only keys that wait for a decision after a restore. */
  readonly quarantined?: true | undefined;
  /** It has a token like this. */
  readonly someToken?: TokenFilter | undefined;
  /** It has no token like this. */
  readonly noToken?: TokenFilter | undefined;
}

/** Keys by the ages of their tokens. */
export type KeyAgeFilter = Pick<KeyFilter, "status" | "someToken" | "noToken">;

/** When a token was made. */
export interface TokenFilter {
  /** Within one of these. */
  readonly within?: readonly TimeSpan[] | undefined;
  /** Within none of these. */
  readonly outside?: readonly TimeSpan[] | undefined;
}

/** A token with when it was last used, or `null`. */
export interface TokenDetails extends Omit<ApiToken, "digest"> {
  readonly lastUse: LastUse | null;
}

/** An account that admitted a key, as the key's owner may see it (rule 8). */
export interface KeyHost extends AccountLabel {
  readonly sinceMs: number;
  /** Ids of the roles that it gave the key. */
  readonly roles: readonly string[];
  /** When the key was last allowed something there, or `null`. */
  readonly lastUsedAtMs: number | null;
}

/** A generated key with what belongs to it. */
export interface KeyDetails extends ApiKey {
  /** Ids, in order. */
  readonly roles: readonly string[];
  /** The oldest first; without their digests. */
  readonly tokens: readonly TokenDetails[];
  /** Whether a restore has it wait for a decision: it is inactive until then. */
  readonly quarantined: boolean;
  /** How many accounts admitted it. */
  readonly hostCount: number;
  /** When it was last allowed something, in whichever account, or `null`. */
  readonly lastUsedAtMs: number | null;
}

/** A generated key as a walk over all of them finds it. */
export interface WalkedKey extends Pick<KeyDetails, "key" | "name" | "status" | "createdAtMs" | "profile" | "roles"> {
  /** The oldest first. */
  readonly tokens: readonly Pick<TokenDetails, "state" | "createdAtMs">[];
}

/** A key as an account that would admit it may see it. */
export interface ForeignKey {
  readonly key: string;
  readonly owner: AccountLabel;
  readonly profile: KeyProfile | null;
}

export interface KeyReads {
  /** One of the account's own keys that isn't deleted. */
  find(owner: string, key: string): Promise<KeyDetails | undefined>;
  /** The account's own keys that aren't deleted. */
  list(owner: string, filter: KeyFilter, page: PageRequest<KeySort>): Promise<Page<KeyDetails>>;
  /** The first of them by name, at most so many, without counting them. */
  first(owner: string, filter: KeyFilter, limit: number): Promise<{ readonly key: string; readonly name: string }[]>;
  /** How many of the account's own keys that aren't deleted match each filter, from one snapshot. */
  count(owner: string, filters: readonly KeyAgeFilter[]): Promise<number[]>;
  /**
   * The account's own keys that aren't deleted, by their string, in pages of a snapshot each: a key that is there all the
   * while comes once, and nothing is held between two pages.
   */
  all(owner: string): AsyncIterable<readonly WalkedKey[]>;
  /**
   * The account's tokens that were made within some stretches of time, and of which it hasn't been told yet that they have
   * stopped working after so many months; in pages like those of `all`.
   */
  agedTokens(owner: string, months: RenewalMonths, within: readonly TimeSpan[]): AsyncIterable<readonly AgedToken[]>;
  /**
   * Tokens of any account that has chosen this many months and has tokens work on, made within some stretches of time, and of
   * which it hasn't been told this alert or a more urgent one yet; the oldest first.
   */
  untoldTokens(request: UntoldTokensRequest): Promise<UntoldToken[]>;
  /** A key of any account that isn't deleted, by its string: how a host finds what it was given. */
  lookUp(key: string): Promise<ForeignKey | undefined>;
  /** Those of some strings that name a key of any account, deleted ones among them (rule 1), and whose each is. */
  issued(keys: readonly string[]): Promise<ReadonlyMap<string, Pick<ApiKey, "owner" | "status">>>;
  /** Names of the accounts that admitted a key. */
  hostsOf(key: string): Promise<string[]>;
  /** The accounts that admitted one of the account's own keys. */
  hosts(owner: string, key: string, page: PageRequest<KeyHostSort>): Promise<Page<KeyHost>>;
  /** Every admission of an owner's keys, of all or of those whose tokens are of some age. */
  admissionsOfOwner(owner: string, of?: KeyAgeFilter): Promise<{ account: string; key: string }[]>;
}

/** A token on its way to its end. */
export interface AgedToken {
  readonly id: string;
  readonly key: string;
  readonly createdAtMs: number;
  /** What its account was last told about it, or `null`. */
  readonly told: WarningMark | null;
}

/** A token that its account is to be told of. */
export interface UntoldToken {
  readonly id: string;
  readonly key: string;
  readonly owner: string;
  readonly createdAtMs: number;
}

export interface UntoldTokensRequest {
  readonly alert: RenewalAlert;
  readonly months: RenewalMonths;
  readonly within: readonly TimeSpan[];
  readonly limit: number;
}

export interface KeySettingsReads {
  /** The defaults where the account has decided nothing. */
  find(account: string): Promise<KeySettings>;
  /** The accounts whose tokens stop working at some age, by name. */
  enforcing(): Promise<{ account: string; months: RenewalMonths }[]>;
}

export interface KeySettingsWrites {
  set(account: string, settings: KeySettings): Promise<void>;
}

export interface KeyWrites {
  /** Answers `false`, and writes nothing, where the key string was ever issued before (rule 1). */
  insert(key: ApiKey): Promise<boolean>;
  /** What it waits behind must be there already. */
  insertToken(token: ApiToken): Promise<void>;
  /** Lets what waits behind a link work. */
  releaseToken(owner: string, key: string, linkId: string): Promise<void>;
  /** Takes the key the token that it has in a state, if it has one. */
  deleteToken(owner: string, key: string, state: TokenState): Promise<void>;
  /** Makes the renewed token the current one, in the place of the one before it. */
  completeRenewal(owner: string, key: string): Promise<void>;
  update(
    owner: string,
    key: string,
    fields: {
      name?: string;
      status?: "active" | "inactive";
      profile?: KeyProfile | null;
      requestsPerMinute?: number | null;
      allowedNetworks?: readonly string[];
      quarantined?: false;
    },
  ): Promise<void>;
  setRoles(owner: string, key: string, roleIds: readonly string[]): Promise<void>;
  /**
   * Marks what the account is told about a token that stops working after so many months. Answers `false`, and writes
   * nothing, where the token is gone, or the account has been told this or more already.
   */
  markTold(tokenId: string, months: RenewalMonths, told: WarningMark): Promise<boolean>;
  /** The same of a renewal alert, once for each token whatever the months. */
  markAlertTold(tokenId: string, alert: RenewalAlert): Promise<boolean>;
  /** Leaves a tombstone: its tokens and roles are gone, its string and name stay. */
  delete(owner: string, key: string): Promise<void>;
}

export interface TokenLinkFilter {
  readonly key?: string | undefined;
  readonly state?: TokenLinkState | undefined;
  /** Only links that somebody came back to after they were opened, and whose token is still there. */
  readonly reopened?: boolean | undefined;
}

/** A link with what is kept to recognise its secret by, and what that opens. */
export interface KeptTokenLink extends TokenLink {
  readonly proof: SecretDigest;
  /** The token, encrypted; `null` as soon as the link waits no more. */
  readonly sealedToken: Uint8Array | null;
  /** The token that it delivers, whether or not that is still there; `null` in links of before it was kept. */
  readonly tokenId: string | null;
}

export interface TokenLinkReads {
  /** By its id alone: whoever opens a link belongs to no account. */
  find(id: string): Promise<KeptTokenLink | undefined>;
  list(account: string, filter: TokenLinkFilter, page: PageRequest<"createdAt">): Promise<Page<TokenLink>>;
  /** Ids of links of all accounts that still wait at a time at which they have expired, the oldest first. */
  overdue(nowMs: number, limit: number): Promise<string[]>;
}

/** Each but `insert` answers `false`, and writes nothing, where the link isn't as it says: somebody else was there before. */
export interface TokenLinkWrites {
  insert(
    link: Omit<KeptTokenLink, "state" | "openedAtMs" | "openedFrom" | "reopenedAtMs" | "reopenings">,
  ): Promise<void>;
  /** Opens a link that waits and hasn't expired at `nowMs`, and forgets the token. */
  open(id: string, from: string | null, nowMs: number): Promise<boolean>;
  /** Ends a link that waits, and forgets the token. */
  close(account: string, id: string, state: "expired" | "void"): Promise<boolean>;
  /** Has the opening of a link that waits complete the renewal. */
  completeWhenOpened(account: string, id: string): Promise<boolean>;
  /** Takes note that a link was reopened for the first time. */
  reopen(id: string): Promise<boolean>;
}

export type ExternalKeySort = "key" | "owner" | "addedAt" | "status";

export interface ExternalKeyFilter {
  /** Part of the key string, the owner's name or display name, or the host's own name for it. */
  readonly search?: string | undefined;
  /** The effective status. */
  readonly status?: "active" | "inactive" | undefined;
  readonly role?: string | undefined;
  /** Only those that wait for a decision after a restore. */
  readonly quarantined?: true | undefined;
}

/** An external key with what belongs to it. */
export interface ExternalKeyDetails extends ExternalKey {
  readonly owner: AccountLabel;
  /** Ids, in order. */
  readonly roles: readonly string[];
  /** Whether a restore has it wait for the host's decision: it is suspended here until then. */
  readonly quarantined: boolean;
  /** Why it opens nothing at the time asked for, or `null`. */
  readonly statusReason: StatusReason | null;
  /** When it was last allowed something in the host's account, or `null`. */
  readonly lastUsedAtMs: number | null;
}

export interface ExternalKeyReads {
  /** @param nowMs the time at which its status is judged */
  find(host: string, key: string, nowMs: number): Promise<ExternalKeyDetails | undefined>;
  list(
    host: string,
    filter: ExternalKeyFilter,
    page: PageRequest<ExternalKeySort>,
    nowMs: number,
  ): Promise<Page<ExternalKeyDetails>>;
  /** All of a host's, by key string, in pages of a snapshot each, like `KeyReads.all`. */
  all(host: string, nowMs: number): AsyncIterable<readonly ExternalKeyDetails[]>;
}

export interface ExternalKeyWrites {
  /** @throws DomainError `ALREADY_ADDED` */
  insert(externalKey: ExternalKey): Promise<void>;
  update(
    host: string,
    key: string,
    fields: {
      name?: string;
      status?: "active" | "inactive";
      expiresAtMs?: number | null;
      requestsPerMinute?: number | null;
      allowedNetworks?: readonly string[];
      quarantined?: false;
    },
  ): Promise<void>;
  setRoles(host: string, key: string, roleIds: readonly string[]): Promise<void>;
  delete(host: string, key: string): Promise<void>;
}

export type MemberSort = "name" | "email" | "addedAt";

/** A user in one account with their roles there. */
export interface MemberDetails extends Member {
  /** Ids, in order. */
  readonly roles: readonly string[];
  /** When they last signed in, to whichever account; `null` where they never have. */
  readonly lastSignInAtMs: number | null;
  /** Whether they prove themselves by a code beside their password. */
  readonly twoFactor: boolean;
}

export interface MemberFilter {
  /** Part of the name, folded or not, or of the email. */
  readonly search?: string | undefined;
  readonly role?: string | undefined;
}

export interface UserReads {
  findByEmail(email: string): Promise<User | undefined>;
  find(account: string, userId: string): Promise<MemberDetails | undefined>;
  list(account: string, filter: MemberFilter, page: PageRequest<MemberSort>): Promise<Page<MemberDetails>>;
  /** The accounts that a user belongs to, by display name. */
  accountsOf(userId: string): Promise<Account[]>;
  /** How many users of the account have a role. */
  countWithRole(account: string, roleId: string): Promise<number>;
}

export interface UserWrites {
  /**
   * Makes a person who can sign in with a password, or, with `null`, not yet.
   *
   * @param isProven see `Profile`; default false
   * @throws DomainError `USER_EXISTS`
   */
  insert(user: User, passwordHash: string | null, isProven?: boolean): Promise<void>;
  /** @throws DomainError `USER_EXISTS` where the user belongs to the account already */
  insertMember(account: string, userId: string): Promise<void>;
  rename(userId: string, name: string): Promise<void>;
  setRoles(account: string, userId: string, roleIds: readonly string[]): Promise<void>;
  deleteMember(account: string, userId: string): Promise<void>;
  /** Forgets a person who belongs to no account any more and is no operator, with their credentials and sessions. */
  delete(userId: string): Promise<void>;
}

export interface ProfileReads {
  find(userId: string): Promise<Profile | undefined>;
  findByEmail(email: string): Promise<Profile | undefined>;
  /** Who a provider's subject was linked to. */
  findLinked(issuer: string, subject: string): Promise<Profile | undefined>;
  /** Whether somebody is linked to any subject of a provider. */
  isLinked(userId: string, issuer: string): Promise<boolean>;
}

export interface ProfileWrites {
  setLanguage(userId: string, language: Language | null): Promise<void>;
  /** Replaces the password; `null` takes it away. */
  setPassword(userId: string, passwordHash: string | null): Promise<void>;
  /** Keeps whether whoever signs in as a person is them: see `Profile`. */
  setProven(userId: string, isProven: boolean): Promise<void>;
  /** Begins a second factor, which isn't asked for until it is confirmed, in place of one that was begun. */
  startTwoFactor(userId: string, secret: SealedText): Promise<void>;
  /** @param step of the code that confirmed it, which doesn't count again */
  confirmTwoFactor(userId: string, step: number): Promise<void>;
  /** Takes the second factor away, with its recovery codes. */
  deleteTwoFactor(userId: string): Promise<void>;
  /** Replaces the recovery codes. */
  setRecoveryCodes(userId: string, digests: readonly SecretDigest[]): Promise<void>;
  /** Takes a recovery code away. Answers `false` where there is no such code any more. */
  takeRecoveryCode(userId: string, digest: SecretDigest): Promise<boolean>;
  /** Links a provider's subject to a person, whose email the provider has proven; they are proven from then on. */
  link(userId: string, issuer: string, subject: string): Promise<void>;
}

/** A browser in which somebody is signed in. */
export interface SessionDetails {
  readonly id: string;
  readonly createdAtMs: number;
  /** To within a few minutes. */
  readonly lastSeenAtMs: number;
  /** The address that it began from, where it is known. */
  readonly network: string | null;
}

export interface SessionReads {
  /** Somebody's sessions that aren't over, the one seen last first. */
  list(userId: string, nowMs: number): Promise<SessionDetails[]>;
  /** Whether a session of somebody's is there, and not over. */
  isThere(userId: string, sessionId: string, nowMs: number): Promise<boolean>;
}

export interface SessionWrites {
  /** Ends one session. Answers `false` where the person has no such session. */
  end(userId: string, sessionId: string): Promise<boolean>;
  /** Ends somebody's sessions but one, and what waits for their code; answers how many sessions that were. */
  endAll(userId: string, exceptId: string | null): Promise<number>;
}

/**
 * What signing in keeps besides sessions: like these it changes no person, has no audit event and doesn't touch the change
 * feed.
 */
export interface SignInRecords {
  /** Keeps that somebody has proven their password and has yet to give a code; forgets those that are over. */
  addPending(digest: SecretDigest, userId: string, expiresAtMs: number, nowMs: number): Promise<void>;
  /** Who a sign-in that isn't over waits for. */
  findPending(digest: SecretDigest, nowMs: number): Promise<string | undefined>;
  /** Answers `false` where it is there no more: of many at once, one ends it. */
  endPending(digest: SecretDigest): Promise<boolean>;
  /** Marks a code's half minute as used. Answers `false` where it, or a later one, was used already: of many at once, one may. */
  takeStep(userId: string, step: number): Promise<boolean>;
  /** Keeps when a session was seen. */
  seen(sessionId: string, atMs: number): Promise<void>;
  /** Deletes some of the sessions that are over, at most so many. Answers how many those were. */
  forgetSessions(nowMs: number, limit: number): Promise<number>;
}

export type OperatorSort = "name" | "email" | "addedAt";

export interface OperatorReads {
  /** Whether a person is an operator. */
  has(userId: string): Promise<boolean>;
  find(userId: string): Promise<Operator | undefined>;
  list(page: PageRequest<OperatorSort>): Promise<Page<Operator>>;
}

export interface OperatorWrites {
  /** @throws DomainError `USER_EXISTS` where the person is an operator already */
  insert(userId: string, addedBy: Actor): Promise<void>;
  /** Answers `false`, and writes nothing, where the person is no operator. */
  delete(userId: string): Promise<boolean>;
}

export type InvitationSort = "email" | "createdAt" | "expiresAt";

/** An invitation with what it gives. */
export interface InvitationDetails extends Invitation {
  /** Ids, in order. */
  readonly roles: readonly string[];
}

/** An invitation with what is kept to recognise its secret by. */
export interface KeptInvitation extends InvitationDetails {
  readonly proof: SecretDigest;
}

export interface InvitationReads {
  /** By its id alone: whoever accepts one belongs to no account yet. */
  findByLink(id: string): Promise<KeptInvitation | undefined>;
  /** One of the account's that is open. */
  find(account: string, id: string): Promise<InvitationDetails | undefined>;
  /** The open one for a person. */
  findByEmail(account: string, email: string): Promise<InvitationDetails | undefined>;
  /** The account's open ones. */
  list(
    account: string,
    filter: { readonly search?: string | undefined },
    page: PageRequest<InvitationSort>,
  ): Promise<Page<InvitationDetails>>;
}

/** A link to an invitation: who vouches for it, until when it works, and what recognises its secret. */
export type InvitationLink = Pick<KeptInvitation, "expiresAtMs" | "givenBy" | "mail" | "proof">;

export interface InvitationWrites {
  /** @throws DomainError `INVITATION_EXISTS` where the account has an open one for the same person */
  insert(invitation: Omit<KeptInvitation, "state" | "roles">): Promise<void>;
  setRoles(account: string, id: string, roleIds: readonly string[]): Promise<void>;
  /** Replaces the link of an open invitation. */
  renew(account: string, id: string, link: InvitationLink): Promise<void>;
  /** Ends an open invitation. Answers `false`, and writes nothing, where it isn't open any more. */
  close(account: string, id: string, state: "accepted" | "void"): Promise<boolean>;
}

export interface PasswordResetReads {
  /** By its id alone: whoever has the link isn't signed in. */
  findByLink(id: string): Promise<PasswordReset | undefined>;
}

export interface PasswordResetWrites {
  /** Keeps one in place of the same person's one before, used or not. */
  put(reset: Omit<PasswordReset, "usedAtMs">): Promise<void>;
  /** Ends one by use. Answers `false`, and writes nothing, where it was used already or isn't there any more. */
  use(id: string, atMs: number): Promise<boolean>;
  /** Forgets a person's, used or not. */
  deleteOf(userId: string): Promise<void>;
}

export interface ServiceKeyReads {
  list(page: PageRequest<"name" | "createdAt">): Promise<Page<ServiceKey>>;
}

export interface ServiceKeyWrites {
  insert(serviceKey: ServiceKey, digest: SecretDigest): Promise<void>;
  /** The name of what was deleted, or `undefined` where nothing was. */
  delete(id: string): Promise<string | undefined>;
}

export interface AuditFilter {
  /** Part of the actor's id or name, folded or not. */
  readonly actor?: string | undefined;
  /** An action, or where it ends with a dot all that begin so, such as `key.`. */
  readonly action?: string | undefined;
  /** The whole target, such as a key string. */
  readonly target?: string | undefined;
  /** Name of the other account. */
  readonly counterpart?: string | undefined;
  readonly fromMs?: number | undefined;
  /** Exclusive. */
  readonly toMs?: number | undefined;
}

export interface AuditReads {
  list(account: string, filter: AuditFilter, page: PageRequest<"sequence">): Promise<Page<StoredAuditEvent>>;
  /**
   * An account's log from its first event on, without holding it in memory: whole, or what matches a filter, and up to a sequence.
   */
  walk(account: string, part?: { filter?: AuditFilter; through?: number }): AsyncIterable<StoredAuditEvent>;
  /** Where a log ends, and when that was written. */
  head(account: string): Promise<(AuditHead & { readonly atMs: number | null }) | undefined>;
  /** Where each log ends, by account. */
  heads(): Promise<AuditHead[]>;
}

/** Where a log ends: its newest sequence and seal. */
export interface AuditHead {
  readonly account: string;
  readonly sequence: number;
  readonly mac: string;
}

/** How each event of a log is sealed to the one before it. */
export interface AuditSeal {
  readonly secretId: string;
  /** The secret before it, while that is being rotated. */
  readonly previousSecretId: string | undefined;
  /** Hex of a MAC over the text. */
  seal(text: string): string;
  /** The seal that a text has under a secret, or `undefined` where that secret isn't known. */
  sealUnder(secretId: string, text: string): string | undefined;
  /** Takes the keys of earlier secrets that were kept; answers those that have to be kept anew, under the present one. */
  learn(kept: readonly KeptAuditKey[]): KeptAuditKey[];
}

/** What is needed to check seals under an earlier server secret, itself sealed under a later one. */
export interface KeptAuditKey {
  readonly secretId: string;
  readonly sealed: Uint8Array;
  readonly sealedBy: string;
}

/** What is kept under the server secret of before, and moves over to the present one. Neither revisions nor events come of it. */
export interface DigestStore {
  /** Replaces digests, each where it still is what it was. */
  move(moves: readonly DigestMove[]): Promise<void>;
  /** Second factors that are sealed under a secret. */
  twoFactorsUnder(secretId: string): Promise<{ userId: string; sealed: SealedText }[]>;
  /** Replaces a sealed second factor where it still is what it was. */
  resealTwoFactor(userId: string, from: SealedText, to: SealedText): Promise<void>;
  /** Secrets of webhooks that are sealed under a secret: the present one and, while it overlaps, the one before it. */
  webhookSecretsUnder(secretId: string): Promise<{ id: string; sealed: SealedText; before: SealedText | undefined }[]>;
  /** Replaces a webhook's sealed secrets where they still are what they were. */
  resealWebhook(id: string, from: SealedText, to: SealedText, before: SealedText | undefined): Promise<void>;
  /** How much is still kept under any other secret than one, and isn't over. */
  waiting(secretId: string, nowMs: number): Promise<WaitingDigests>;
}

/** How much would stop working with the server secret of before. */
export interface WaitingDigests {
  readonly tokens: number;
  /** Of these, tokens that were never used. */
  readonly tokensNeverUsed: number;
  readonly serviceKeys: number;
  readonly twoFactors: number;
  readonly webhooks: number;
  readonly peopleWithRecoveryCodes: number;
  /** One-time links, invitations, and links to a new password that wait. */
  readonly links: number;
  readonly invitations: number;
  readonly passwordResets: number;
}

export interface FeedReads {
  /** The newest revision, and the oldest that `after` can begin behind. */
  position(): Promise<FeedPosition & { readonly trimmedThrough: number }>;
  /** Revisions behind one, in order, without gaps; none is older than the one before it (rule 15). */
  after(revision: number, limit: number): Promise<Revision[]>;
  /** What changes name, as it is now, in their order, from one snapshot. Role ids in each are in order. */
  entries(changes: readonly Change[]): Promise<DirectoryEntry[]>;
  /**
   * Everything that verification has to know, from one snapshot, in batches: accounts, catalog and roles first. Keys and admissions
   * come without tokens and roles, which follow as parts, those of deleted keys perhaps among them.
   */
  readAll(receive: (batch: readonly (DirectoryEntry | DirectoryPart)[]) => void): Promise<FeedPosition>;
}

export interface PendingAnnouncement {
  readonly id: string;
  readonly atMs: number;
  readonly announcement: Announcement;
  /** How many recipients have been served. */
  readonly delivered: number;
}

export interface OutboxReads {
  /** The oldest that isn't delivered whole; those of one change in the order in which it left them. */
  next(): Promise<PendingAnnouncement | undefined>;
  /** How many aren't delivered whole. */
  size(): Promise<number>;
}

export interface OutboxWrites {
  /**
   * Marks recipients as served, and forgets the announcement with its last one. Answers `false`, and writes nothing, where
   * `from` isn't how many were served before: somebody else has done it.
   */
  advance(id: string, from: number, to: number, of: number): Promise<boolean>;
}

/** Which counted use. */
export interface UseFilter {
  readonly key: string;
  /** Absent: in all accounts. */
  readonly account?: string | undefined;
  /** The first and the last day, both included, as days since 1970. */
  readonly fromDay: number;
  readonly toDay: number;
}

/** How often a key was used, for one account, resource or day. */
export interface UseTotal {
  /** The account, the resource (empty: none was asked for) or the day (since 1970). */
  readonly group: string | number;
  readonly allowed: number;
  readonly refusedByOwner: number;
  readonly refusedByHost: number;
}

export interface UseReads {
  /** Totals in the order of their group. Whose key it is, or who admitted it, is for the caller to have found out. */
  totals(filter: UseFilter, group: "account" | "resource" | "day"): Promise<UseTotal[]>;
}

/** Which keys are meant: those that were used of late, and lack a resource. */
export interface GapQuestion {
  /** The resource that they lack. */
  readonly resource: string;
  /** Ids of the predefined roles that hold it. */
  readonly predefinedRoles: readonly string[];
  /** They were allowed one of these; empty: anything at all. */
  readonly usedResources: readonly string[];
  /** On this day or later, as days since 1970. */
  readonly fromDay: number;
}

/** Reads across all accounts, for operators alone. */
export interface GapReads {
  /**
   * Keys and external keys, by account and then by key, in a bounded number of statements. Deleted keys are none of them: they never
   * come back (rule 1).
   */
  list(question: GapQuestion, page: PageRequest<"account">, nowMs: number): Promise<Page<KeyGap>>;
  /** All of them, keys first and then external keys, in pages of a statement each; nothing is held between two. */
  all(question: GapQuestion, nowMs: number): AsyncIterable<readonly KeyGap[]>;
}

export interface UseStore {
  /** Adds to what is kept. Neither a revision nor an audit event comes of it. @throws DomainError `UNAVAILABLE` */
  add(batch: UseBatch): Promise<void>;
  /** Forgets counts of days before one, in part where there is much. Answers how many those were. */
  trimCounts(beforeDay: number): Promise<number>;
  /**
   * Forgets where resources were last used before a day, and when tokens were used that are gone, these in part where they are many.
   * Looks at all that were ever used.
   */
  trimLastUses(beforeDay: number): Promise<void>;
}

/** What one of several servers has last told. */
export interface NodeReport {
  readonly node: string;
  /** Counts up each time that it tells something. */
  readonly beat: number;
  readonly demands: readonly LimitDemand[];
}

export interface NodeRecords {
  /**
   * Tells what a node has met under limits, in place of what it told before, and answers what the others have last told, by their
   * names. Makes no revision. @throws DomainError `UNAVAILABLE`
   */
  exchange(node: string, demands: readonly LimitDemand[]): Promise<NodeReport[]>;
  /** Forgets what some nodes have told. */
  remove(nodes: readonly string[]): Promise<void>;
}

/** How often something was tried since a stretch of time began. */
export interface CountedAttempts {
  /** Never below 0. */
  readonly points: number;
  /** When the stretch ends, and counting begins anew, in milliseconds since 1970. */
  readonly endsAtMs: number;
}

/** Beside the changes and outside their order: none of it makes a revision. @throws DomainError `UNAVAILABLE`, each of them */
export interface AttemptRecords {
  /**
   * Adds to a count in one statement, so that of many at once each sees another sum, and answers what it has become. Where none is
   * running one begins, and lasts for `windowMs` milliseconds.
   *
   * @param id names who tried what, without telling it
   * @param points a whole number; below 0: takes back, down to 0
   */
  add(
    id: string,
    points: number,
    time: { readonly nowMs: number; readonly windowMs: number },
  ): Promise<CountedAttempts>;
  /** `undefined` where none is running. */
  find(id: string, nowMs: number): Promise<CountedAttempts | undefined>;
  remove(id: string): Promise<void>;
  /** Forgets up to `limit` counts that have ended. Answers how many. */
  forget(nowMs: number, limit: number): Promise<number>;
}

/** A key pair that signs access tokens. */
export interface KeptSigningKey {
  /** Counts the stretches of time since 1970 for which one key signs. */
  readonly period: number;
  /** The server secret under which the private key is sealed. */
  readonly sealedBy: string;
  /** The key's thumbprint (RFC 7638). */
  readonly id: string;
  /** JSON of the public key's JWK. */
  readonly publicJwk: string;
  readonly sealed: Uint8Array;
}

/** Beside the changes and outside their order: none of it makes a revision. @throws DomainError `UNAVAILABLE`, each of them */
export interface AccessTokenRecords {
  /** Those of all periods, the oldest first. */
  signingKeys(): Promise<KeptSigningKey[]>;
  /** Keeps a key, unless there is one of its period and secret already: of several servers that try, the first has its way. */
  addSigningKey(key: KeptSigningKey): Promise<void>;
  /** Forgets the keys of all periods before one. */
  removeSigningKeys(beforePeriod: number): Promise<void>;
  /** Keeps that an access token counts no more, and forgets those that have expired by now. Idempotent. */
  revoke(id: string, expiresAtMs: number, nowMs: number): Promise<void>;
  /** Asks the database itself: what one server has revoked, every other sees at once. */
  isRevoked(id: string): Promise<boolean>;
}

/** What a request made that may be repeated. */
export interface Repeatable {
  /** Tells other content under the same id. */
  readonly content: string;
  /** JSON of what was answered, without its secret. */
  readonly made: string;
}

export interface RepeatableRecords {
  /** Forgets those dated no later than a time, the oldest first, at most so many. Answers how many those were. Makes no revision. */
  forget(throughMs: number, limit: number): Promise<number>;
}

export interface RepeatableWrites {
  /** The one of an id that is dated later than a time. */
  find(id: string, afterMs: number): Promise<Repeatable | undefined>;
  /** Keeps one, dated with this transaction, in place of an older one of the same id. */
  put(id: string, record: Repeatable): Promise<void>;
}

export interface WebhookReads {
  find(account: string, id: string): Promise<Webhook | undefined>;
  /** The newest secret that signs what a webhook is told. */
  findSecret(account: string, id: string): Promise<SealedText | undefined>;
  list(account: string, page: PageRequest<"createdAt">): Promise<Page<Webhook>>;
  /** What one webhook was and is to be told. */
  deliveries(
    account: string,
    webhookId: string,
    filter: { readonly state?: WebhookDelivery["state"] | undefined },
    page: PageRequest<"createdAt">,
  ): Promise<Page<WebhookDelivery>>;
}

export interface WebhookWrites {
  insert(webhook: Webhook, secret: SealedText): Promise<void>;
  update(
    account: string,
    id: string,
    fields: Partial<Pick<Webhook, "url" | "events" | "status" | "statusReason">>,
  ): Promise<void>;
  /** @param before a secret that signs too until some time, sealed under the same server secret; `null`: there is none */
  replaceSecret(
    account: string,
    id: string,
    secret: SealedText,
    before: { readonly bytes: Uint8Array; readonly endsAtMs: number } | null,
  ): Promise<void>;
  /** With all its deliveries. */
  delete(account: string, id: string): Promise<void>;
  /** Marks what waits for a webhook as failed. */
  abandon(account: string, id: string): Promise<void>;
  /** Has all that waits for an account's webhooks be tried as new: what wasn't tried while it was suspended has had no time. */
  resume(account: string): Promise<void>;
  /** Has a delivery wait again, and be tried as a new one is. */
  replay(account: string, webhookId: string, deliveryId: string): Promise<WebhookDelivery | undefined>;
}

/** A delivery that somebody is about to send. */
export interface ClaimedDelivery {
  readonly id: string;
  readonly claim: string;
  readonly webhookId: string;
  readonly account: string;
  readonly url: string;
  readonly body: string;
  /** The newest first; one, or two while they overlap. */
  readonly secrets: readonly SealedText[];
  /** The first attempt since it was made or replayed. */
  readonly firstAtMs: number | null;
  readonly attempts: readonly DeliveryAttempt[];
}

export interface ClaimRequest {
  /** Wall clock. */
  readonly nowMs: number;
  /** The time by which it is judged whether a secret before the newest still signs (rule 15). */
  readonly expiryNowMs: number;
  /** After how many milliseconds others may claim it too. */
  readonly leaseMs: number;
  readonly limit: number;
  readonly perWebhook: number;
  /** Ids of webhooks that have enough under way. */
  readonly except: readonly string[];
}

/** Deliveries on their way. Nothing here makes a revision. */
export interface WebhookQueue {
  /**
   * Takes deliveries that are due. Nobody else gets one until its lease has ended, and none while an earlier one to the same
   * webhook about the same subject waits, or while their account is suspended.
   */
  claim(request: ClaimRequest): Promise<ClaimedDelivery[]>;
  /** Keeps what became of an attempt. Answers `false`, and leaves the delivery, where the claim counts no more. */
  settle(
    claimed: ClaimedDelivery,
    attempt: DeliveryAttempt,
    state: WebhookDelivery["state"],
    nextAtMs: number | null,
  ): Promise<boolean>;
  /**
   * Forgets deliveries made no later than a time that don't wait, or wait for an account that is suspended, the oldest first, at
   * most so many; answers how many.
   */
  forget(throughMs: number, limit: number): Promise<number>;
}
