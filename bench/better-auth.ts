// Forward auth against better-auth's `verifyApiKey` behind the same bare server.
import { execFile } from "node:child_process";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { startServer } from "./child.ts";
import { add, say } from "./figures.ts";
import {
  admitted,
  answerHeaders,
  authorizeHeaders,
  authorizeRequest,
  getRequest,
  prepared,
  ROLE,
  start,
  temporary,
} from "./installation.ts";
import { takeTurns } from "./verification.ts";

export async function measureBetterAuth(): Promise<void> {
  say("better-auth (its packages are fetched from the npm registry)");
  const folder = temporary("better-auth");
  await cp(new URL("./better-auth", import.meta.url), folder, { recursive: true });
  // Its peer dependencies are older than what we run on: it can't stand among our packages.
  await promisify(execFile)("npm", ["ci", "--no-audit", "--no-fund"], { cwd: folder });

  await using stack = new AsyncDisposableStack();
  const { dataDir } = await prepared("beside-better-auth", { owner: "owner", count: 1_000, role: ROLE });
  const server = await start({ LATCHKEY_DATA_DIR: dataDir });
  stack.defer(() => server.stop());
  const asked = await admitted(server);
  const headers = answerHeaders(await fetch(`${server.baseUrl}/v1/authorize`, { headers: authorizeHeaders(asked) }));
  const args = [join(folder, "server.js"), join(folder, "keys.db"), JSON.stringify(headers)];
  const other = await startServer(args, {}, /key \S+\nport (\d+)/);
  stack.defer(() => other.stop());
  const key = /^key (\S+)$/m.exec(other.printed)?.[1] ?? "";

  const { details, ratio } = await takeTurns(
    { server: other, request: getRequest("/", { "x-api-key": key }) },
    { server, request: authorizeRequest(asked) },
  );
  const renamed = { requestsPerSecond: details.perSecond, betterAuthRequestsPerSecond: details.otherPerSecond };
  const figure = "GET /v1/authorize against better-auth's verifyApiKey behind the same bare server";
  add({ figure, value: ratio, unit: "×", details: renamed }, { atLeast: 30 });
}
