import type { ExternalKeyDetails, WalkedKey } from "../storage/store.ts";
import { type Access, requireResource } from "./access.ts";
import { type RoleNames, roleNames } from "./account-roles.ts";
import { gently } from "./pace.ts";
import type { Ports } from "./ports.ts";

/** Everything that the two lists of an account's keys hold, to be taken elsewhere; it is read as it is taken. */
export interface KeyExport {
  readonly account: string;
  readonly atMs: number;
  readonly generated: AsyncIterable<readonly ExportedKey[]>;
  /** To be taken last. */
  readonly external: AsyncIterable<readonly ExportedExternalKey[]>;
  /** To be called where the rest isn't wanted any more: until then, or the last page, no other of this account begins. */
  readonly end: () => void;
}

export interface ExportedKey {
  readonly key: string;
  readonly name: string;
  /** Their names, in the order of their ids. */
  readonly roles: readonly string[];
  /** What its owner publishes about it, or an empty text. */
  readonly description: string;
  readonly createdAtMs: number;
  readonly currentTokenAtMs: number | null;
  readonly renewedTokenAtMs: number | null;
  readonly isActive: boolean;
}

export interface ExportedExternalKey {
  readonly key: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly owner: string;
  readonly addedAtMs: number;
  /** Whether it opens the account now. */
  readonly isActive: boolean;
}

/**
 * Hands out all keys of an account, page by page, resting between them. No page holds anything up once it is read.
 *
 * @throws DomainError `TOO_MANY_AT_ONCE` where another of this account is under way
 */
export async function exportKeys({ exports, nowMs, pace, reads }: Ports, access: Access): Promise<KeyExport> {
  requireResource(access, "account.view-api-keys", "account.edit-api-keys");
  const { account } = access;
  const atMs = nowMs();
  const names = await roleNames(reads, account);
  const end = exports.begin(`keys of ${account}`);
  return {
    account,
    atMs,
    generated: pagesOf(gently(reads.keys.all(account), pace), (key) => exportedKey(key, names)),
    external: pagesOf(
      gently(reads.externalKeys.all(account, atMs), pace),
      (key) => exportedExternalKey(key, names),
      end,
    ),
    end,
  };
}

async function* pagesOf<Item, Exported>(
  pages: AsyncIterable<readonly Item[]>,
  toExported: (item: Item) => Exported,
  end?: () => void,
): AsyncGenerator<readonly Exported[]> {
  try {
    for await (const page of pages) yield page.map(toExported);
  } finally {
    end?.();
  }
}

function exportedKey(key: WalkedKey, names: RoleNames): ExportedKey {
  const madeAt = (state: "current" | "renewed") =>
    key.tokens.find((token) => token.state === state)?.createdAtMs ?? null;
  return {
    key: key.key,
    name: key.name,
    roles: namesOf(key.roles, names),
    description: key.profile?.description ?? "",
    createdAtMs: key.createdAtMs,
    currentTokenAtMs: madeAt("current"),
    renewedTokenAtMs: madeAt("renewed"),
    isActive: key.status === "active",
  };
}

function exportedExternalKey(key: ExternalKeyDetails, names: RoleNames): ExportedExternalKey {
  return {
    key: key.key,
    name: key.name,
    roles: namesOf(key.roles, names),
    owner: key.owner.account,
    addedAtMs: key.addedAtMs,
    isActive: key.statusReason === null,
  };
}

function namesOf(roles: readonly string[], names: RoleNames): string[] {
  return roles.map((id) => names.get(id) ?? id);
}
