import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const BUILT = fileURLToPath(new URL("../../packages/console/dist", import.meta.url));

/** The servers that tests start build the console where it is missing: a run takes away again what it made. */
export default function setup(): (() => Promise<void>) | undefined {
  if (existsSync(BUILT)) return undefined;
  return () => rm(BUILT, { recursive: true, force: true });
}
