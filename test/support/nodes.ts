import { execFileSync } from "node:child_process";
import { delimiter } from "node:path";

/** A Node that something of ours has to work on. */
export interface NodeProgram {
  /** Such as `v20.16.0`. */
  readonly version: string;
  readonly path: string;
}

/** This Node, and those whose paths `LATCHKEY_TEST_NODES` names, divided as in `PATH`: `npm run test:nodes` sets it. */
export function nodesToTest(): NodeProgram[] {
  const others = process.env["LATCHKEY_TEST_NODES"]?.split(delimiter).filter(Boolean) ?? [];
  return [process.execPath, ...others].map((path) => ({
    path,
    version: execFileSync(path, ["--version"], { encoding: "utf8" }).trim(),
  }));
}
