import { join } from "node:path";
import { ROOT } from "./latchkey.ts";
import { Program } from "./program.ts";

export const OPERATOR_TOKEN = "operator-token-of-the-browser-tests-0123456789";

/**
 * Starts a server with the demo's data, console included, and waits until it serves.
 *
 * @param folder its data directory; the data is made where it is empty
 * @param environment what differs from the configuration of most tests
 */
export async function startDemoIn(
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<{ readonly server: Program; readonly url: string }> {
  const server = new Program(process.execPath, [join(ROOT, "packages/cli/bin/latchkey.js"), "start"], {
    cwd: folder,
    env: {
      PATH: process.env["PATH"],
      PORT: "0",
      LATCHKEY_DATA_DIR: folder,
      LATCHKEY_OPERATOR_TOKEN: OPERATOR_TOKEN,
      ...environment,
    },
  });
  await server.printed("start the demo over");
  const url = /ready: (http:\S+)/.exec(server.output)?.[1];
  if (url === undefined) throw new Error(`the demo didn't start:\n${server.output}`);
  return { server, url };
}
