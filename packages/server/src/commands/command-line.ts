import { parseArgs } from "node:util";
import { containsSecret } from "@latchkey/sdk/credential-format";

/** The command can't be done as it was written: exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** One option of a command, as `--help` shows it. */
export interface Option {
  /** What stands for its value in the help, such as `NAME`; absent: it is a switch and has none. */
  readonly value?: string;
  /** Whether it may be given more than once. */
  readonly repeats?: boolean;
  readonly says: string;
}

/** How a command is written, as `--help` shows it. */
export interface CommandForm {
  /** Group and verb, such as `keys generate`; a single word where there is no group. */
  readonly name: string;
  readonly summary: string;
  /** What has to stand after the name, in order, such as `KEY`. */
  readonly operands?: readonly string[];
  /** Every option that it takes. */
  readonly options: Readonly<Record<string, Option>>;
  /** Variables of the environment that it takes, and what they are for. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Whole command lines. */
  readonly examples: readonly string[];
}

/** What is needed of a command to list it. */
type Listed = Pick<CommandForm, "name" | "operands" | "summary">;

/** What every command takes. */
export const HELP_OPTION = { help: { says: "show this" } } as const satisfies Readonly<Record<string, Option>>;

/** What stands behind a command's name, taken apart. */
export interface Arguments {
  readonly operands: readonly string[];
  readonly values: Readonly<Record<string, unknown>>;
}

/** What a command was told. */
export class Told {
  readonly #operands: readonly string[];
  readonly #values: Readonly<Record<string, unknown>>;

  constructor({ operands, values }: Arguments) {
    this.#operands = operands;
    this.#values = values;
  }

  operand(index = 0): string {
    return this.#operands[index] ?? "";
  }

  /** Whether a switch was given. */
  has(name: string): boolean {
    return this.#values[name] === true;
  }

  text(name: string): string | undefined {
    const value = this.#values[name];
    return typeof value === "string" ? value : undefined;
  }

  /** What an option that repeats was given; `undefined` where it wasn't. */
  texts(name: string): string[] | undefined {
    const value = this.#values[name];
    return Array.isArray(value) ? value.map(String) : undefined;
  }
}

/** The command that arguments begin with, or `undefined`. */
export function findCommand<Form extends Pick<CommandForm, "name">>(
  commands: readonly Form[],
  args: readonly string[],
): Form | undefined {
  return commands.find(({ name }) => name.split(" ").every((word, index) => args[index] === word));
}

/**
 * Reads the arguments behind a command's name.
 *
 * @throws UsageError where they aren't what the command takes, or where a secret stands in them: other users of the machine see a process's
 *   arguments, and shells remember them. The message never repeats it
 */
export function readArguments(form: CommandForm, args: readonly string[]): Arguments {
  refuseSecrets(args);
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      options: Object.fromEntries(
        Object.entries(form.options).map(([name, { value, repeats }]) => [
          name,
          {
            type: value === undefined ? ("boolean" as const) : ("string" as const),
            multiple: repeats ?? false,
            ...(name === "help" && { short: "h" }),
          },
        ]),
      ),
      allowPositionals: true,
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? firstSentence(error.message) : "the arguments can't be read");
  }
  const wanted = form.operands ?? [];
  const { positionals: operands, values } = parsed;
  if (values["help"] !== true && operands.length !== wanted.length) {
    const names = wanted.length === 0 ? "nothing" : wanted.join(" ");
    throw new UsageError(`latchkey ${form.name} takes ${names} beside its options`);
  }
  return { operands, values };
}

/** @throws UsageError where an argument is, or holds, a secret */
export function refuseSecrets(args: readonly string[]): void {
  if (!args.some(containsSecret)) return;
  throw new UsageError(
    "there is a secret among the arguments, which others can see: give it by a prompt, a file or the environment, and renew this one",
  );
}

/** Node explains at length how arguments that begin with a hyphen could be written. */
function firstSentence(message: string): string {
  const [first = message] = message.split(". ");
  return first.charAt(0).toLowerCase() + first.slice(1);
}

/** Commands one a line, each with what it does. */
export function commandLines(commands: readonly Listed[]): string {
  return aligned(commands.map((command) => [usage(command), command.summary]));
}

/** What `latchkey keys --help` says. */
export function groupHelp(group: string, commands: readonly Listed[]): string {
  return `Usage: latchkey ${group} <command> [options]\n\n${commandLines(commands)}\n\nlatchkey ${group} <command> --help shows its options.`;
}

/** What `latchkey keys generate --help` says. */
export function commandHelp(form: CommandForm): string {
  const options = Object.entries(form.options).map(
    ([name, option]) => [optionText(name, option), option.says] as const,
  );
  const environment = Object.entries(form.environment ?? {});
  return [
    `Usage: latchkey ${usage(form)}${options.length > 1 ? " [options]" : ""}`,
    `${form.summary}.`,
    aligned(options),
    ...(environment.length > 0 ? [aligned(environment)] : []),
    `${form.examples.length > 1 ? "Examples:" : "Example:"}\n${form.examples.map((example) => `  ${example}`).join("\n")}`,
  ].join("\n\n");
}

/** What things are called and what they are, the latter under each other. */
function aligned(entries: readonly (readonly [name: string, says: string])[]): string {
  const width = Math.max(...entries.map(([name]) => name.length));
  return entries.map(([name, says]) => `  ${name.padEnd(width)}  ${says}`).join("\n");
}

function usage({ name, operands = [] }: Listed): string {
  return [name, ...operands].join(" ");
}

function optionText(name: string, { value, repeats }: Option): string {
  const text = value === undefined ? `--${name}` : `--${name} ${value}`;
  return repeats ? `${text} …` : text;
}
