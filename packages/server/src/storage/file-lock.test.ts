import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { Program } from "../../../../test/support/program.ts";
import { EngineUnavailableError } from "./engine.ts";
import { shareFileLock, withFileLock } from "./file-lock.ts";

const pollMs = 5;

async function lockPath(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "latchkey-lock-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return join(folder, "start.lock");
}

/** A process that holds the lock until it ends. */
async function startHolder(path: string): Promise<Program> {
  const script = `
    import { shareFileLock, withFileLock } from ${JSON.stringify(import.meta.resolve("./file-lock.ts"))};
    await withFileLock(${JSON.stringify(path)}, async () => {
      console.log("locked");
      await new Promise((resolve) => setInterval(resolve, 1 << 30));
    });`;
  const holder = new Program(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: fileURLToPath(new URL(".", import.meta.url)),
  });
  onTestFinished(() => holder.stop("SIGKILL").then(() => undefined));
  expect(await holder.printed("locked"), holder.output).toBe(true);
  return holder;
}

test("runs one at a time within a process", async () => {
  const path = await lockPath();
  let running = 0;
  let most = 0;
  const work = async (): Promise<number> => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setImmediate(resolve));
    return running--;
  };
  await Promise.all(Array.from({ length: 5 }, () => withFileLock(path, work, { pollMs })));

  expect(most).toBe(1);
});

test("answers with what the work answers, and lets go when it throws", async () => {
  const path = await lockPath();
  const failure = new Error("no");
  await expect(withFileLock(path, () => Promise.reject(failure))).rejects.toBe(failure);
  await expect(withFileLock(path, () => Promise.resolve("yes"), { timeoutMs: 0 })).resolves.toBe("yes");
});

test("creates a file that only its owner can read", async () => {
  const path = await lockPath();
  await withFileLock(path, () => Promise.resolve());
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test("waits for another process, gives up in time, and goes on when that one dies", async () => {
  const path = await lockPath();
  const holder = await startHolder(path);
  const impatient = withFileLock(path, () => Promise.resolve(), { timeoutMs: 20, pollMs });
  await expect(impatient).rejects.toThrow(EngineUnavailableError);

  const patient = withFileLock(path, () => Promise.resolve("mine"), { pollMs });
  await holder.stop("SIGKILL");
  await expect(patient).resolves.toBe("mine");
});

test("says what is wrong with a path where no file can be", async () => {
  const path = join(await lockPath(), "below a file that isn't there");
  await expect(withFileLock(path, () => Promise.resolve())).rejects.toMatchObject({ code: "ENOENT" });
});

test("is shared by any number, and by nobody beside one who has it alone", async () => {
  const path = await lockPath();
  const alone = () => withFileLock(path, () => shareFileLock(path, { timeoutMs: 0 }), { timeoutMs: 0 });
  {
    using _first = await shareFileLock(path);
    using _second = await shareFileLock(path, { timeoutMs: 0 });
    await expect(withFileLock(path, () => Promise.resolve(), { timeoutMs: 0 })).rejects.toThrow(EngineUnavailableError);
  }
  await expect(alone()).rejects.toThrow(EngineUnavailableError);
  await expect(withFileLock(path, () => Promise.resolve("free"), { timeoutMs: 0 })).resolves.toBe("free");
});

test("that is held alone keeps those of other processes out who would share it", async () => {
  const path = await lockPath();
  await startHolder(path);
  await expect(shareFileLock(path, { timeoutMs: 0 })).rejects.toThrow(EngineUnavailableError);
});
