import { LatchkeyError } from "@latchkey/sdk/latchkey-error";
import type { Command } from "./command.ts";
import { COMMANDS, GROUPS_SHARED_WITH_THE_SERVER } from "./commands.ts";
import { connect } from "./connection.ts";
import { CommandError, UsageError } from "./failures.ts";
import { commandHelp, groupHelp, overallHelp } from "./help.ts";
import { parseInput } from "./parse-input.ts";
import { Output } from "./output.ts";
import { visible } from "./table.ts";
import { processTerminal, type Terminal } from "./terminal.ts";

/**
 * Runs a command of `latchkey`. Answers the exit code: 0 done, 1 refused or failed, 2 not understood, and 3 where `verify`
 * or `explain` answers no.
 *
 * What isn't known here is the server's, which has the commands that need the database itself.
 */
export async function main(
  args: readonly string[],
  terminal: Terminal = processTerminal(),
  server: (args: readonly string[]) => Promise<number> = serverMain,
): Promise<number> {
  const wantsHelp = args.includes("--help") || args.includes("-h");
  const words = args.filter((arg) => !arg.startsWith("-"));
  const [first = ""] = words;
  if (first === "" && (wantsHelp || args.length === 0)) {
    terminal.print(overallHelp());
    return args.length === 0 ? 2 : server(["--help"]);
  }
  const command = COMMANDS.find(({ name }) => name.split(" ").every((word, index) => args[index] === word));
  if (command) return run(command, args.slice(command.name.split(" ").length), terminal);

  const group = COMMANDS.filter(({ name }) => name.startsWith(`${first} `));
  const isShared = GROUPS_SHARED_WITH_THE_SERVER.has(first);
  if (group.length === 0 || (isShared && words.length > 1)) return server(args);
  if (wantsHelp) {
    terminal.print(groupHelp(first, group));
    return isShared ? server(["--help"]) : 0;
  }
  terminal.note(groupHelp(first, group));
  return 2;
}

/** Loaded when it is needed: it is all of the server, and takes longer than most answers. */
async function serverMain(args: readonly string[]): Promise<number> {
  const { main } = await import("@latchkey/server/main");
  return main(args);
}

async function run(command: Command, args: readonly string[], terminal: Terminal): Promise<number> {
  try {
    const input = parseInput(command, args);
    if (input.has("help")) {
      terminal.print(commandHelp(command));
      return 0;
    }
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
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.note(`latchkey: ${visible(error.message)}\nlatchkey ${command.name} --help says more.`);
      return 2;
    }
    const line = failureLine(error);
    if (line === undefined) throw error;
    terminal.note(visible(`latchkey: ${line}`));
    return 1;
  }
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
