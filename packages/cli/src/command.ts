import type { Client } from "@latchkey/sdk/client";
import { type CommandForm, HELP_OPTION, type Option } from "@latchkey/server/command-line";
import type { Input } from "./input.ts";
import type { Output } from "./output.ts";
import type { Terminal } from "./terminal.ts";

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
export interface Command extends Omit<CommandForm, "options"> {
  /** What it takes beside what every command does. */
  readonly options?: Readonly<Record<string, Option>>;
  /** Whether it acts in one account, named by `--account`. */
  readonly inAccount?: boolean;
  /** Answers the exit code; nothing is 0. @throws LatchkeyError | UsageError | CommandError */
  readonly run: (session: Session) => Promise<number | void>;
}

/** What every command takes. */
const COMMON_OPTIONS = {
  json: { says: "answer the API's own objects as JSON" },
  url: { value: "URL", says: "where the service is (LATCHKEY_URL; default http://127.0.0.1:4390)" },
  "token-file": { value: "FILE", says: "read the operator token, service key or API token from a file" },
  ...HELP_OPTION,
} as const satisfies Readonly<Record<string, Option>>;

const ACCOUNT_OPTION = {
  account: { value: "NAME", says: "the account to act in (LATCHKEY_ACCOUNT)" },
} as const satisfies Readonly<Record<string, Option>>;

/** How a command is written, with every option that it takes. */
export function formOf(command: Command): CommandForm {
  return {
    ...command,
    options: { ...command.options, ...(command.inAccount && ACCOUNT_OPTION), ...COMMON_OPTIONS },
  };
}
