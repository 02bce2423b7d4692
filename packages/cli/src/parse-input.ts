import { parseArgs } from "node:util";
import { containsSecret } from "@latchkey/sdk/credential-format";
import { ACCOUNT_OPTION, type Command, COMMON_OPTIONS, type Option } from "./command.ts";
import { UsageError } from "./failures.ts";
import { Input } from "./input.ts";

/** Every option that a command takes. */
export function optionsOf(command: Command): Readonly<Record<string, Option>> {
  return { ...command.options, ...(command.inAccount && ACCOUNT_OPTION), ...COMMON_OPTIONS };
}

/**
 * Reads what stands after a command's name.
 *
 * @throws UsageError where it isn't what the command takes, or where a secret stands in it: other users of the machine
 *   see a process's arguments, and shells remember them. The message never repeats it
 */
export function parseInput(command: Command, args: readonly string[]): Input {
  refuseSecrets(args);
  const options = optionsOf(command);
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      options: Object.fromEntries(
        Object.entries(options).map(([name, { value, repeats }]) => [
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
  const wanted = command.operands ?? [];
  const { positionals, values } = parsed;
  if (values["help"] !== true && positionals.length !== wanted.length) {
    const names = wanted.length === 0 ? "nothing" : wanted.join(" ");
    throw new UsageError(`latchkey ${command.name} takes ${names} beside its options`);
  }
  return new Input(positionals, values);
}

/** @throws UsageError where an argument is, or holds, a secret */
function refuseSecrets(args: readonly string[]): void {
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
