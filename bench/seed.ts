import { randomBytes, randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { generateKeyString } from "../packages/server/src/domain/key.ts";
import { generateSecret } from "../packages/server/src/domain/token.ts";
import { ServerSecret, Sha3SecretHasher } from "../packages/server/src/secrets/server-secret.ts";

/** Many keys, written past the service: through it, each would be a transaction of its own. */
export interface Seed {
  /** The account that generated them. */
  readonly owner: string;
  readonly count: number;
  readonly role: string;
  /** The account that has admitted them. */
  readonly host?: string;
  /** Of how many, spread over all, the token is to be known. Default: none. */
  readonly known?: number;
}

export interface Credential {
  readonly key: string;
  readonly token: string;
}

const OLDEST_MS = 200 * 86_400_000;

/**
 * Writes keys, each with a role and a token, into an installation that isn't running. Of ten one is inactive, but none of those
 * that are to be known.
 */
export function seedKeys(dataDir: string, { count, host, known = 0, owner, role }: Seed): Credential[] {
  const db = new DatabaseSync(join(dataDir, "latchkey.db"));
  const hasher = new Sha3SecretHasher(new ServerSecret(readFileSync(join(dataDir, "secret"), "utf8").trim()));
  const { secret_id: secretId } = db.prepare("select secret_id from installation").get() as { secret_id: string };
  const actor = JSON.stringify({ kind: "operator", id: "token", name: "Operator" });
  const insert = (table: string, columns: string) =>
    db.prepare(`insert into ${table} (${columns}) values (${columns.replaceAll(/\w+/g, "?")})`);
  const key = insert(
    "api_keys",
    "key, owner, name, name_folded, status, created_at_ms, created_by, oldest_token_at_ms, newest_token_at_ms",
  );
  const keyRole = insert("api_key_roles", "key, owner, role_id");
  const token = insert("api_tokens", "id, key, owner, state, digest, secret_id, created_at_ms, renewal_told");
  const columns = "host, key, name, name_folded, status, added_at_ms, added_by";
  const externalKey = insert("external_keys", columns);
  const externalKeyRole = insert("external_key_roles", "host, key, role_id");
  const nowMs = Date.now();
  const credentials: Credential[] = [];
  // The indexes in memory: keys come in no order. Whatever is written here isn't needed once a run has failed: no journal.
  const cacheKib = Math.max(2_000_000, Math.round(count * 1.4));
  db.exec(`pragma journal_mode = off; pragma synchronous = off; pragma cache_size = -${cacheKib}`);
  db.exec("begin");
  for (let index = 0; index < count; index++) {
    const string = generateKeyString(owner, randomBytes);
    const name = `Integration ${index}`;
    const isKnown = credentials.length < Math.ceil(((index + 1) / count) * known);
    const status = index % 10 === 0 && !isKnown ? "inactive" : "active";
    // The newest last, and the oldest old enough for alerts.
    const atMs = nowMs - Math.round(((count - index) / count) * OLDEST_MS);
    let digest: Uint8Array = randomBytes(32);
    if (isKnown) {
      const secret = generateSecret("lkt_", randomBytes);
      credentials.push({ key: string, token: secret });
      digest = hasher.digest(secret).bytes;
    }
    key.run(string, owner, name, name.toLowerCase(), status, atMs, actor, atMs, atMs);
    keyRole.run(string, owner, role);
    // As if its account had been told long ago that it is old: an installation of this size hasn't grown in a moment.
    token.run(randomUUID(), string, owner, "current", digest, secretId, atMs, "overdue");
    if (host === undefined) continue;
    externalKey.run(host, string, name, name.toLowerCase(), "active", atMs, actor);
    externalKeyRole.run(host, string, role);
  }
  db.exec("commit");
  db.close();
  return credentials;
}
