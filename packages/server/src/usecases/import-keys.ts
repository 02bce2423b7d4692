import { containsSecret, isImportedKeyForm, isImportedTokenForm } from "@latchkey/sdk/credential-format";
import { DomainError } from "../domain/errors.ts";
import { type SecretDigest, UNKEYED } from "../domain/token.ts";
import type { Changes } from "../storage/store.ts";
import type { OperatorAccess } from "./access.ts";
import { importInParts, type ImportOutcome, rolesToImport } from "./import-batch.ts";
import type { Ports } from "./ports.ts";

/** A key that was made elsewhere, with its token or what is kept of it. */
export interface KeyToImport {
  /** The account that is to own it. */
  readonly account: string;
  readonly key: string;
  readonly name: string;
  readonly roles: readonly string[];
  /** In clear. Just one of the two is given. */
  readonly token?: string | undefined;
  /** SHA-256 of the token's UTF-8, in hexadecimal. */
  readonly tokenSha256?: string | undefined;
  readonly status?: "active" | "inactive" | undefined;
  /** When the token was made, in milliseconds since 1970: its age counts from then. Absent: now. */
  readonly createdAtMs?: number | undefined;
  readonly requestsPerMinute?: number | null | undefined;
}

/**
 * Imports keys that were made elsewhere, so that those who have them go on without a change. Whatever has a key's string in the same account is
 * left as it is. A token in clear becomes a digest at once; a digest that came instead of it moves to one of ours when the token is first used.
 *
 * Of one key: `UNKNOWN_ACCOUNT`, `UNKNOWN_ROLE`, `KEY_TAKEN`, `INVALID_INPUT`. @throws DomainError `FORBIDDEN`
 */
export function importKeys(
  ports: Ports,
  operator: OperatorAccess,
  keys: readonly KeyToImport[],
): Promise<ImportOutcome[]> {
  return importInParts(ports, operator, keys, async (tx, part) => {
    const rolesOf = await rolesToImport(tx);
    const issued = new Map(await tx.keys.issued(part.map(({ key }) => key)));
    return async (item) => {
      const { account, key } = item;
      requireKeyForm(key);
      const digest = digestOf(ports, item);
      const roles = await rolesOf(account, item.roles);
      const there = issued.get(key);
      if (there?.owner === account && there.status !== "deleted") return "present";
      if (there) throw taken(there.status === "deleted");
      const status = item.status ?? "active";
      const createdAtMs = item.createdAtMs ?? tx.nowMs;
      if (createdAtMs > tx.nowMs) throw invalid("createdAt lies in the future.");
      await insertKey(ports, tx, operator, { ...item, status, createdAtMs, roles, digest });
      issued.set(key, { owner: account, status });
      return "imported";
    };
  });
}

type KeyToInsert = KeyToImport & {
  readonly status: "active" | "inactive";
  readonly createdAtMs: number;
  readonly digest: SecretDigest;
};

async function insertKey(
  ports: Ports,
  tx: Changes,
  { actor }: OperatorAccess,
  { account, createdAtMs, digest, key, name, requestsPerMinute = null, roles, status }: KeyToInsert,
): Promise<void> {
  const limits = { requestsPerMinute, allowedNetworks: [] };
  const made = { key, owner: account, name, status, createdAtMs, createdBy: actor, profile: null, ...limits };
  if (!(await tx.keys.insert(made))) throw taken(false);
  if (roles.length > 0) await tx.keys.setRoles(account, key, roles);
  const id = ports.newId();
  await tx.keys.insertToken({ id, key, state: "current", digest, createdAtMs, expiresAtMs: null, link: null });
  tx.changed({ kind: "key", key });
  const tokenGiven = digest.secretId === UNKEYED ? "sha256" : "token";
  const limit = requestsPerMinute === null ? {} : { requestsPerMinute };
  const after = { name, roles, status, tokenGiven, ...limit };
  await tx.record({ account, actor, action: "key.imported", target: key, after });
}

/** What is kept of the token. @throws DomainError `INVALID_INPUT`, without what was sent */
function digestOf({ digest }: Ports, { token, tokenSha256 }: KeyToImport): SecretDigest {
  if ((token === undefined) === (tokenSha256 === undefined)) {
    throw invalid("Just one of token and tokenSha256 is needed.");
  }
  if (token !== undefined) {
    if (isImportedTokenForm(token)) return digest(token);
    throw invalid("token must be 20 to 512 visible ASCII characters.");
  }
  if (/^[0-9a-f]{64}$/i.test(tokenSha256 ?? "")) {
    return { bytes: new Uint8Array(Buffer.from(tokenSha256 ?? "", "hex")), secretId: UNKEYED };
  }
  throw invalid("tokenSha256 must be 64 hexadecimal digits.");
}

function requireKeyForm(key: string): void {
  if (isImportedKeyForm(key) && !containsSecret(key)) return;
  throw invalid(
    "key must be 6 to 100 ASCII letters, digits, dots, hyphens and underscores, and not begin like this service's own (lk-).",
  );
}

function taken(isDeleted: boolean): DomainError {
  return new DomainError(
    "KEY_TAKEN",
    isDeleted
      ? "A key with this string was deleted: it is never issued again."
      : "Another account has this key string.",
  );
}

function invalid(detail: string): DomainError {
  return new DomainError("INVALID_INPUT", detail);
}
