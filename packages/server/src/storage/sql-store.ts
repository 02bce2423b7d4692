import type { Kysely, Transaction } from "kysely";
import type { Change } from "../domain/change.ts";
import { DomainError } from "../domain/errors.ts";
import type { InvitationMail } from "../domain/invitation.ts";
import type { SecretDigest } from "../domain/token.ts";
import type { SqlEngine } from "./engine.ts";
import { migrate } from "./migrate.ts";
import { accessTokenRecords } from "./queries/access-tokens.ts";
import { accountReads, accountWrites } from "./queries/accounts.ts";
import { attemptRecords } from "./queries/attempts.ts";
import { auditKeys, keepAuditKeys } from "./queries/audit-keys.ts";
import { appendEvent, auditReads } from "./queries/audit.ts";
import { CatalogCache, catalogReads, catalogWrites } from "./queries/catalog.ts";
import { digestStore, waitingDigests } from "./queries/digests.ts";
import { externalKeyReads, externalKeyWrites } from "./queries/external-keys.ts";
import { appendRevision, feedReads } from "./queries/feed.ts";
import { gapReads } from "./queries/gaps.ts";
import { passwordResetReads, passwordResetWrites } from "./queries/password-resets.ts";
import { invitationReads, invitationWrites, keepMail } from "./queries/invitations.ts";
import { keySettingsReads, keySettingsWrites } from "./queries/key-settings.ts";
import { keyReads, keyWrites } from "./queries/keys.ts";
import { nodeRecords } from "./queries/nodes.ts";
import { operatorReads, operatorWrites } from "./queries/operators.ts";
import { enqueueAnnouncement, outboxReads, outboxWrites } from "./queries/outbox.ts";
import { profileReads, profileWrites } from "./queries/profiles.ts";
import { repeatableRecords, repeatableWrites } from "./queries/repeatables.ts";
import { roleReads, roleWrites } from "./queries/roles.ts";
import { serviceKeyReads, serviceKeyWrites } from "./queries/service-keys.ts";
import { sessionReads, sessionWrites } from "./queries/sessions.ts";
import { signInRecords } from "./queries/sign-ins.ts";
import type { Snapshot } from "./queries/snapshot.ts";
import { statement } from "./queries/statement.ts";
import { useReads, useStore } from "./queries/use.ts";
import { countReopening, tokenLinkReads, tokenLinkWrites } from "./queries/token-links.ts";
import { userReads, userWrites } from "./queries/users.ts";
import { webhookQueue } from "./queries/webhook-queue.ts";
import { enqueueDeliveries, webhookReads, webhookWrites } from "./queries/webhooks.ts";
import type { Schema } from "./schema.ts";
import { SlotPool } from "./slot-pool.ts";
import type { Origin } from "../domain/origin.ts";
import type { AuditSeal, Changes, Committed, Reads, Store } from "./store.ts";
import { ColumnNames } from "./column-names.ts";

/** How long a change waits for those before it on this node, in milliseconds. */
const CHANGE_PATIENCE_MS = 10_000;

export interface SqlStoreParts {
  readonly engine: SqlEngine<Schema>;
  readonly seal: AuditSeal;
  /** Wall clock, in milliseconds since 1970. */
  readonly nowMs: () => number;
  /** Makes an id that was never used before. */
  readonly newId: () => string;
}

/**
 * Opens the store on an engine: brings the schema up to date and, the first time, gives the installation its epoch.
 *
 * A database of the secret before the present one becomes one of the present.
 *
 * @throws WrongSecretError where the database was made with another server secret
 * @throws IncompleteInstallationError where a copy into the database hasn't come to its end
 */
export async function openStore(parts: SqlStoreParts): Promise<Store> {
  const { engine, newId, seal } = parts;
  await migrate(engine);
  const writer = engine.writer.withPlugin(new ColumnNames());
  await writer
    .insertInto("installation")
    .values({ id: 1, epoch: newId(), revision: 0, trimmedThrough: 0, secretId: seal.secretId, state: "serving" })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { secretId, state } = await writer
    .selectFrom("installation")
    .select(["secretId", "state"])
    .executeTakeFirstOrThrow();
  if (state !== "serving") throw new IncompleteInstallationError();
  if (secretId !== seal.secretId) {
    if (secretId !== seal.previousSecretId) throw new WrongSecretError();
    await writer
      .updateTable("installation")
      .set({ secretId: seal.secretId })
      .where("secretId", "=", secretId)
      .execute();
  }
  await writer.transaction().execute((db) => keepAuditKeys(db, seal));
  return new SqlStore(parts, writer);
}

/** What can be asked of an installation without anything being done to it. */
export interface StoreAsIs extends Pick<Store, "reads" | "feed"> {
  readonly digests: Pick<Store["digests"], "waiting">;
}

/** Reads an installation as it is, served or not: no migration is run. Closing is the engine's. */
export function readsAsIs(engine: SqlEngine<Schema>): StoreAsIs {
  const reader = engine.reader.withPlugin(new ColumnNames());
  const snapshot: Snapshot = (read) => reader.transaction().execute(read);
  const catalogCache = new CatalogCache();
  return {
    reads: readsOf(snapshot, (db) => catalogCache.read(db)),
    feed: feedReads(snapshot, catalogCache),
    digests: { waiting: waitingDigests(snapshot) },
  };
}

/** Has a seal learn the keys of secrets of before that the database keeps, so that it can check what they sealed. */
export async function learnAuditKeys(engine: SqlEngine<Schema>, seal: AuditSeal): Promise<void> {
  seal.learn(await auditKeys(engine.reader.withPlugin(new ColumnNames())));
}

/** Under this server secret no key of the database would work. */
export class WrongSecretError extends Error {
  override readonly name = "WrongSecretError";
}

/** What is there is a part: keys that work, and not all that was revoked. */
export class IncompleteInstallationError extends Error {
  override readonly name = "IncompleteInstallationError";
}

const takeRevision = statement((db) =>
  db
    .updateTable("installation")
    .set((counter) => ({ revision: counter("revision", "+", 1) }))
    .where("id", "=", 1)
    .returning("revision"),
);

class Unchanged extends Error {
  readonly outcome: Committed<unknown>;

  constructor(outcome: Committed<unknown>) {
    super("nothing to change");
    this.outcome = outcome;
  }
}

class SqlStore implements Store {
  readonly reads: Reads;
  readonly feed: Store["feed"];
  readonly outbox: Store["outbox"];
  readonly use: Store["use"];
  readonly signIns: Store["signIns"];
  readonly digests: Store["digests"];
  readonly repeatables: Store["repeatables"];
  readonly nodes: Store["nodes"];
  readonly attempts: Store["attempts"];
  readonly accessTokens: Store["accessTokens"];
  readonly webhookQueue: Store["webhookQueue"];
  readonly #parts: SqlStoreParts;
  readonly #writer: Kysely<Schema>;
  readonly #catalogCache = new CatalogCache();
  /**
   * Changes of one node go one after another: on the counter they would queue anyway, and a node that is cut off leaves behind one
   * transaction at most that keeps the others waiting until the database gives it up.
   */
  readonly #changing = new SlotPool(1, CHANGE_PATIENCE_MS);

  constructor(parts: SqlStoreParts, writer: Kysely<Schema>) {
    this.#parts = parts;
    this.#writer = writer;
    const reader = parts.engine.reader.withPlugin(new ColumnNames());
    const snapshot: Snapshot = (read) => this.#available(() => reader.transaction().execute(read));
    this.reads = readsOf(snapshot, (db) => this.#catalogCache.read(db));
    this.feed = feedReads(snapshot, this.#catalogCache);
    this.outbox = outboxReads(snapshot);
    this.use = useStore((work) => this.#available(() => writer.transaction().execute(work)));
    this.signIns = signInRecords(snapshot, (write) => this.#available(() => write(writer)));
    this.digests = digestStore(snapshot, (work) => this.#available(() => writer.transaction().execute(work)));
    this.repeatables = repeatableRecords(writer, (work) => this.#available(work));
    this.nodes = nodeRecords(writer, (work) => this.#available(work));
    this.attempts = attemptRecords(snapshot, writer, (work) => this.#available(work));
    this.accessTokens = accessTokenRecords(snapshot, writer, (work) => this.#available(work));
    this.webhookQueue = webhookQueue(writer, parts.newId, (work) => this.#available(work));
  }

  async change<T>(origin: Origin, work: (tx: Changes) => Promise<T>): Promise<Committed<T>> {
    try {
      return await this.#available(async () => {
        const slot = await this.#changing.take();
        try {
          return await this.#writer.transaction().execute((db) => this.#changeIn(db, origin, work));
        } finally {
          this.#changing.give(slot);
        }
      });
    } catch (error) {
      if (error instanceof Unchanged) return error.outcome as Committed<T>;
      throw error;
    }
  }

  countReopening(linkId: string): Promise<void> {
    return this.#available(() => countReopening(this.#writer, linkId, this.#parts.nowMs()));
  }

  keepInvitationMail(id: string, proof: SecretDigest, mail: InvitationMail): Promise<void> {
    return this.#available(() => keepMail(this.#writer, id, proof, mail));
  }

  async close(): Promise<void> {
    // Whoever waits is turned away; the engine bounds how long the one under way may take.
    const idle = this.#changing.close();
    await this.#parts.engine.close();
    await idle;
  }

  async #changeIn<T>(
    db: Transaction<Schema>,
    origin: Origin,
    work: (tx: Changes) => Promise<T>,
  ): Promise<Committed<T>> {
    const { newId, nowMs, seal } = this.#parts;
    const [counter] = await takeRevision(db, {});
    if (!counter) throw new Error("the database holds no installation");
    const { revision } = counter;
    const atMs = nowMs();
    const changes: Change[] = [];
    let recorded = 0;
    let announced = 0;
    let areDeliveriesDue = false;
    const due = () => void (areDeliveriesDue = true);
    let isUnchanged = false;
    const value = await work({
      ...this.#repositories(db, { revision, nowMs: atMs, due }),
      nowMs: atMs,
      record: async (event, eventAtMs = atMs) => {
        recorded++;
        const sequence = await appendEvent(db, seal, origin, event, eventAtMs);
        if ((await enqueueDeliveries(db, newId, event, sequence, eventAtMs, atMs)) > 0) due();
      },
      changed: (change) => void changes.push(change),
      announce: async (announcement) => {
        if (announcement.recipients.length === 0) return;
        await enqueueAnnouncement(db, { id: newId(), revision, position: announced++, atMs }, announcement);
      },
      unchanged: (answer) => {
        isUnchanged = true;
        return answer;
      },
    });
    // Thrown, so that the transaction is rolled back whatever was written before it turned out needless.
    if (isUnchanged) {
      throw new Unchanged({ value, revision: revision - 1, leaves: { announcements: false, deliveries: false } });
    }
    if (recorded === 0) throw new Error("a change without an audit event");
    await appendRevision(db, { revision, atMs, changes });
    return { value, revision, leaves: { announcements: announced > 0, deliveries: areDeliveriesDue } };
  }

  /** @param made.due says that deliveries to webhooks have become due */
  #repositories(
    db: Transaction<Schema>,
    { due, nowMs, revision }: { readonly revision: number; readonly nowMs: number; readonly due: () => void },
  ) {
    const { newId } = this.#parts;
    const reads = readsOf(
      (read) => read(db),
      (tx) => this.#catalogCache.readInChange(tx),
    );
    return {
      accounts: { ...reads.accounts, ...accountWrites(db) },
      catalog: { ...reads.catalog, ...catalogWrites(db, revision, nowMs) },
      roles: { ...reads.roles, ...roleWrites(db, nowMs) },
      keys: { ...reads.keys, ...keyWrites(db) },
      tokenLinks: { ...reads.tokenLinks, ...tokenLinkWrites(db, nowMs) },
      keySettings: { ...reads.keySettings, ...keySettingsWrites(db) },
      externalKeys: { ...reads.externalKeys, ...externalKeyWrites(db) },
      users: { ...reads.users, ...userWrites(db, nowMs, newId) },
      profiles: { ...reads.profiles, ...profileWrites(db, nowMs, newId) },
      sessions: { ...reads.sessions, ...sessionWrites(db) },
      operators: { ...reads.operators, ...operatorWrites(db, nowMs) },
      invitations: { ...reads.invitations, ...invitationWrites(db) },
      passwordResets: { ...reads.passwordResets, ...passwordResetWrites(db) },
      serviceKeys: { ...reads.serviceKeys, ...serviceKeyWrites(db) },
      outbox: outboxWrites(db),
      repeatables: repeatableWrites(db, nowMs),
      webhooks: { ...reads.webhooks, ...webhookWrites(db, nowMs, due) },
    };
  }

  async #available<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!this.#parts.engine.isUnavailable(error)) throw error;
      throw new DomainError("UNAVAILABLE", "The database can't be reached at the moment.", { retryAfterSeconds: 1 });
    }
  }
}

function readsOf(snapshot: Snapshot, readCatalog: Parameters<typeof catalogReads>[1]): Reads {
  return {
    accounts: accountReads(snapshot),
    catalog: catalogReads(snapshot, readCatalog),
    roles: roleReads(snapshot),
    keys: keyReads(snapshot),
    tokenLinks: tokenLinkReads(snapshot),
    keySettings: keySettingsReads(snapshot),
    externalKeys: externalKeyReads(snapshot),
    users: userReads(snapshot),
    profiles: profileReads(snapshot),
    sessions: sessionReads(snapshot),
    operators: operatorReads(snapshot),
    invitations: invitationReads(snapshot),
    passwordResets: passwordResetReads(snapshot),
    serviceKeys: serviceKeyReads(snapshot),
    audit: auditReads(snapshot),
    use: useReads(snapshot),
    gaps: gapReads(snapshot),
    webhooks: webhookReads(snapshot),
  };
}
