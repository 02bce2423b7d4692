import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { expect, test, type TestContext } from "vitest";
import { type Answer, NodeProcess } from "./node-process.ts";

const run = promisify(execFile);
/** What “at once” is on a busy machine, in milliseconds. */
const AT_ONCE_MS = 2_000;
/** Short, so that the test sees a node pass it that can't write. In milliseconds. */
const MAX_STALENESS_MS = 1_000;

/** A place whose room can be taken away and given back. */
interface Place extends AsyncDisposable {
  readonly dataDir: string | undefined;
  fill(node: NodeProcess): Promise<void>;
  empty(node: NodeProcess): Promise<void>;
}

/** A small file system of its own, which only root may make. */
async function smallFileSystem({ skip }: TestContext): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), "latchkey-full-"));
  const remove = () => rm(folder, { recursive: true, force: true });
  await run("mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", folder]).catch(async () => {
    await remove();
    skip("no file system can be mounted here: that takes root");
  });
  const filler = join(folder, "filler");
  return {
    dataDir: folder,
    async fill() {
      for (const size of [100_000, 1_000, 1]) {
        for (let isFull = false; !isFull;) {
          await writeFile(filler, Buffer.alloc(size), { flag: "a" }).catch((error: unknown) => {
            assert.equal((error as NodeJS.ErrnoException).code, "ENOSPC");
            isFull = true;
          });
        }
      }
    },
    empty: () => rm(filler),
    async [Symbol.asyncDispose]() {
      await run("umount", ["--lazy", folder]);
      await remove();
    },
  };
}

/** A limit on how far any file of the server may be written, which anybody may set for what is theirs. */
async function limitedFiles({ skip }: TestContext): Promise<Place> {
  await run("prlimit", ["--version"]).catch(() => skip("prlimit isn't there: it comes with util-linux"));
  const limit = ({ pid }: NodeProcess, to: string) => run("prlimit", ["--pid", String(pid), `--fsize=${to}:`]);
  return {
    dataDir: undefined,
    fill: async (node) => void (await limit(node, "1")),
    empty: async (node) => void (await limit(node, "unlimited")),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

test.for([
  ["a file system of its own", smallFileSystem],
  ["a limit on files", limitedFiles],
] as const)(
  "with no room left under the embedded database, by %s, verification goes on, writes are refused at once, and all heals",
  { timeout: 120_000 },
  async ([, placeOf], context) => {
    await using place = await placeOf(context);
    const dataDir = place.dataDir === undefined ? {} : { LATCHKEY_DATA_DIR: place.dataDir };
    await using node = await NodeProcess.start({
      env: { LATCHKEY_MAX_STALENESS_SECONDS: String(MAX_STALENESS_MS / 1_000), ...dataDir },
    });
    const isReady = async () => (await node.ask("GET", "/readyz").catch(() => undefined))?.status;
    await expect.poll(isReady, { timeout: 30_000 }).toBe(200);
    assert.equal((await node.ask("POST", "/v1/accounts", { name: "acme", displayName: "Acme" })).status, 201);
    const generate = (name: string) => node.ask("POST", "/v1/accounts/acme/api-keys", { name, roles: [] });
    const { key, token } = (await generate("first")).body as { key: string; token: string };
    const verify = async () => {
      const { body, status } = await node.ask("POST", "/v1/verify", { account: "acme", key, token });
      return status === 200 ? (body as { code: string }).code : status;
    };
    expect(await verify()).toBe("VALID");

    await place.fill(node);
    // What lies in the log's old pages may be written over for a while.
    const made = ["first"];
    let answer: Answer | undefined;
    while (!answer || answer.status === 201) {
      const name = `key ${made.length}`;
      answer = await generate(name);
      if (answer.status === 201) made.push(name);
      assert.ok(made.length < 5_000, "there is still room");
    }
    const deactivate = () => node.ask("PATCH", `/v1/accounts/acme/api-keys/${key}`, { status: "inactive" });
    for (let turn = 0; turn < 20; turn++) {
      const askedMs = performance.now();
      const { body, status } = await (turn % 2 === 0 ? deactivate() : generate("never"));
      expect([503, 507], JSON.stringify(body)).toContain(status);
      expect(performance.now() - askedMs).toBeLessThan(AT_ONCE_MS);
    }
    // Long past what it may remember: it can still read, and so knows that nothing has changed.
    const untilMs = performance.now() + 3 * MAX_STALENESS_MS;
    while (performance.now() < untilMs) {
      expect(await verify()).toBe("VALID");
      await delay(50);
    }
    expect((await node.ask("GET", "/v1/accounts/acme/api-keys")).status).toBe(200);

    await place.empty(node);
    await expect.poll(async () => (await deactivate()).status, { timeout: 10_000 }).toBe(200);
    expect(await verify()).toBe("KEY_INACTIVE");
    expect((await generate("last")).status).toBe(201);
    made.push("last");
    expect(node.starts).toBe(1);

    node.kill();
    await expect.poll(() => node.starts, { timeout: 30_000 }).toBe(2);
    expect(await verify()).toBe("KEY_INACTIVE");
    await node.stop();
    using database = new DatabaseSync(join(place.dataDir ?? node.folder, "latchkey.db"));
    expect(database.prepare("pragma integrity_check").get()).toEqual({ integrity_check: "ok" });
    const kept = database.prepare("select name from api_keys").all();
    expect(new Set(kept.map(({ name }) => name))).toEqual(new Set(made));
    expect(kept).toHaveLength(made.length);
  },
);
