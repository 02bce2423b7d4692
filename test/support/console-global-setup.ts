import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { demoAddressOf, runLatchkey } from "./latchkey.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A data directory with the demo's data, which nobody serves: to be copied, which takes half of what making it does. */
    demoFolder: string;
  }
}

const BUILT = fileURLToPath(new URL("../../packages/console/dist", import.meta.url));

/**
 * Makes the demo's data once. The servers that tests start build the console where it is missing: a run takes away again what it
 * made.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const wasBuilt = existsSync(BUILT);
  const folder = await mkdtemp(join(tmpdir(), "latchkey-demo-"));
  const server = runLatchkey(["start"], { LATCHKEY_DATA_DIR: folder }, folder);
  await demoAddressOf(server);
  await server.stop();
  project.provide("demoFolder", folder);
  return async () => {
    await rm(folder, { recursive: true, force: true });
    if (!wasBuilt) await rm(BUILT, { recursive: true, force: true });
  };
}
