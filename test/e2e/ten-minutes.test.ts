import { spawnSync } from "node:child_process";
import { cp, mkdir, readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { addressOf, freePort, kept, ROOT, runLatchkey, temporaryFolder } from "../support/latchkey.ts";
import { Program } from "../support/program.ts";

const isThere = (tool: string, version = "--version") => spawnSync(tool, [version]).status === 0;
const hasTools = ["bash", "curl", "awk", "sed"].every((tool) => spawnSync(tool, ["--version"]).error === undefined);
const hasNginx = hasTools && isThere("nginx", "-v");

/** The blocks of a page's part, by their titles; those without one in turn under `1`, `2`, `3`. */
async function blocksOf(page: string, part: string): Promise<(title: string) => string> {
  const text = await readFile(join(ROOT, page), "utf8");
  const from = text.indexOf(`## ${part}`);
  const found = new Map<string, string>();
  let untitled = 0;
  for (const [, , title, block = ""] of text
    .slice(from, text.indexOf("\n## ", from + 1))
    .matchAll(/^(`{3,})sh(?: title="([^"]+)")?\n(.*?)^\1$/gms)) {
    found.set(title ?? String((untitled += 1)), block);
  }
  return (title) => {
    const block = found.get(title);
    if (block === undefined) throw new Error(`${page} has no block ${title} in "${part}"`);
    return block;
  };
}

/** A folder that looks like a checkout to whoever follows the pages, as far as they need one; what they make beside it goes with it. */
async function checkout(): Promise<string> {
  const folder = join(await temporaryFolder(), "latchkey");
  await mkdir(folder);
  const isSource = (path: string) => !/\/(?:node_modules|dist)$/.test(path);
  for (const path of ["package.json", "tsconfig.base.json", "LICENSE", "packages/sdk", "docs/gateways"]) {
    await cp(join(ROOT, path), join(folder, path), { recursive: true, filter: isSource });
  }
  await symlink(join(ROOT, "node_modules"), join(folder, "node_modules"));
  return folder;
}

/** Runs the demo there as `npm start` does, but on a port of its own. */
async function demoIn(folder: string, environment: Readonly<Record<string, string>> = {}): Promise<string> {
  const server = kept(runLatchkey(["start"], environment, folder));
  expect(await server.printed("start the demo over"), server.output).toBe(true);
  return addressOf(server);
}

/** Runs what was pasted, and what it leaves running no longer than itself. */
async function paste(script: string, folder: string): Promise<string> {
  // The package comes from the checkout, and what it needs beside it from there too: nothing is asked of a registry.
  const npm = { npm_config_offline: "true", npm_config_audit: "false", npm_config_update_notifier: "false" };
  const whole = `trap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n${script}`;
  const shell = kept(new Program("bash", ["-euc", whole], { cwd: folder, env: { ...process.env, ...npm } }));
  expect(await shell.exited, shell.output).toBe(0);
  return shell.output;
}

test.skipIf(!hasTools)("the SDK's README leads from the demo to a protected Express app", async () => {
  const folder = await checkout();
  const url = await demoIn(folder);
  const port = String(freePort());
  const block = await blocksOf("packages/sdk/README.md", "Protect an Express app in ten minutes");

  const pasted = [block("1"), block("install"), block("start"), block("2"), block("3")].join("\n");
  expect(pasted).toContain("npm install express ");
  const script = pasted
    .replace("http://127.0.0.1:4390", url)
    .replace("npm install express ", `npm install ${join(ROOT, "node_modules/express")} `)
    .replace("127.0.0.1:3000", `127.0.0.1:${port}`);
  const output = await paste(`export PORT=${port}\n${script}`, folder);

  const answers = output.split("\n").filter((line) => line.startsWith("{"));
  expect(answers.map((line) => JSON.parse(line) as { askedBy?: string; code?: string })).toMatchObject([
    { askedBy: "CrediPay of credipay" },
    { code: "INVALID_CREDENTIALS" },
    { code: "RESOURCE_DENIED" },
    { code: "NOT_ADMITTED" },
    { code: "EXTERNAL_KEY_INACTIVE" },
  ]);
});

test.skipIf(!hasNginx)("nginx's page leads from the demo to a protected location", async () => {
  const folder = await checkout();
  const block = await blocksOf("docs/gateways/nginx.md", "In ten minutes");
  await paste(block("files"), folder);
  const [, routes = ""] = /^LATCHKEY_ROUTES=(\S+) npm start\n$/.exec(block("start")) ?? [];
  const url = await demoIn(folder, { LATCHKEY_ROUTES: routes });
  const [servicePort, gatewayPort] = [freePort(), freePort()];

  const ports = [
    ["127.0.0.1:4390", new URL(url).host],
    ["127.0.0.1:9000", `127.0.0.1:${servicePort}`],
    ["127.0.0.1:8080", `127.0.0.1:${gatewayPort}`],
  ] as const;
  const onOtherPorts = `sed -i.bak ${ports.map(([from, to]) => `-e s/${from}/${to}/`).join(" ")} ../gateway/nginx.conf`;
  const pasted = [block("files"), onOtherPorts, block("keys"), block("gateway"), block("requests")].join("\n");
  const script = ports.reduce((text, [from, to]) => text.replace(`http://${from}`, `http://${to}`), pasted);
  const output = await paste(`export PORT=${servicePort}\n${script}`, folder);

  const answers = output.replaceAll("\r", "").split("HTTP/1.1 ").slice(1);
  expect(answers.map((answer) => answer.replaceAll("\n", " "))).toEqual([
    expect.stringMatching(/^200 OK \{.*"x-latchkey-account":"acme".*"x-latchkey-owner":"credipay"/),
    expect.stringMatching(/^401 /),
    expect.stringMatching(/^403 Forbidden X-Latchkey-Code: RESOURCE_DENIED/),
    expect.stringMatching(/^403 Forbidden X-Latchkey-Code: NOT_ADMITTED/),
    expect.stringMatching(/^403 Forbidden X-Latchkey-Code: FORBIDDEN/),
  ]);
  expect(answers[0]).not.toContain("x-api-token");
});
