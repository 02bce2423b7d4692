import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { stripTypeScriptTypes } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { demoAddressOf, kept, ROOT, runLatchkey } from "../support/latchkey.ts";
import { nodesToTest } from "../support/nodes.ts";
import { Program } from "../support/program.ts";
import { createSdkProject } from "../support/sdk-project.ts";

const OPERATOR_TOKEN = "an-operator-token-of-the-package-s-own-tests";

const APPS = ["express", "fastify", "hono", "fetch"].flatMap((name) => [`${name}, local`, `${name}, remote`]);

let folder = "";
let server: Program;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "latchkey-sdk-"));
  server = runLatchkey(["start"], {
    LATCHKEY_DATA_DIR: join(folder, "data"),
    LATCHKEY_OPERATOR_TOKEN: OPERATOR_TOKEN,
  });
  await createSdkProject(folder);
  const program = await readFile(join(ROOT, "packages/sdk/src/test-on-node.ts"), "utf8");
  await writeFile(join(folder, "project/on-node.js"), stripTypeScriptTypes(program));
});

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

test.each(nodesToTest())(
  "the packed SDK protects apps of all frameworks on Node $version, asks, retries, and lets go",
  async ({ path, version }) => {
    const url = await demoAddressOf(server);
    const env = { PATH: process.env["PATH"], LATCHKEY_URL: url, LATCHKEY_OPERATOR_TOKEN: OPERATOR_TOKEN };
    const program = kept(new Program(path, ["on-node.js"], { cwd: join(folder, "project"), env }));
    expect(await program.exited, program.output).toBe(0);

    // One line: no warning of an old Node's stands beside it.
    const said = JSON.parse(program.output) as Record<string, unknown>;
    const each = (answers: object) => Object.fromEntries(APPS.map((app) => [app, answers]));
    const refused = { nobody: "401 INVALID_CREDENTIALS", elsewhere: "403 NOT_ADMITTED" };
    const caller = "CrediPay of credipay";
    const suspended = "403 EXTERNAL_KEY_INACTIVE";
    expect(said).toEqual({
      node: version,
      before: each({ ...refused, headers: caller, basic: caller, more: "403 RESOURCE_DENIED" }),
      standing: "current",
      after: each({ ...refused, headers: suspended, basic: suspended, more: suspended }),
      refusal: "UNKNOWN_KEY",
      isExported: true,
      retries: { attempts: 3, data: { products: [] } },
    });
  },
);
