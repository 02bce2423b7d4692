import { open, readFile, rm } from "node:fs/promises";
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { text } from "node:stream/consumers";
import { UsageError } from "@latchkey/server/command-line";
import { CommandError } from "./failures.ts";

/** How a command reaches whoever called it. Tests hand it their own. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How wide the terminal is, or `undefined` where the output goes elsewhere. */
  readonly columns: number | undefined;
  /** Whether a person is there to answer. */
  readonly isInteractive: boolean;
  /** Writes a line of the answer. */
  print(line: string): void;
  /** Writes a line beside the answer. */
  note(line: string): void;
  /** Asks a person, and shows nothing of what is typed where it is a secret. */
  ask(question: string, options: { hidden: boolean }): Promise<string>;
  /** All of standard input. */
  readInput(): Promise<string>;
  /** @throws CommandError */
  readFile(path: string): Promise<string>;
  /** A new file that only its owner may read. @throws CommandError where it is there already */
  createFile(path: string): Promise<NewFile>;
}

/** A file that was made before it is known what goes into it. */
export interface NewFile {
  write(content: Uint8Array | string): Promise<void>;
  /** Removes it again. */
  discard(): Promise<void>;
}

/** This process's own. */
export function processTerminal(): Terminal {
  const { env, stdin, stdout, stderr } = process;
  return {
    env,
    columns: stdout.isTTY ? stdout.columns : undefined,
    isInteractive: stdin.isTTY && stderr.isTTY,
    print: (line) => void stdout.write(`${line}\n`),
    note: (line) => void stderr.write(`${line}\n`),
    async ask(question, { hidden }) {
      stderr.write(question);
      const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
      const lines = createInterface({ input: stdin, output: hidden ? nowhere : stderr, terminal: true });
      const cancelled = new AbortController();
      lines.once("SIGINT", () => cancelled.abort());
      try {
        return await lines.question("", { signal: cancelled.signal });
      } catch {
        throw new CommandError("cancelled");
      } finally {
        lines.close();
        if (hidden) stderr.write("\n");
      }
    },
    readInput: () => text(stdin),
    readFile: (path) =>
      readFile(path, "utf8").catch((error: unknown) => {
        throw new CommandError(`${path} can't be read: ${reasonOf(error)}`);
      }),
    async createFile(path) {
      const file = await open(path, "wx", 0o600).catch((error: unknown) => {
        throw new CommandError(`${path} can't be made: ${reasonOf(error)}`);
      });
      return {
        async write(content) {
          try {
            await file.writeFile(content);
            await file.sync();
          } finally {
            await file.close();
          }
        },
        async discard() {
          await file.close();
          await rm(path, { force: true });
        },
      };
    },
  };
}

/**
 * A secret from a file, from a person, or from standard input.
 *
 * @param file its path, or `undefined`
 * @throws UsageError where there is nothing in it
 */
export async function readSecret(terminal: Terminal, file: string | undefined, question: string): Promise<string> {
  const read = async () => {
    if (file !== undefined) return terminal.readFile(file);
    return terminal.isInteractive ? terminal.ask(question, { hidden: true }) : terminal.readInput();
  };
  const secret = (await read()).trim();
  if (secret === "") throw new UsageError(`${file ?? "standard input"} holds nothing, where a secret is needed`);
  return secret;
}

/** @throws UsageError where nobody is there to be asked; CommandError where they say no */
export async function confirm(terminal: Terminal, isConfirmed: boolean, question: string): Promise<void> {
  if (isConfirmed) return;
  if (!terminal.isInteractive) throw new UsageError("--yes is needed, as nobody is there to be asked");
  const answer = await terminal.ask(`${question} [y/N] `, { hidden: false });
  if (!/^y(es)?$/i.test(answer.trim())) throw new CommandError("nothing was changed");
}

function reasonOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? String(error);
}
