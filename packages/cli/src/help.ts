import type { Command, Option } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { optionsOf } from "./parse-input.ts";

/** What `latchkey --help` says, above what the server adds for its own commands. */
export function overallHelp(): string {
  const groups = new Map<string, string[]>();
  for (const { name } of COMMANDS) {
    const [group = "", verb] = name.split(" ");
    groups.set(group, [...(groups.get(group) ?? []), ...(verb === undefined ? [] : [verb])]);
  }
  const width = Math.max(...[...groups.keys()].map((group) => group.length));
  return `Usage: latchkey <command> [options]

These ask a running service:

${[...groups].map(([group, verbs]) => `  ${group.padEnd(width)}  ${verbs.length > 0 ? verbs.join(", ") : summaryOf(group)}`).join("\n")}

latchkey <command> --help explains each, with examples. Every one takes --json, --url and --token-file.

  LATCHKEY_URL                            where the service is; default http://127.0.0.1:4390
  LATCHKEY_ACCOUNT                        the account to act in, as --account
  LATCHKEY_OPERATOR_TOKEN                 who asks: the operator,
  LATCHKEY_SERVICE_KEY                    or one of the platform's services,
  LATCHKEY_API_KEY, LATCHKEY_API_TOKEN    or an API key, which comes first where several are set

Secrets are never arguments. With none of these, a demo's operator token on this machine counts; else you are asked.
Exit codes: 0 done, 1 refused or failed, 2 not understood, 3 where verify or explain answers no.

These run the service, or work on its database:
`;
}

function summaryOf(name: string): string {
  return COMMANDS.find((command) => command.name === name)?.summary ?? "";
}

/** What `latchkey keys --help` says. */
export function groupHelp(group: string, commands: readonly Command[]): string {
  const width = Math.max(...commands.map((command) => usage(command).length));
  const lines = commands.map((command) => `  ${usage(command).padEnd(width)}  ${command.summary}`);
  return `Usage: latchkey ${group} <command> [options]\n\n${lines.join("\n")}\n\nlatchkey ${group} <command> --help shows its options.`;
}

/** What `latchkey keys generate --help` says. */
export function commandHelp(command: Command): string {
  const options = Object.entries(optionsOf(command)).map(([name, option]) => [optionText(name, option), option.says]);
  const width = Math.max(...options.map(([text = ""]) => text.length));
  const examples = command.examples.map((example) => `  ${example}`);
  return [
    `Usage: latchkey ${usage(command)} [options]`,
    "",
    `${command.summary}.`,
    "",
    ...options.map(([text = "", says]) => `  ${text.padEnd(width)}  ${says}`),
    "",
    examples.length > 1 ? "Examples:" : "Example:",
    ...examples,
  ].join("\n");
}

function usage({ name, operands = [] }: Command): string {
  return [name, ...operands].join(" ");
}

function optionText(name: string, { value, repeats }: Option): string {
  const text = value === undefined ? `--${name}` : `--${name} ${value}`;
  return repeats ? `${text} …` : text;
}
