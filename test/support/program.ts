import { spawn, type ChildProcess, type SpawnOptions } from "node:child_process";

/** Where Node keeps what it compiled, for the run alone: what one program of a test compiles, the next needn't. */
export const COMPILE_CACHE = { NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] };

const keptOutputCharacters = 16_000;

/** A child process whose newest output is kept, to wait for and to explain failures with. */
export class Program {
  /** Settles when the process has ended and all output was read: its exit code, `null` after a signal. */
  readonly exited: Promise<number | null>;
  readonly #child: ChildProcess;
  #output = "";

  /** Throws nothing: where the program can't be started, `exited` rejects. */
  constructor(path: string, args: string[], options: Pick<SpawnOptions, "cwd" | "env" | "uid" | "gid"> = {}) {
    const env = { ...COMPILE_CACHE, ...(options.env ?? process.env) };
    this.#child = spawn(path, args, { ...options, env, stdio: ["ignore", "pipe", "pipe"] });
    this.exited = new Promise((resolve, reject) => {
      this.#child.once("error", reject);
      this.#child.once("close", resolve);
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.#output = (this.#output + text).slice(-keptOutputCharacters);
      });
    }
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** The newest 16,000 characters of standard output and standard error. */
  get output(): string {
    return this.#output;
  }

  /** Waits until the output holds `text`; `false` where the program ended without it. */
  async printed(text: string): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const look = (): void => {
      if (this.#output.includes(text)) resolve(true);
    };
    look();
    const streams = [this.#child.stdout, this.#child.stderr];
    for (const stream of streams) stream?.on("data", look);
    try {
      return await Promise.race([promise, this.exited.then(() => this.#output.includes(text))]);
    } finally {
      for (const stream of streams) stream?.off("data", look);
    }
  }

  /** Sends a signal; does nothing where the program has ended. */
  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Sends the signal and waits for the end; what hasn't ended after `patienceMs` (default 10,000) is killed. */
  async stop(signal: NodeJS.Signals = "SIGTERM", patienceMs = 10_000): Promise<number | null> {
    this.kill(signal);
    const timer = setTimeout(() => this.kill("SIGKILL"), patienceMs);
    try {
      return await this.exited;
    } finally {
      clearTimeout(timer);
    }
  }
}
