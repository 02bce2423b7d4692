import { accessSync, constants } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { expect, test } from "vitest";
import { addressOf, freePort, kept, latchkey, ROOT, temporaryFolder } from "../support/latchkey.ts";
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

test("docs/running.md's proxy lets nobody outside speak as a gateway", { skip: !isThere("caddy") }, async () => {
  const folder = await temporaryFolder();
  const server = latchkey(["start"], { LATCHKEY_DATA_DIR: folder, LATCHKEY_TRUSTED_PROXIES: "127.0.0.1" });
  const direct = await addressOf(server);
  const proxied = `http://127.0.0.1:${freePort()}`;
  const page = await readFile(join(ROOT, "docs/running.md"), "utf8");
  const block = /```caddyfile title="Caddyfile"\n(.*?)```/s.exec(page)?.[1] ?? "";
  const caddyfile = block.replace("keys.example.com", proxied).replace("127.0.0.1:4390", new URL(direct).host);
  await writeFile(join(folder, "Caddyfile"), `{\n\tadmin off\n\tauto_https off\n}\n${caddyfile}`);
  const env = { ...process.env, HOME: folder };
  const caddy = kept(new Program("caddy", ["run", "--config", join(folder, "Caddyfile")], { env }));
  expect(await caddy.printed("serving initial configuration"), caddy.output).toBe(true);

  const headers = { "x-latchkey-account": "acme", "x-latchkey-resource": "oms.view-order" };
  const asked = async (url: string) => (await fetch(url, { headers })).headers.get("x-latchkey-code");
  // From a trusted address the question counts, and a credential is all that is missing.
  expect(await asked(`${direct}/v1/authorize`)).toBe("INVALID_CREDENTIALS");
  for (const path of ["/v1/authorize", "/v1/authorize?a", "/v1/authorize/", "/v1/%61uthorize", "/v1/authorize%2Fa"]) {
    expect(await asked(proxied + path)).toBeNull();
  }
  expect((await fetch(`${proxied}/readyz`)).status).toBe(200);
});
