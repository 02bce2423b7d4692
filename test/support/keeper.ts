// A keeper is a process that holds something for a test run: a database server, a browser. It outlives neither the run
// nor leaves a file behind, however the run ends: when the run's process is gone, the operating system closes the pipe
// to the keeper's standard input, and the keeper cleans up.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

/** The caller's end of a keeper. */
export interface Keeper<Value> {
  /** What the keeper announced. */
  readonly value: Value;
  /** Tells the keeper something that it listens for, and waits until it announces what it holds again. */
  readonly tell: (word: string) => Promise<void>;
  /** Tells the keeper to clean up and waits until it has ended. May be called again. */
  readonly stop: () => Promise<void>;
}

/**
 * Runs a script that calls `keep`, until `stop` or the end of this process.
 *
 * @throws When the script ends without an announcement; the message holds what it wrote to standard error.
 */
export async function startKeeper<Value>(script: URL, args: string[] = []): Promise<Keeper<Value>> {
  // In a process group of its own, so that a Ctrl-C in the terminal reaches it only as the end of its standard input.
  const child = spawn(process.execPath, [fileURLToPath(script), ...args], { detached: true, stdio: "pipe" });
  const exited = once(child, "close");
  const errors = text(child.stderr);
  // Already gone: nothing left to tell it.
  child.stdin.on("error", () => {});

  const lines = createInterface(child.stdout);
  const announced = async (): Promise<Value> => {
    const line = await Promise.race([once(lines, "line"), exited.then(() => undefined)]);
    if (line === undefined) throw new Error(`${fileURLToPath(script)} failed: ${await errors}`);
    return JSON.parse(String(line[0])) as Value;
  };
  return {
    value: await announced(),
    async tell(word) {
      const again = announced();
      child.stdin.write(`${word}\n`);
      await again;
    },
    async stop() {
      child.stdin.end();
      await exited;
    },
  };
}

/** What a keeper's script works with. */
export interface KeeperContext<Value> {
  /** A fresh folder, deleted at the end. */
  readonly folder: string;
  /** Aborts when there is nobody left to hold anything for. */
  readonly released: AbortSignal;
  /** Answers `startKeeper`, and then every `tell`: what is held can be used. */
  readonly announce: (value: Value) => void;
  /** Hears what the other end tells. */
  readonly listen: (hear: (word: string) => void) => void;
}

/**
 * The keeper's end: runs `hold`, which is to return soon after `released` aborts, and then deletes the folder.
 * An error of `hold` ends the process with exit code 1, unless everybody has gone anyway.
 */
export async function keep<Value>(
  folderPrefix: string,
  hold: (context: KeeperContext<Value>) => Promise<void>,
): Promise<void> {
  const release = new AbortController();
  process.stdin.resume().once("close", () => release.abort());
  const words = createInterface(process.stdin);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => release.abort());

  const folder = await mkdtemp(join(tmpdir(), folderPrefix));
  try {
    const announce = (value: Value): void => console.log(JSON.stringify(value));
    const listen = (hear: (word: string) => void): void => void words.on("line", hear);
    await hold({ folder, released: release.signal, announce, listen });
  } catch (error) {
    if (!release.signal.aborted) {
      console.error(error instanceof Error ? error.message : error);
      process.exitCode = 1;
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  // Still open where what was held ended by itself.
  process.stdin.destroy();
}
