import { DomainError } from "../domain/errors.ts";
import type { OperatorAccess } from "./access.ts";
import { importInParts, type ImportOutcome, rolesToImport } from "./import-batch.ts";
import type { Ports } from "./ports.ts";

/** That an account works with another account's key. */
export interface ExternalKeyToImport {
  /** The host. */
  readonly account: string;
  readonly key: string;
  /** The host's own name for it. */
  readonly name: string;
  readonly roles: readonly string[];
  /** When the admission ends by itself, in milliseconds since 1970; `null` or absent: never. */
  readonly expiresAtMs?: number | null | undefined;
  readonly status?: "active" | "inactive" | undefined;
  readonly requestsPerMinute?: number | null | undefined;
}

/**
 * Admits keys into the accounts that worked with them elsewhere, as `admitExternalKey` does for one; their owners are told. The keys have to be
 * there: import those first. An admission that is there already is left as it is.
 *
 * Of one: `UNKNOWN_ACCOUNT`, `UNKNOWN_KEY`, `OWN_KEY`, `UNKNOWN_ROLE`. @throws DomainError `FORBIDDEN`
 */
export function importExternalKeys(
  ports: Ports,
  operator: OperatorAccess,
  externalKeys: readonly ExternalKeyToImport[],
): Promise<ImportOutcome[]> {
  const { actor } = operator;
  return importInParts(ports, operator, externalKeys, async (tx, part) => {
    const rolesOf = await rolesToImport(tx);
    const issued = await tx.keys.issued(part.map(({ key }) => key));
    return async ({ account, expiresAtMs = null, key, name, requestsPerMinute = null, status = "active", ...item }) => {
      const roles = await rolesOf(account, item.roles);
      const owned = issued.get(key);
      if (!owned || owned.status === "deleted") throw new DomainError("UNKNOWN_KEY", "There is no such key.");
      const { owner } = owned;
      if (owner === account)
        throw new DomainError("OWN_KEY", "This is a key of the account's own: it works there as it is.");
      if (await tx.externalKeys.find(account, key, ports.nowMs())) return "present";
      const limits = { expiresAtMs, requestsPerMinute, allowedNetworks: [] };
      await tx.externalKeys.insert({
        host: account,
        key,
        name,
        status,
        ...limits,
        addedAtMs: tx.nowMs,
        addedBy: actor,
      });
      if (roles.length > 0) await tx.externalKeys.setRoles(account, key, roles);
      tx.changed({ kind: "external-key", account, key });
      const action = "external-key.added";
      const limit = requestsPerMinute === null ? {} : { requestsPerMinute };
      const after = { name, roles, status, expiresAt: expiresAtMs, ...limit };
      await tx.record({ account, actor, action, target: key, counterpart: owner, after });
      await tx.announce({ action, actingAccount: account, recipients: [{ account: owner, key }] });
      return "imported";
    };
  });
}
