#!/usr/bin/env node
import module from "node:module";
import { fileURLToPath } from "node:url";

// Plain JavaScript, so that an old Node gets as far as saying what is wrong.
const NEEDED = 26;
if (Number(process.versions.node.split(".")[0]) < NEEDED) {
  process.stderr.write(
    `latchkey: Node ${NEEDED} or newer is needed, and this is ${process.version}. ` +
      "Within a checkout, npm brings it: run `npm ci`, then `npx latchkey`.\n",
  );
  process.exit(1);
}
// Half of what a start takes is compiling. Beside the code, as whoever can write there can change the code itself; where we can't,
// nothing is kept.
module.enableCompileCache(fileURLToPath(new URL("../../../node_modules/.cache/latchkey", import.meta.url)));
const { main } = await import("../src/main.ts");
process.exitCode = await main(process.argv.slice(2));
