import { execFileSync, spawnSync } from "node:child_process";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { publint } from "publint";
import { addressOf, ROOT, runLatchkey, temporaryFolder } from "../support/latchkey.ts";
import { nodesToTest } from "../support/nodes.ts";
import { Program } from "../support/program.ts";

const hasTools = ["bash", "curl"].every((tool) => spawnSync(tool, ["--version"]).status === 0);
const nodes = nodesToTest().map(({ path }) => path);

const binary = (name: string) => join(ROOT, "node_modules/.bin", name);

let readme = "";

beforeAll(async () => {
  readme = await readFile(join(ROOT, "packages/sdk/README.md"), "utf8");
});

/** The package as it is published, in a project that depends on it. */
async function installed(): Promise<{ project: string; folder: string }> {
  const project = await temporaryFolder();
  const folder = join(project, "node_modules/@latchkey/sdk");
  await mkdir(join(project, "node_modules/@latchkey"), { recursive: true });
  execFileSync(process.execPath, [join(ROOT, "packages/sdk/build.ts"), folder]);
  for (const name of ["express", "@types", "fastify", "hono"]) {
    await symlink(join(ROOT, "node_modules", name), join(project, "node_modules", name));
  }
  await writeFile(join(project, "package.json"), '{"type":"module"}');
  return { project, folder };
}

describe("the published package", () => {
  test("is as package managers and compilers want it", async () => {
    const { folder } = await installed();
    expect((await publint({ pkgDir: folder, pack: false, strict: true })).messages).toEqual([]);
    const npm = spawnSync("npm", ["pack", "--silent"], { cwd: folder, encoding: "utf8" });
    expect(npm.status, npm.stderr).toBe(0);
    const tarball = join(folder, npm.stdout.trim());
    const types = spawnSync(binary("attw"), [tarball, "--profile", "esm-only", "--format", "ascii"], {
      encoding: "utf8",
    });
    expect(types.status, types.stdout + types.stderr).toBe(0);
    expect(types.stdout).toContain("@latchkey/sdk/local-verifier");
  });

  test("has types that fit the frameworks, for who compiles strictly", async () => {
    const { project } = await installed();
    await writeFile(
      join(project, "app.ts"),
      `import express from "express";
      import fastify from "fastify";
      import { Hono } from "hono";
      import { createClient } from "@latchkey/sdk/client";
      import { expressProtection } from "@latchkey/sdk/express";
      import { fastifyProtection } from "@latchkey/sdk/fastify";
      import { fetchProtection } from "@latchkey/sdk/fetch";
      import { honoProtection, type LatchkeyVariables } from "@latchkey/sdk/hono";
      import { createRemoteVerifier } from "@latchkey/sdk/remote-verifier";
      const client = createClient({ baseUrl: "https://keys.example.com", credential: { kind: "bearer", token: "t" } });
      const verifier = createRemoteVerifier(client);
      const path = { account: "acme" };
      const { data } = await client.request("POST /v1/accounts/{account}/api-keys", { path, body: { name: "n", roles: [] } });
      export const key: string = data.key;
      // @ts-expect-error -- no such field
      await client.request("POST /v1/accounts/{account}/api-keys", { path, body: { title: "n", roles: [] } });
      // @ts-expect-error -- no such operation
      await client.request("POST /v1/nothing");
      const one = expressProtection({ verifier, account: (request) => String(request.params["account"]) });
      express().get("/:account", one("a.b"), (_request, response) => void response.end());
      const two = fastifyProtection({ verifier, account: "acme" });
      fastify().get("/", { onRequest: two(null) }, () => "");
      const three = honoProtection({ verifier, account: (context) => context.req.param("account") });
      new Hono<{ Variables: LatchkeyVariables }>().get("/", three("a.b"), (context) => context.text(context.get("latchkey").owner));
      const four = fetchProtection({ verifier, account: "acme" });
      export default { fetch: four("a.b", (_request, caller) => new Response(caller.name)) };
      `,
    );
    const options = [
      "--strict",
      "--noEmit",
      "--module",
      "nodenext",
      "--target",
      "es2023",
      "--lib",
      "es2023,dom,dom.iterable",
    ];
    const compiler = spawnSync(binary("tsc"), [...options, "--skipLibCheck", "app.ts"], {
      cwd: project,
      encoding: "utf8",
    });
    expect(compiler.stdout).toBe("");
    expect(compiler.status).toBe(0);
  });

  test.skipIf(!hasTools).each(nodes)("protects the Express app of its README, as it is pasted, on %s", async (node) => {
    const { project } = await installed();
    const [app = ""] = [...readme.matchAll(/```js\n(.*?)```/gs)].map((match) => match[1]);
    await writeFile(join(project, "app.js"), app);
    const server = runLatchkey(["start"], {}, project);
    onTestFinished(async () => void (await server.stop()));
    expect(await server.printed("start the demo over"), server.output).toBe(true);
    const url = await addressOf(server);

    const [setUp = "", use = "", suspend = ""] = [...readme.matchAll(/```sh\n(.*?)```/gs)].map((match) => match[1]);
    const run = async (script: string) => {
      const shell = new Program("bash", ["-euc", script.replaceAll("http://127.0.0.1:4390", url)], { cwd: project });
      expect(await shell.exited, shell.output).toBe(0);
      return shell.output;
    };
    const token = /lks_\w+/.exec(await run(`${setUp}\necho $LATCHKEY_SERVICE_KEY`))?.[0] ?? "";
    const protectedApp = new Program(node, ["app.js"], {
      cwd: project,
      env: { PATH: process.env["PATH"], PORT: "0", LATCHKEY_URL: url, LATCHKEY_SERVICE_KEY: token },
    });
    onTestFinished(async () => void (await protectedApp.stop("SIGKILL")));
    expect(await protectedApp.printed("listening on"), protectedApp.output).toBe(true);
    const port = /listening on (\d+)/.exec(protectedApp.output)?.[1] ?? "";

    const output = await run(`${setUp}\n${use}\n${suspend}`.replaceAll("127.0.0.1:3000", `127.0.0.1:${port}`));
    const answers = output
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { askedBy?: string; code?: string });
    expect(answers.map(({ askedBy, code }) => askedBy ?? code)).toEqual([
      "CrediPay of credipay",
      "INVALID_CREDENTIALS",
      "RESOURCE_DENIED",
      "NOT_ADMITTED",
      "EXTERNAL_KEY_INACTIVE",
    ]);
    expect(protectedApp.output.trim().split("\n"), "no problem on the side").toHaveLength(1);
  });
});
