import { SERVER_COMMANDS } from "@latchkey/server/command-forms";
import { commandLines } from "@latchkey/server/command-line";
import { COMMANDS } from "./commands.ts";

/** What `latchkey --help` says. */
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

${commandLines(SERVER_COMMANDS)}

The README lists every variable of the environment that these take.`;
}

function summaryOf(name: string): string {
  return COMMANDS.find((command) => command.name === name)?.summary ?? "";
}
