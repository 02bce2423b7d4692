import { createHash } from "node:crypto";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { UsageError } from "./command-line.ts";
import { type Config, StartError } from "../config.ts";
import { UNKEYED } from "../domain/token.ts";
import {
  addAccounts,
  addKey,
  addRole,
  addUser,
  admit,
  type KeyCredentials,
  loadCatalog,
  signIn,
} from "../http/test-fixtures.ts";
import { addLinkedKey, renew, secretIdsOf, works } from "../http/test-tokens.ts";
import { ServerSecret } from "../secrets/server-secret.ts";
import { openPostgres } from "../storage/postgres.ts";
import { INSTALLATION_TABLE, PORTABLE_TABLES } from "../storage/portable/tables.ts";
import type { Schema } from "../storage/schema.ts";
import { SERVER_SECRET, type TestServer } from "../test-server.ts";
import { openSqlite } from "../storage/sqlite.ts";
import { backup, restore } from "./backup.ts";
import { copy } from "./copy.ts";
import { openServer } from "./serve.ts";
import { createFolder, createPlace, MACHINE, type Place } from "./test-installation.ts";

const silent = () => undefined;
const TRUST = { changes: undefined, quarantineAll: false, trustBackup: true };

/** An installation on SQLite that has something of most things, and an empty PostgreSQL. */
async function createMove() {
  const target = await createPlace("postgres");
  const url = (target.config.databaseUrl ?? "").replace("@", ":hunter2@");
  const source = await createPlace("sqlite", { LATCHKEY_COPY_TO: url });
  return { source, target, config: source.config, url };
}

async function fill(place: Place): Promise<KeyCredentials> {
  const server = await place.serve();
  await addAccounts(server, "acme", "farma");
  await loadCatalog(server);
  const credentials = await addKey(server, "farma", [await addRole(server, "farma", ["oms.view-order"])]);
  await admit(server, "acme", credentials.key, ["oms-read-only"]);
  await renew(server, "farma", credentials.key);
  await addLinkedKey(server, "farma");
  await signIn(server, await addUser(server, "acme", ["owner"]));
  await works(server, "acme", credentials.key, credentials.token);
  await server.keepUse();
  await server.close();
  return credentials;
}

async function copied(config: Config): Promise<string> {
  const lines: string[] = [];
  await copy(config, MACHINE, (line) => lines.push(line), undefined);
  return lines.join("\n");
}

/** How many rows each table of PostgreSQL has. */
async function countsOf(url: string): Promise<Record<string, number>> {
  const engine = await openPostgres<Schema>(url);
  try {
    const counts: Record<string, number> = {};
    for (const { name } of PORTABLE_TABLES) {
      const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(name)}`.execute(
        engine.reader,
      );
      counts[name] = rows[0]?.count ?? 0;
    }
    return counts;
  } finally {
    await engine.close();
  }
}

async function execute(url: string, ...statements: string[]): Promise<void> {
  const engine = await openPostgres<Schema>(url);
  try {
    for (const statement of statements) await sql.raw(statement).execute(engine.writer);
  } finally {
    await engine.close();
  }
}

async function addAccount(place: Place, name: string): Promise<void> {
  const server = await place.serve();
  await addAccounts(server, name);
  await server.close();
}

async function expectWhole(server: TestServer, { key, token }: KeyCredentials): Promise<void> {
  expect(await works(server, "acme", key, token)).toBe(true);
  const url = "/v1/accounts/farma/audit-events/verification";
  expect((await server.call("POST", url, { body: {} })).body).toMatchObject({ intact: true });
  await addKey(server, "farma");
}

describe("copy", () => {
  test("moves everything, says how far it is and what is next, and no password", async () => {
    const { config, target, source } = await createMove();
    const credentials = await fill(source);
    const said = await copied(config);
    expect(said).toMatch(/api_keys: 2 of 2/);
    expect(said).toMatch(/farma: \d+ events intact/);
    expect(said).toMatch(/LATCHKEY_SECRET: the same as now/);
    expect(said).not.toContain("hunter2");
    const server = await target.serve();
    await expectWhole(server, credentials);
    const position = await server.store.feed.position();
    await server.close();
    const before = await (await source.serve()).store.feed.position();
    expect(position.epoch).toBe(before.epoch);
  });

  test("moves a key that was imported by the digest of its token: the partner's token works, and is then kept as any other", async () => {
    const { config, target, source } = await createMove();
    const [key, token] = ["vtexappkey-farma-ABCDEF", "TOKEN-OF-ANOTHER-SERVICE"];
    const server = await source.serve();
    await addAccounts(server, "acme", "farma");
    const keys = [
      {
        account: "farma",
        key,
        name: "Moved",
        roles: [],
        tokenSha256: createHash("sha256").update(token).digest("hex"),
      },
    ];
    expect((await server.call("POST", "/v1/api-keys/import", { body: { keys } })).body).toMatchObject({ imported: 1 });
    await admit(server, "acme", key);
    await server.close();
    await copied(config);

    const moved = await target.serve();
    expect(await secretIdsOf(moved, key)).toEqual([UNKEYED]);
    expect(await works(moved, "acme", key, `${token}X`)).toBe(false);
    await moved.moveDigests();
    expect(await secretIdsOf(moved, key)).toEqual([UNKEYED]);
    expect(await works(moved, "acme", key, token)).toBe(true);
    await moved.moveDigests();
    expect(await secretIdsOf(moved, key)).toEqual([new ServerSecret(SERVER_SECRET).id]);
    await moved.close();
    // From what is kept now, and not from what this node remembers.
    const again = await target.serve();
    expect(await works(again, "acme", key, token)).toBe(true);
    expect(await works(again, "acme", key, `${token}X`)).toBe(false);
  });

  test("goes on where it was interrupted, and nobody can serve what isn't whole", async () => {
    const { config, target, source, url } = await createMove();
    const credentials = await fill(source);
    await copied(config);
    const whole = await countsOf(url);
    await execute(
      url,
      `update ${INSTALLATION_TABLE} set state = 'copying'`,
      "delete from external_key_roles",
      "delete from audit_events where account = 'farma' and sequence > 2",
      "update users set name = 'Half'",
      "insert into repeatables (id, content, made, at_ms) values ('left', 'over', '{}', 1)",
      "insert into repeatables (id, content, made, at_ms) values ('zzz', 'over', '{}', 1)",
    );
    await expect(target.serve()).rejects.toThrow(/hasn't come to its end/);
    await copied(config);
    expect(await countsOf(url)).toEqual(whole);
    const server = await target.serve();
    const { body } = await server.call("GET", "/v1/accounts/acme/users");
    expect(body).toMatchObject({ items: [{ name: "A person" }] });
    await expectWhole(server, credentials);
  });

  test("begins again where the source has changed since it was interrupted", async () => {
    const { config, target, source, url } = await createMove();
    const credentials = await fill(source);
    await copied(config);
    await execute(url, `update ${INSTALLATION_TABLE} set state = 'copying'`, "delete from external_keys");
    await addAccount(source, "zoom");
    await copied(config);
    const server = await target.serve();
    expect((await server.call("GET", "/v1/accounts/zoom")).status).toBe(200);
    await expectWhole(server, credentials);
  });

  test("done once more finds everything there; and refuses where one of the two has gone on", async () => {
    const { config, source, target } = await createMove();
    await fill(source);
    await copied(config);
    expect(await copied(config)).toMatch(/has everything already/);
    expect(await copy(config, MACHINE, silent, undefined)).toMatchObject({ outcome: "already-there", rows: {} });
    await addAccount(target, "zoom");
    await expect(copied(config)).rejects.toThrow(/have gone on apart/);
  });

  test("refuses a target that holds another installation, and leaves it alone", async () => {
    const { config, source, target } = await createMove();
    await fill(source);
    await addAccount(target, "zoom");
    await expect(copied(config)).rejects.toThrow(new StartError("the target holds another installation"));
    const server = await target.serve();
    expect((await server.call("GET", "/v1/accounts")).body).toMatchObject({ total: 1 });
  });

  test("refuses a log that isn't as it was written, and nobody can serve the copy", async () => {
    const { config, source, target } = await createMove();
    await fill(source);
    const engine = await openSqlite<Schema>(`${config.dataDir}/latchkey.db`);
    await sql`update audit_events set target = 'other' where account = 'farma' and sequence = 2`.execute(engine.writer);
    await engine.close();
    await expect(copied(config)).rejects.toThrow(/isn't as it was written/);
    await expect(target.serve()).rejects.toThrow(/hasn't come to its end/);
  });

  test("refuses while a server runs on the source", async () => {
    const { config, source } = await createMove();
    await fill(source);
    const server = await openServer({ ...config, databaseUrl: undefined }, MACHINE, { operatorToken: "t".repeat(32) });
    try {
      await expect(copied(config)).rejects.toThrow(/a server runs on/);
    } finally {
      await server.close();
    }
    await copied(config);
  });

  test("takes no password from an argument, nor repeats it, and needs a source and a target", async () => {
    const { config, source } = await createMove();
    const to = (url: string | undefined) => copy({ ...config, copyTo: undefined }, MACHINE, silent, url);
    for (const url of [
      "postgres://keys:hunter2@db/keys",
      "postgres://db/keys?password=hunter2",
      "mysql://hunter2@db",
    ]) {
      const refused = await to(url).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(UsageError);
      expect(String(refused)).not.toContain("hunter2");
    }
    await expect(to(undefined)).rejects.toThrow(/LATCHKEY_COPY_TO/);
    await expect(copied(source.config)).rejects.toThrow(/there is no database/);
  });

  test("of a copy that isn't whole there is no backup", async () => {
    const { config, source, target, url } = await createMove();
    await fill(source);
    await copied(config);
    await execute(url, `update ${INSTALLATION_TABLE} set state = 'copying'`);
    const file = `${await createFolder()}/backup.gz`;
    await expect(backup(target.config, MACHINE, silent, file)).rejects.toThrow(/holds no installation/);
    await backup(config, MACHINE, silent, file);
    await expect(restore(target.config, MACHINE, silent, file, TRUST)).rejects.toThrow(/isn't empty/);
  });
});
