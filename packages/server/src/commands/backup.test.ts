import { createHash } from "node:crypto";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { StartError } from "../config.ts";
import {
  addAccounts,
  addKey,
  addUser,
  admit,
  type KeyCredentials,
  loadCatalog,
  signIn,
} from "../http/test-fixtures.ts";
import { works } from "../http/test-tokens.ts";
import { withFileLock } from "../storage/file-lock.ts";
import { engineNames } from "../storage/test-database.ts";
import type { TestServer } from "../test-server.ts";
import { backup, restore, type RestoreOptions } from "./backup.ts";
import { createFolder, createPlace, MACHINE, type Place } from "./test-installation.ts";

const TRUST: RestoreOptions = { changes: undefined, quarantineAll: false, trustBackup: true };
const silent = () => undefined;
/** A key that was imported with nothing but the SHA-256 of its token. */
const ELSEWHERE = { key: "vtexappkey-farma-ABCDEF" };
const ITS_TOKEN = "TOKEN-OF-ANOTHER-SERVICE";
const tokenSha256 = createHash("sha256").update(ITS_TOKEN).digest("hex");

async function backUp(place: Place): Promise<string> {
  const file = join(await createFolder(), "backup.gz");
  await backup(place.config, MACHINE, silent, file);
  return file;
}

/** Two accounts, a key of one that the other admitted, and a person. */
async function fill(server: TestServer): Promise<KeyCredentials & { readonly cookie: string }> {
  await addAccounts(server, "acme", "farma");
  await loadCatalog(server);
  const credentials = await addKey(server, "farma", ["oms-read-only"], "ERP ñandú 😀");
  await admit(server, "acme", credentials.key, ["oms-read-only"]);
  const keys = [{ account: "farma", name: "Moved", roles: [], ...ELSEWHERE, tokenSha256 }];
  await server.call("POST", "/v1/api-keys/import", { body: { keys } });
  await server.call("POST", "/v1/verify", { body: { account: "acme", ...credentials } });
  await server.keepUse();
  return { ...credentials, ...(await signIn(server, await addUser(server, "acme", ["owner"]))) };
}

describe.each(engineNames)("a backup of %s", (from) => {
  test.each(engineNames)("taken beside a server that runs, is all that a new one on %s needs", async (to) => {
    const source = await createPlace(from);
    const before = await source.serve();
    const { cookie, key, token } = await fill(before);
    const file = await backUp(source);
    expect((await stat(file)).mode & 0o777).toBe(0o600);

    const target = await createPlace(to);
    await restore(target.config, MACHINE, silent, file, TRUST);
    const after = await target.serve();
    expect(await works(after, "acme", key, token)).toBe(true);
    expect(await works(after, "farma", ELSEWHERE.key, ITS_TOKEN)).toBe(true);
    const keyBefore = await before.call("GET", `/v1/accounts/farma/api-keys/${key}`);
    expect((await after.call("GET", `/v1/accounts/farma/api-keys/${key}`)).body).toEqual(keyBefore.body);
    expect((await after.call("GET", "/v1/accounts/acme", { as: { cookie } })).status).toBe(401);
    for (const account of ["acme", "farma"]) {
      const chain = await after.call("POST", `/v1/accounts/${account}/audit-events/verification`, { body: {} });
      expect(chain.body).toMatchObject({ intact: true });
    }
    const [was, is] = [await before.store.feed.position(), await after.store.feed.position()];
    expect(is.epoch).not.toBe(was.epoch);
    expect(is.revision).toBe(was.revision + 1);
    await addKey(after, "farma");
  });

  test("holds what was there at one moment, whatever happens meanwhile", async () => {
    const source = await createPlace(from);
    const server = await source.serve();
    await addAccounts(server, "acme");
    const changing = Promise.all(Array.from({ length: 20 }, () => addKey(server, "acme")));
    const file = await backUp(source);
    await changing;
    const target = await createPlace("sqlite");
    await restore(target.config, MACHINE, silent, file, TRUST);
    const after = await target.serve();
    const { body } = await after.call<{ intact: boolean; events: number }>(
      "POST",
      "/v1/accounts/acme/audit-events/verification",
      { body: {} },
    );
    const { body: keys } = await after.call<{ total: number }>("GET", "/v1/accounts/acme/api-keys");
    expect(body).toMatchObject({ intact: true, events: keys.total + 1 });
  });

  test("goes into no database that holds something, and leaves that alone", async () => {
    const source = await createPlace(from);
    await source.serve();
    const file = await backUp(source);
    const target = await createPlace(from);
    const there = await target.serve();
    await addAccounts(there, "acme");
    await expect(restore(target.config, MACHINE, silent, file, TRUST)).rejects.toThrow(StartError);
    expect((await there.call("GET", "/v1/accounts/acme")).status).toBe(200);
  });

  test.each(["cut off", "altered", "without its end", "with more behind its end", "not gzip"])(
    "that is %s is refused, and leaves nothing behind",
    async (how) => {
      const source = await createPlace(from);
      await fill(await source.serve());
      const file = await backUp(source);
      await writeFile(file, spoiled(how, await readFile(file)));
      const target = await createPlace(from);
      await expect(restore(target.config, MACHINE, silent, file, TRUST)).rejects.toThrow(/damaged/);
      await restore(target.config, MACHINE, silent, await backUp(source), TRUST);
    },
  );

  test("is refused under another server secret", async () => {
    const source = await createPlace(from);
    await source.serve();
    const file = await backUp(source);
    const other = { LATCHKEY_SECRET: "another-secret-of-the-tests-0123456789" };
    const target = await createPlace(from, other);
    await expect(restore(target.config, MACHINE, silent, file, TRUST)).rejects.toThrow(/another LATCHKEY_SECRET/);
    const config = { ...source.config, secret: other.LATCHKEY_SECRET };
    await expect(backup(config, MACHINE, silent, file)).rejects.toThrow(/LATCHKEY_SECRET is not the secret/);
  });
});

function spoiled(how: string, file: Buffer): Buffer {
  const text = gunzipSync(file).toString();
  switch (how) {
    case "cut off":
      return file.subarray(0, -100);
    case "altered":
      return gzipSync(text.replace('"inactive"', '"active"').replace("The acme", "The acne"));
    case "without its end":
      return gzipSync(text.slice(0, text.lastIndexOf("\n", text.length - 2) + 1));
    case "with more behind its end":
      return gzipSync(`${text}["more"]\n`);
    default:
      return Buffer.from(text);
  }
}

test("a restore asks somebody to decide what happens to what was revoked since", async () => {
  const source = await createPlace("sqlite");
  await source.serve();
  const file = await backUp(source);
  const target = await createPlace("sqlite");
  const undecided = { ...TRUST, trustBackup: false };
  await expect(restore(target.config, MACHINE, silent, file, undecided)).rejects.toThrow(/--quarantine-all/);
  await expect(restore(target.config, MACHINE, silent, file, { ...TRUST, quarantineAll: true })).rejects.toThrow(
    /say one of/,
  );
});

test("a restore needs the secret, and makes none", async () => {
  const source = await createPlace("sqlite");
  await source.serve();
  const target = await createPlace("sqlite", { LATCHKEY_SECRET: "" });
  await expect(restore(target.config, MACHINE, silent, await backUp(source), TRUST)).rejects.toThrow(
    /LATCHKEY_SECRET is needed/,
  );
});

test("a restore waits for nobody who has the data directory", async () => {
  const source = await createPlace("sqlite");
  await source.serve();
  const file = await backUp(source);
  const target = await createPlace("sqlite");
  await mkdir(target.config.dataDir, { recursive: true });
  await withFileLock(join(target.config.dataDir, "serving.lock"), async () => {
    await expect(restore(target.config, MACHINE, silent, file, TRUST)).rejects.toThrow(/a server runs on/);
  });
});

test("what can't be read or written is named in one line", async () => {
  const source = await createPlace("sqlite");
  await source.serve();
  await expect(restore(source.config, MACHINE, silent, "/nowhere/backup", TRUST)).rejects.toThrow(
    new StartError("/nowhere/backup: ENOENT"),
  );
  await expect(backup(source.config, MACHINE, silent, "/nowhere/backup")).rejects.toThrow(StartError);
  const empty = await createPlace("sqlite");
  await expect(backup(empty.config, MACHINE, silent, "backup")).rejects.toThrow(/there is no database/);
});
