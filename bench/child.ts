import { type ChildProcess, execFile, spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import type { Load, LoadResult } from "./load.ts";

/** Clock ticks in a second, as Linux has them in /proc. */
const TICKS_PER_SECOND = 100;

/** A server in a process of its own. */
export interface ServerProcess {
  readonly port: number;
  /** What it had printed when it named the port. */
  readonly printed: string;
  readonly startSeconds: number;
  /** Time on a processor so far, in seconds; `null` where the system doesn't say. */
  cpuSeconds(): Promise<number | null>;
  /** Memory in use, in MiB; `null` where the system doesn't say. */
  memoryMib(): Promise<number | null>;
  stop(): Promise<void>;
}

/** Starts a server, and waits until its output names the port. Its output is otherwise thrown away. */
export async function startServer(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  port: RegExp,
): Promise<ServerProcess> {
  const startMs = performance.now();
  const child = spawn(process.execPath, [...args], {
    env: { PATH: process.env["PATH"], ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const found = await portOf(child, port);
  const { pid } = child;
  const read = (file: string) => readFile(`/proc/${pid}/${file}`, "utf8").catch(() => null);
  return {
    port: found.port,
    printed: found.output,
    startSeconds: (performance.now() - startMs) / 1000,
    async cpuSeconds() {
      // Behind the name of the program, which may hold anything but ends with the last bracket.
      const fields = (await read("stat"))?.replace(/^.*\) /s, "").split(" ");
      return fields ? (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND : null;
    },
    async memoryMib() {
      const kib = /^VmRSS:\s+(\d+) kB$/m.exec((await read("status")) ?? "")?.[1];
      return kib === undefined ? null : Number(kib) / 1024;
    },
    stop: () =>
      new Promise((resolve) => {
        child.once("close", () => resolve()).kill("SIGTERM");
      }),
  };
}

function portOf(child: ChildProcess, pattern: RegExp): Promise<{ port: number; output: string }> {
  const { promise, reject, resolve } = Promise.withResolvers<{ port: number; output: string }>();
  let output = "";
  child.once("close", () => reject(new Error(`a server ended before it listened:\n${output}`)));
  let isFound = false;
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    if (isFound) return;
    output += text;
    const port = pattern.exec(output)?.[1];
    if (port === undefined) return;
    isFound = true;
    resolve({ port: Number(port), output });
  });
  return promise;
}

/** Puts load on a server from another process. */
export async function load(what: Load): Promise<LoadResult> {
  const file = new URL("./load.ts", import.meta.url).pathname;
  const loading = promisify(execFile)(process.execPath, [file]);
  loading.child.stdin?.end(JSON.stringify(what));
  return JSON.parse((await loading).stdout) as LoadResult;
}
