import { main as serverMain } from "@latchkey/server/main";

/** Runs a command of `latchkey`; those that need the database itself are the server's. Answers the exit code. */
export function main(args: readonly string[]): Promise<number> {
  return serverMain(args);
}
