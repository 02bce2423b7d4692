/**
 * The tables, as Kysely sees them (columns are snake_case in the database). Times are milliseconds since 1970 in 64-bit
 * integers, and lists are JSON in text, so that both engines read back the same.
 */
export interface Schema {
  installation: InstallationTable;
  changes: ChangesTable;
  accounts: AccountsTable;
  catalog: CatalogTable;
  roles: RolesTable;
  roleResources: RoleResourcesTable;
  apiKeys: ApiKeysTable;
  apiKeyRoles: ApiKeyRolesTable;
  apiTokens: ApiTokensTable;
  tokenLinks: TokenLinksTable;
  apiKeySettings: ApiKeySettingsTable;
  tokenWarnings: TokenWarningsTable;
  externalKeys: ExternalKeysTable;
  externalKeyRoles: ExternalKeyRolesTable;
  members: MembersTable;
  memberRoles: MemberRolesTable;
  operators: OperatorsTable;
  invitations: InvitationsTable;
  invitationRoles: InvitationRolesTable;
  passwordResets: PasswordResetsTable;
  serviceKeys: ServiceKeysTable;
  auditHeads: AuditHeadsTable;
  auditEvents: AuditEventsTable;
  auditKeys: AuditKeysTable;
  outbox: OutboxTable;
  useCounts: UseCountsTable;
  keyLastUses: KeyLastUsesTable;
  tokenLastUses: TokenLastUsesTable;
  resourceLastUses: ResourceLastUsesTable;
  repeatables: RepeatablesTable;
  nodes: NodesTable;
  attempts: AttemptsTable;
  signingKeys: SigningKeysTable;
  revokedAccessTokens: RevokedAccessTokensTable;
  webhooks: WebhooksTable;
  webhookDeliveries: WebhookDeliveriesTable;
  users: UsersTable;
  credentials: CredentialsTable;
  sessions: SessionsTable;
  twoFactors: TwoFactorsTable;
  recoveryCodes: RecoveryCodesTable;
  pendingSignIns: PendingSignInsTable;
}

/** One row. Every changing transaction increments its revision first, so that revision order is commit order (docs/design.md). */
interface InstallationTable {
  id: number;
  epoch: string;
  revision: number;
  /** Revisions up to this one are no longer in `changes`. */
  trimmedThrough: number;
  /** Names the server secret that keys the digests and seals the logs. */
  secretId: string;
  /** "serving", or "copying" while not everything is there that belongs to it. */
  state: string;
}

interface ChangesTable {
  revision: number;
  atMs: number;
  /** JSON: `Change[]`. */
  changes: string;
}

interface AccountsTable {
  name: string;
  displayName: string;
  displayNameFolded: string;
  status: string;
  createdAtMs: number;
}

/** One row at most. */
interface CatalogTable {
  id: number;
  /** The revision that wrote it. */
  version: number;
  /** JSON: `Catalog`. */
  document: string;
}

/** Custom roles. */
interface RolesTable {
  account: string;
  id: string;
  name: string;
  description: string;
  createdAtMs: number;
}

interface RoleResourcesTable {
  account: string;
  roleId: string;
  resource: string;
}

/** Deleted keys stay as tombstones. */
interface ApiKeysTable {
  key: string;
  owner: string;
  name: string;
  nameFolded: string;
  status: string;
  createdAtMs: number;
  /** JSON: `Actor`. */
  createdBy: string;
  /** JSON: `KeyProfile`, or null. */
  profile: string | null;
  requestsPerMinute: number | null;
  /** JSON: an array of networks, or null: from anywhere. */
  allowedNetworks: string | null;
  /** When its tokens were made, of which it has two at most; null where it has none. */
  oldestTokenAtMs: number | null;
  newestTokenAtMs: number | null;
  /** Since when a restore has it wait for somebody's decision, or null. */
  quarantinedAtMs: number | null;
}

interface ApiKeyRolesTable {
  key: string;
  owner: string;
  roleId: string;
}

interface ApiTokensTable {
  id: string;
  key: string;
  /** The owner of its key. */
  owner: string;
  state: string;
  digest: Uint8Array;
  secretId: string;
  createdAtMs: number;
  expiresAtMs: number | null;
  /** The link behind which it waits, or null: verification knows nothing of those that wait. */
  linkId: string | null;
  /** `RenewalAlert` that its account was last told of. */
  renewalTold: string | null;
}

/** Links that were opened or have ended stay, without the token. */
interface TokenLinksTable {
  id: string;
  account: string;
  key: string;
  purpose: string;
  state: string;
  createdAtMs: number;
  /** JSON: `Actor`. */
  createdBy: string;
  expiresAtMs: number;
  /** 0 or 1. */
  completesRenewal: number;
  /** The token that it delivers, which is gone once it was replaced or undone. Null in links of before it was kept. */
  tokenId: string | null;
  /** Digest of the link's secret, and the server secret that keyed it. */
  proof: Uint8Array;
  secretId: string;
  /** The token, encrypted under the link's secret, for as long as the link waits. */
  sealedToken: Uint8Array | null;
  openedAtMs: number | null;
  openedFrom: string | null;
  reopenedAtMs: number | null;
  reopenings: number;
}

/** What accounts have decided about the age of their tokens; one without a row has decided nothing. */
interface ApiKeySettingsTable {
  account: string;
  renewalMonths: number;
  enforcement: string;
}

/** What an account was last told about the end that a token has with one choice of months. */
interface TokenWarningsTable {
  tokenId: string;
  months: number;
  /** Days that were left then; 0: it had stopped working. */
  daysLeft: number;
}

interface ExternalKeysTable {
  host: string;
  key: string;
  name: string;
  nameFolded: string;
  status: string;
  expiresAtMs: number | null;
  requestsPerMinute: number | null;
  /** JSON: an array of networks, or null: from anywhere. */
  allowedNetworks: string | null;
  addedAtMs: number;
  /** JSON: `Actor`. */
  addedBy: string;
  /** As of a key. */
  quarantinedAtMs: number | null;
}

interface ExternalKeyRolesTable {
  host: string;
  key: string;
  roleId: string;
}

interface MembersTable {
  account: string;
  userId: string;
  addedAtMs: number;
}

interface MemberRolesTable {
  account: string;
  userId: string;
  roleId: string;
}

/** People of the platform team. */
interface OperatorsTable {
  userId: string;
  addedAtMs: number;
  /** JSON: `Actor`. */
  addedBy: string;
}

/** Those that were accepted or ended stay, so that their links say so. */
interface InvitationsTable {
  id: string;
  account: string;
  email: string;
  name: string | null;
  state: string;
  createdAtMs: number;
  /** JSON: `Actor`. */
  createdBy: string;
  /** JSON: `Actor`. */
  givenBy: string;
  expiresAtMs: number;
  /** Digest of the newest link's secret, and the server secret that keyed it. */
  proof: Uint8Array;
  secretId: string;
  mail: string;
}

interface InvitationRolesTable {
  account: string;
  invitationId: string;
  roleId: string;
}

/** Somebody's newest, also once it was used, so that its link says so. */
interface PasswordResetsTable {
  id: string;
  userId: string;
  account: string;
  createdAtMs: number;
  /** JSON: `Actor`. */
  givenBy: string;
  expiresAtMs: number;
  /** When a password was chosen by it, or `null`. */
  usedAtMs: number | null;
  /** Digest of the link's secret, and the server secret that keyed it. */
  proof: Uint8Array;
  secretId: string;
}

interface ServiceKeysTable {
  id: string;
  name: string;
  nameFolded: string;
  digest: Uint8Array;
  secretId: string;
  createdAtMs: number;
}

/** The newest event of each log. */
interface AuditHeadsTable {
  account: string;
  sequence: number;
  mac: string;
}

interface AuditEventsTable {
  account: string;
  sequence: number;
  atMs: number;
  /** JSON: `Actor`. */
  actor: string;
  /** The actor's id and folded name, to filter by. */
  actorSearch: string;
  action: string;
  target: string;
  counterpart: string | null;
  /** JSON: `AuditFields`, or null. */
  before: string | null;
  after: string | null;
  requestId: string | null;
  ip: string | null;
  mac: string;
  secretId: string;
}

/** What seals under server secrets of before need to be checked. */
interface AuditKeysTable {
  /** The secret under which the events were sealed. */
  secretId: string;
  /** Their key, encrypted under a key of a later secret. */
  sealed: Uint8Array;
  /** That secret. */
  sealedBy: string;
}

interface OutboxTable {
  id: string;
  revision: number;
  /** Which of its revision's it is, from 0. */
  position: number;
  atMs: number;
  /** JSON: `Announcement`. */
  announcement: string;
  /** Recipients served so far. */
  delivered: number;
}

/** How often a key was used for one thing in one account on one day. */
interface UseCountsTable {
  key: string;
  account: string;
  /** Days since 1970. */
  day: number;
  /** Empty where none was asked for. */
  resource: string;
  outcome: string;
  count: number;
}

/** When a key was last allowed something in an account. */
interface KeyLastUsesTable {
  key: string;
  account: string;
  atMs: number;
  ip: string | null;
}

/** When a token was last proven right. */
interface TokenLastUsesTable {
  tokenId: string;
  atMs: number;
  ip: string | null;
}

/** On which day a key was last allowed a resource in an account. */
interface ResourceLastUsesTable {
  resource: string;
  account: string;
  key: string;
  /** Days since 1970. */
  day: number;
}

/** What was made by requests that may be repeated. Nothing of a request itself: `id` and `content` are keyed digests in hex. */
interface RepeatablesTable {
  id: string;
  content: string;
  /** JSON of what was answered, without its secret. */
  made: string;
  atMs: number;
}

/** Servers on this database, and what they tell each other. */
interface NodesTable {
  id: string;
  /** Counts up with each sign of life. */
  beat: number;
  /** JSON: a list of limit, used and demand (`LimitDemand`). */
  demands: string;
}

/** What limits on guessing have counted. */
interface AttemptsTable {
  /** Keyed digest of what was tried, and of who tried it. */
  id: string;
  points: number;
  endsAtMs: number;
}

/** Key pairs that sign access tokens: one for each period and server secret. */
interface SigningKeysTable {
  /** Counts the stretches of time since 1970 for which one key signs. */
  period: number;
  sealedBy: string;
  /** The key's thumbprint (RFC 7638). */
  id: string;
  /** JSON. */
  publicJwk: string;
  /** The private key's JWK, encrypted under a key of the server secret. */
  sealed: Uint8Array;
}

/** Access tokens that count no more, though their time hasn't come. */
interface RevokedAccessTokensTable {
  id: string;
  expiresAtMs: number;
}

interface WebhooksTable {
  id: string;
  account: string;
  url: string;
  /** JSON: a list of types; null: all. */
  events: string | null;
  status: string;
  statusReason: string | null;
  createdAtMs: number;
  /** JSON: `Actor`. */
  createdBy: string;
  /** Encrypted under a key of the server secret that `secretId` names, as is the one before it. */
  secret: Uint8Array;
  secretId: string;
  previousSecret: Uint8Array | null;
  overlapEndsAtMs: number | null;
  lastDeliveredAtMs: number | null;
}

/** What webhooks are told: a row for each event and webhook. */
interface WebhookDeliveriesTable {
  id: string;
  webhookId: string;
  account: string;
  /** Of the event in its account's log: by it those about one subject are in order. */
  sequence: number;
  type: string;
  subject: string;
  body: string;
  state: string;
  createdAtMs: number;
  /** The first attempt since it was made or replayed. */
  firstAtMs: number | null;
  nextAtMs: number | null;
  /** JSON: `DeliveryAttempt[]`. */
  attempts: string;
  /** Who is about to send it, until `leasedUntilMs`: then whoever comes by may. */
  claim: string | null;
  leasedUntilMs: number;
}

/** better-auth's `user`, and `nameFolded`, `language` and `lastSignInAtMs`, which are ours. Its times are ISO text on SQLite and timestamptz on PostgreSQL; both take ISO text. */
interface UsersTable {
  id: string;
  name: string;
  nameFolded: string;
  email: string;
  /** `Profile.isProven`: 0 or 1; read back as a boolean by one engine. */
  emailVerified: number;
  image: string | null;
  createdAt: string;
  updatedAt: string;
  language: string | null;
  /** Written as sessions are, beside the changes: it says of a person nothing that they or anybody may do. */
  lastSignInAtMs: number | null;
}

/** better-auth's `account`: how a user proves who they are. */
interface CredentialsTable {
  id: string;
  /** The user's id beside a password; with a provider, who they are there. */
  accountId: string;
  /** "credential" for a password; else the provider's issuer. */
  providerId: string;
  userId: string;
  password: string | null;
  createdAt: string;
  updatedAt: string;
}

/** better-auth's `session`, and `lastSeenAtMs`, which is ours. */
interface SessionsTable {
  id: string;
  userId: string;
  expiresAt: string;
  createdAt: string;
  ipAddress: string | null;
  lastSeenAtMs: number | null;
}

interface TwoFactorsTable {
  userId: string;
  /** Encrypted under a key of the server secret that `secretId` names. */
  secret: Uint8Array;
  secretId: string;
  startedAtMs: number;
  confirmedAtMs: number | null;
  /** The newest half minute whose code was taken: no code counts twice. */
  lastStep: number | null;
}

interface RecoveryCodesTable {
  userId: string;
  digest: Uint8Array;
  secretId: string;
}

/** Sign-ins that have a right password and wait for a code. */
interface PendingSignInsTable {
  digest: Uint8Array;
  userId: string;
  expiresAtMs: number;
}
