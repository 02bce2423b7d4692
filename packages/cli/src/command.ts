import type { Client } from "@latchkey/sdk/client";
import type { Input } from "./input.ts";
import type { Output } from "./output.ts";
import type { Terminal } from "./terminal.ts";

/** One option of a command, as `--help` shows it. */
export interface Option {
  /** What stands for its value in the help, such as `NAME`; absent: it is a switch and has none. */
  readonly value?: string;
  /** Whether it may be given more than once. */
  readonly repeats?: boolean;
  readonly says: string;
}

/** What a command works with, beside what it was told. */
export interface Session {
  readonly input: Input;
  readonly output: Output;
  readonly terminal: Terminal;
  /** A client of the service, with a credential. @throws UsageError where there is none */
  readonly connect: () => Promise<Client>;
  /** Which account is meant. @throws UsageError where nothing says so */
  readonly account: () => string;
}

/** A command of `latchkey` that asks a running service by its API. */
export interface Command {
  /** Group and verb, such as `keys generate`; a single word where there is no group. */
  readonly name: string;
  readonly summary: string;
  /** What has to stand after the name, in order, such as `KEY`. */
  readonly operands?: readonly string[];
  readonly options?: Readonly<Record<string, Option>>;
  /** Whether it acts in one account, named by `--account`. */
  readonly inAccount?: boolean;
  /** Whole command lines. */
  readonly examples: readonly string[];
  /** Answers the exit code; nothing is 0. @throws LatchkeyError | UsageError | CommandError */
  readonly run: (session: Session) => Promise<number | void>;
}

/** What every command takes. */
export const COMMON_OPTIONS = {
  json: { says: "answer the API's own objects as JSON" },
  url: { value: "URL", says: "where the service is (LATCHKEY_URL; default http://127.0.0.1:4390)" },
  "token-file": { value: "FILE", says: "read the operator token, service key or API token from a file" },
  help: { says: "show this" },
} as const satisfies Readonly<Record<string, Option>>;

export const ACCOUNT_OPTION = {
  account: { value: "NAME", says: "the account to act in (LATCHKEY_ACCOUNT)" },
} as const satisfies Readonly<Record<string, Option>>;
