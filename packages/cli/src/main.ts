import { LatchkeyError } from "@latchkey/sdk/latchkey-error";
import { SERVER_COMMANDS, type ServerCommandName } from "@latchkey/server/command-forms";
import {
  commandHelp,
  findCommand,
  groupHelp,
  readArguments,
  refuseSecrets,
  Told,
  UsageError,
} from "@latchkey/server/command-line";
import { type Command, formOf } from "./command.ts";
import { COMMANDS } from "./commands.ts";
import { connect } from "./connection.ts";
import { CommandError } from "./failures.ts";
import { overallHelp } from "./help.ts";
import { Input } from "./input.ts";
import { Output } from "./output.ts";
import { visible } from "./table.ts";
import { processTerminal, type Terminal } from "./terminal.ts";

/** Runs one of the server's commands. @throws UsageError */
type ServerMain = (name: ServerCommandName, told: Told) => Promise<number>;

/** Every command: those that ask a running service, and the server's, which need the database itself. */
const ALL: readonly (Command | (typeof SERVER_COMMANDS)[number])[] = [...COMMANDS, ...SERVER_COMMANDS];

/**
 * Runs a command of `latchkey`. Answers the exit code: 0 done, 1 refused or failed, 2 not understood, and 3 where `verify`
 * or `explain` answers no.
 */
export async function main(
  args: readonly string[],
  terminal: Terminal = processTerminal(),
  server: ServerMain = serverMain,
): Promise<number> {
  const command = findCommand(ALL, args);
  try {
    if (!command) return orient(args, terminal);
    const form = "run" in command ? formOf(command) : command;
    const told = readArguments(form, args.slice(command.name.split(" ").length));
    const input = new Input(told);
    if (input.has("help")) {
      terminal.print(commandHelp(form));
      return 0;
    }
    return "run" in command ? await run(command, input, terminal) : await server(command.name, new Told(told));
  } catch (error) {
    if (error instanceof UsageError) {
      const name = command ? `${command.name} ` : "";
      terminal.note(`latchkey: ${visible(error.message)}\nlatchkey ${name}--help says more.`);
      return 2;
    }
    const line = failureLine(error);
    if (line === undefined) throw error;
    terminal.note(visible(`latchkey: ${line}`));
    return 1;
  }
}

/** Says what there is, where the arguments name no command. @throws UsageError where a secret is among them */
function orient(args: readonly string[], terminal: Terminal): number {
  refuseSecrets(args);
  const [group, verb] = args.filter((arg) => !arg.startsWith("-"));
  const inGroup = ALL.filter(({ name }) => name.startsWith(`${group} `));
  const isGroup = group !== undefined && inGroup.length > 0;
  const help = isGroup ? groupHelp(group, inGroup) : overallHelp();
  if (args.includes("--help") || args.includes("-h")) {
    terminal.print(help);
    return 0;
  }
  const isUnknown = group !== undefined && !(isGroup && verb === undefined);
  if (isUnknown) terminal.note(`latchkey: there is no command ${visible(isGroup ? `${group} ${verb}` : group)}`);
  terminal.note(isUnknown && !isGroup ? "latchkey --help lists them all." : help);
  return 2;
}

/** Loaded when it is needed: it is all of the server, and takes longer than most answers. */
const serverMain: ServerMain = async (name, told) => {
  const { main } = await import("@latchkey/server/main");
  return main(name, told);
};

async function run(command: Command, input: Input, terminal: Terminal): Promise<number> {
  const exitCode = await command.run({
    input,
    terminal,
    output: new Output(terminal, input.has("json")),
    connect: () => connect(input, terminal),
    account: () => {
      const account = input.text("account") ?? terminal.env["LATCHKEY_ACCOUNT"]?.trim();
      if (account) return account;
      throw new UsageError("--account is needed, or LATCHKEY_ACCOUNT");
    },
  });
  return exitCode ?? 0;
}

/** What went wrong, on one line; `undefined` where it is a fault of this program. */
function failureLine(error: unknown): string | undefined {
  if (error instanceof CommandError) return error.message;
  // The client refuses to put such a value into an address.
  if (error instanceof TypeError && error.message.startsWith("path parameter")) return error.message;
  if (!(error instanceof LatchkeyError)) return undefined;
  const { code, detail, errors, requestId, resource } = error;
  const inputErrors = errors.map(({ path, message }) => `${path}: ${message}`);
  const whole = [detail, ...inputErrors].join(" ");
  const aside = [code, resource, requestId && `request ${requestId}`].filter(Boolean);
  return `${whole} (${aside.join(", ")})`;
}
