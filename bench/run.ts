// Measures what is claimed, on one machine, and writes it to bench/results.json. Figures that depend on how fast the machine is are ratios
// taken in one run: what is compared takes turns, so that whatever else the machine does falls on both.
//
// `npm run bench` measures everything but ten million keys; `npm run bench -- <part> …` what is named.
import { measureBetterAuth } from "./better-auth.ts";
import { keepFigures } from "./figures.ts";
import { measureHuge, measureTenMillion } from "./huge.ts";
import { removeTemporary } from "./installation.ts";
import { measureJunk } from "./junk.ts";
import { measureLists } from "./lists.ts";
import { measureLocal } from "./local.ts";
import { measureNodes } from "./nodes.ts";
import { measureOpenLoop } from "./open-loop.ts";
import { measureVerification } from "./verification.ts";
import { measureWrites } from "./writes.ts";

const PARTS: Readonly<Record<string, () => Promise<void>>> = {
  verification: measureVerification,
  "better-auth": measureBetterAuth,
  "open-loop": measureOpenLoop,
  junk: measureJunk,
  local: measureLocal,
  lists: measureLists,
  huge: measureHuge,
  nodes: measureNodes,
  writes: measureWrites,
};

const asked = process.argv.slice(2);
const parts = { ...PARTS, ...(asked.length > 0 && { "ten-million": measureTenMillion }) };
const unknown = asked.filter((name) => !Object.hasOwn(parts, name));
if (unknown.length > 0)
  throw new Error(`no such part: ${unknown.join(", ")}; there are ${Object.keys(parts).join(", ")}`);
try {
  for (const [name, measure] of Object.entries(parts)) if (asked.length === 0 || asked.includes(name)) await measure();
} finally {
  await removeTemporary();
  // Also of what was measured before something failed.
  await keepFigures();
}
