import { randomUUID } from "node:crypto";
import { type Account, PLATFORM } from "../../domain/account.ts";
import { type Actor, OPERATOR } from "../../domain/actor.ts";
import type { AuditEvent } from "../../domain/audit-event.ts";
import type { ExternalKey } from "../../domain/external-key.ts";
import type { ApiKey } from "../../domain/key.ts";
import type { Origin } from "../../domain/origin.ts";
import type { PageEnd, PageRequest } from "../../domain/page.ts";
import type { ApiToken } from "../../domain/token.ts";
import { auditSeal } from "../../secrets/audit-seal.ts";
import { ServerSecret } from "../../secrets/server-secret.ts";
import type { SqlEngine } from "../engine.ts";
import type { Schema } from "../schema.ts";
import { openStore } from "../sql-store.ts";
import type { Changes, Committed, Store } from "../store.ts";
import { createTestDatabase, type EngineName, type TestDatabase, type TestEngineOptions } from "../test-database.ts";

export const START_MS = Date.UTC(2026, 10, 23, 12);
const SECRET = "server-secret-of-the-store-tests-01";
export const SEAL = auditSeal(new ServerSecret(SECRET));
export const NOBODY: Origin = { requestId: null, ip: null };
type NewInvitation = Parameters<Changes["invitations"]["insert"]>[0];
type NewTokenLink = Parameters<Changes["tokenLinks"]["insert"]>[0];

export const ANA: Actor = { kind: "user", id: "user-ana", name: "Ana" };

/** A store on a database of a test's own, closed when the test has finished. Its clock stands still until the test moves it. */
export interface TestStore extends Store {
  readonly clock: { nowMs: number };
  readonly database: TestDatabase;
  readonly engine: SqlEngine<Schema>;
}

export interface TestStoreOptions {
  /** Another process on this database, instead of an empty one. */
  readonly database?: TestDatabase;
  readonly secret?: string;
  readonly previousSecret?: string;
  readonly engine?: TestEngineOptions;
}

export async function openTestStore(name: EngineName, options: TestStoreOptions = {}): Promise<TestStore> {
  const database = options.database ?? (await createTestDatabase(name));
  const engine = await database.open<Schema>(options.engine);
  const clock = { nowMs: START_MS };
  const seal =
    options.secret === undefined ? SEAL : auditSeal(new ServerSecret(options.secret, options.previousSecret));
  const store = await openStore({ engine, seal, nowMs: () => clock.nowMs, newId: randomUUID });
  return Object.assign(store, { clock, database, engine });
}

/** What an iteration yields. */
export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
}

export function event(fields: Partial<AuditEvent> = {}): AuditEvent {
  return { account: PLATFORM, actor: OPERATOR, action: "account.changed", target: "something", ...fields };
}

/** One changing transaction with the audit event that each needs. */
export function write<T>(store: Store, work: (tx: Changes) => Promise<T>): Promise<Committed<T>> {
  return store.change(NOBODY, async (tx) => {
    const value = await work(tx);
    await tx.record(event());
    return value;
  });
}

export function account(name: string, fields: Partial<Account> = {}): Account {
  return { name, displayName: name, status: "active", createdAtMs: START_MS, ...fields };
}

export function apiKey(owner: string, key: string, fields: Partial<ApiKey> = {}): ApiKey {
  const made = { createdAtMs: START_MS, createdBy: ANA };
  const limits = { requestsPerMinute: null, allowedNetworks: [] };
  return { key, owner, name: key, status: "active", ...made, profile: null, ...limits, ...fields };
}

export function apiToken(key: string, id: string, fields: Partial<ApiToken> = {}): ApiToken {
  const digest = { bytes: new Uint8Array(32).fill(7), secretId: "secret-1" };
  return { id, key, state: "current", digest, createdAtMs: START_MS, expiresAtMs: null, link: null, ...fields };
}

export function tokenLink(account: string, key: string, id: string, fields: Partial<NewTokenLink> = {}): NewTokenLink {
  return {
    id,
    account,
    key,
    purpose: "renewal",
    createdAtMs: START_MS,
    createdBy: ANA,
    expiresAtMs: START_MS + 10,
    completesRenewal: false,
    proof: { bytes: new Uint8Array(32).fill(9), secretId: "secret-1" },
    sealedToken: Uint8Array.from([1, 2, 3]),
    tokenId: null,
    ...fields,
  };
}

export function externalKey(host: string, key: string, fields: Partial<ExternalKey> = {}): ExternalKey {
  const added = { addedAtMs: START_MS, addedBy: ANA };
  const limits = { expiresAtMs: null, requestsPerMinute: null, allowedNetworks: [] };
  return { host, key, name: key, status: "active", ...limits, ...added, ...fields };
}

export function invitation(account: string, id: string, fields: Partial<NewInvitation> = {}): NewInvitation {
  return {
    id,
    account,
    email: `${id}@${account}.example`,
    name: null,
    createdAtMs: START_MS,
    createdBy: ANA,
    givenBy: ANA,
    expiresAtMs: START_MS + 10,
    proof: { bytes: new Uint8Array(32).fill(9), secretId: "secret-1" },
    mail: "none",
    ...fields,
  };
}

/** The first page of a list. */
export function firstPage<Sort extends string>(sort: Sort, fields: Partial<PageRequest<Sort>> = {}): PageRequest<Sort> {
  return { sort, descending: false, limit: 200, after: null, ...fields };
}

/** A page's end as it comes back from a cursor, which is JSON. */
export function throughCursor(end: PageEnd | null): PageEnd | null {
  return JSON.parse(JSON.stringify(end)) as PageEnd | null;
}
