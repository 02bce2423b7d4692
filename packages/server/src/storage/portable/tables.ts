/** A table as it is moved: its name and the columns of its primary key, as they are in the database. */
export interface PortableTable {
  readonly name: string;
  readonly key: readonly string[];
}

/**
 * Every table but `installation`, whose one row says what the others are, and those of the migrations. What refers to another comes
 * behind it. A test holds this against the migrations: a table that nobody moves would be lost at the next restore.
 */
export const PORTABLE_TABLES: readonly PortableTable[] = [
  { name: "changes", key: ["revision"] },
  { name: "accounts", key: ["name"] },
  { name: "catalog", key: ["id"] },
  { name: "roles", key: ["account", "id"] },
  { name: "role_resources", key: ["account", "role_id", "resource"] },
  { name: "api_keys", key: ["key"] },
  { name: "api_key_roles", key: ["key", "role_id"] },
  { name: "token_links", key: ["id"] },
  { name: "api_tokens", key: ["id"] },
  { name: "api_key_settings", key: ["account"] },
  { name: "token_warnings", key: ["token_id", "months"] },
  { name: "external_keys", key: ["host", "key"] },
  { name: "external_key_roles", key: ["host", "key", "role_id"] },
  { name: "users", key: ["id"] },
  { name: "members", key: ["account", "user_id"] },
  { name: "member_roles", key: ["account", "user_id", "role_id"] },
  { name: "operators", key: ["user_id"] },
  { name: "invitations", key: ["id"] },
  { name: "password_resets", key: ["id"] },
  { name: "invitation_roles", key: ["account", "invitation_id", "role_id"] },
  { name: "service_keys", key: ["id"] },
  { name: "audit_heads", key: ["account"] },
  { name: "audit_events", key: ["account", "sequence"] },
  { name: "audit_keys", key: ["secret_id"] },
  { name: "outbox", key: ["id"] },
  { name: "use_counts", key: ["key", "account", "day", "resource", "outcome"] },
  { name: "key_last_uses", key: ["key", "account"] },
  { name: "token_last_uses", key: ["token_id"] },
  { name: "resource_last_uses", key: ["resource", "account", "key"] },
  { name: "repeatables", key: ["id"] },
  { name: "credentials", key: ["id"] },
  { name: "sessions", key: ["id"] },
  { name: "verifications", key: ["id"] },
  { name: "two_factors", key: ["user_id"] },
  { name: "webhooks", key: ["id"] },
  { name: "webhook_deliveries", key: ["id"] },
  { name: "recovery_codes", key: ["user_id", "digest"] },
  { name: "pending_sign_ins", key: ["digest"] },
];

/**
 * What servers tell each other while they run: of no use in another place or at another time. Access tokens live for minutes: in another
 * place other keys sign, so that those of before count no more, revoked or not. Counted attempts are of minutes, too.
 */
export const PASSING_TABLES: readonly string[] = ["nodes", "signing_keys", "revoked_access_tokens", "attempts"];

/** The table whose one row names the installation. */
export const INSTALLATION_TABLE = "installation";
