import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { StartError } from "../config.ts";

const CONSOLE = fileURLToPath(new URL("../../../console", import.meta.url));

/**
 * The folder of the built console, built first where it is missing or older than its sources; `undefined` where this
 * installation has none.
 *
 * @throws StartError where it can't be built
 */
export async function builtConsole(): Promise<string | undefined> {
  const build = join(CONSOLE, "build.ts");
  if (!existsSync(build)) return undefined;
  try {
    await promisify(execFile)(process.execPath, [build], { cwd: CONSOLE });
  } catch (error) {
    const { stderr = "" } = error as { stderr?: string };
    throw new StartError(`the console can't be built: ${stderr.trim().split("\n").at(-1) ?? ""}`);
  }
  return join(CONSOLE, "dist");
}
