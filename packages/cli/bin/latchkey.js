#!/usr/bin/env node
// Plain JavaScript, so that an old Node gets as far as saying what is wrong.
const NEEDED = 26;
if (Number(process.versions.node.split(".")[0]) < NEEDED) {
  process.stderr.write(
    `latchkey: Node ${NEEDED} or newer is needed, and this is ${process.version}. ` +
      "Within a checkout, npm brings it: run `npm ci`, then `npx latchkey`.\n",
  );
  process.exit(1);
}
const { main } = await import("../src/main.ts");
process.exitCode = await main(process.argv.slice(2));
