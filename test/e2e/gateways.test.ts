import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import { freePort, kept, ROOT } from "../support/latchkey.ts";
import { Program } from "../support/program.ts";

/** Whether a command can be run here. */
function isThere(command: string): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const canTry = ["bash", "curl", "awk"].every(isThere);

// Nobody needs a gateway to work on Latchkey: what isn't installed isn't tried.
test.for(["nginx", "caddy", "haproxy"].map((gateway) => [gateway] as const))(
  "%s, configured as its page says, treats every caller as it should",
  { skip: !canTry },
  async ([gateway], { skip }) => {
    skip(!isThere(gateway));
    const ports = {
      LATCHKEY_PORT: String(freePort()),
      SERVICE_PORT: String(freePort()),
      GATEWAY_PORT: String(freePort()),
    };
    const script = join(ROOT, "docs/gateways/examples/try.sh");
    const program = kept(new Program("bash", [script, gateway], { cwd: ROOT, env: { ...process.env, ...ports } }));
    const code = await program.exited;
    expect(program.output).toContain(`${gateway}: all as it should be`);
    expect(program.output).not.toContain("FAILED");
    expect(code).toBe(0);
  },
);
