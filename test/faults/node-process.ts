import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { OPERATOR_TOKEN, SERVER_SECRET } from "../../packages/server/src/test-server.ts";
import { Program } from "../support/program.ts";

const SCRIPT = fileURLToPath(new URL("../../packages/server/src/whole-server/test-crash-server.ts", import.meta.url));
/** How long a node that ended stays away, in milliseconds: whatever runs it starts it again. */
const RESTART_AFTER_MS = 500;

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** A node didn't get what it was asked: nothing listens. */
export class NodeDownError extends Error {
  override readonly name = "NodeDownError";
}

export interface NodeOptions {
  /** Beside those that every node has. */
  readonly env: Readonly<Record<string, string>>;
}

/** A server in a process of its own, with a data directory of its own, that is started again whenever it ends. */
export class NodeProcess implements AsyncDisposable {
  /** How often it has begun to listen. */
  starts = 0;
  readonly folder: string;
  readonly #options: NodeOptions;
  #program: Program | undefined;
  #url: string | undefined;
  #isOver = false;
  #kept: Promise<void> = Promise.resolve();

  private constructor(folder: string, options: NodeOptions) {
    this.folder = folder;
    this.#options = options;
  }

  static async start(options: NodeOptions): Promise<NodeProcess> {
    const node = new NodeProcess(await mkdtemp(join(tmpdir(), "latchkey-fault-")), options);
    node.#kept = node.#keep();
    return node;
  }

  /** What it has written last. */
  get output(): string {
    return this.#program?.output ?? "";
  }

  get pid(): number {
    return this.#program?.pid ?? 0;
  }

  /** Ends it with `kill -9`. */
  kill(): void {
    this.#url = undefined;
    this.#program?.kill("SIGKILL");
  }

  /** Asks as the operator. Rejects where no answer comes within `patienceMs`: with `NodeDownError` where it wasn't asked at all. */
  async ask(method: string, path: string, body?: object, patienceMs = 30_000): Promise<Answer> {
    if (this.#url === undefined) throw new NodeDownError("it isn't up");
    const json = body ? { body: JSON.stringify(body), headers: { "content-type": "application/json" } } : {};
    const answer = await fetch(this.#url + path, {
      ...json,
      method,
      headers: { authorization: `Bearer ${OPERATOR_TOKEN}`, ...json.headers },
      signal: AbortSignal.timeout(patienceMs),
    }).catch((error: unknown) => {
      const { code } = ((error as Error).cause ?? {}) as { code?: string };
      throw code === "ECONNREFUSED" ? new NodeDownError("nobody listens") : error;
    });
    const text = await answer.text();
    return { status: answer.status, body: text === "" ? undefined : JSON.parse(text) };
  }

  /** Ends it in good order, for good. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#program?.stop();
    await this.#kept;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    await this.#program?.stop("SIGKILL");
    await this.#kept;
    await rm(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }

  async #keep(): Promise<void> {
    while (!this.#isOver) {
      const program = new Program(process.execPath, ["--disable-warning=ExperimentalWarning", SCRIPT], {
        env: {
          PORT: "0",
          LATCHKEY_DATA_DIR: this.folder,
          LATCHKEY_SECRET: SERVER_SECRET,
          LATCHKEY_OPERATOR_TOKEN: OPERATOR_TOKEN,
          ...this.#options.env,
        },
      });
      this.#program = program;
      if (await program.printed("listens on http")) {
        this.#url = /listens on (http:\S+)/.exec(program.output)?.[1];
        this.starts++;
      }
      await program.exited;
      this.#url = undefined;
      if (!this.#isOver) await delay(RESTART_AFTER_MS);
    }
  }
}
