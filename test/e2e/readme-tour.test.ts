import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { addressOf, ROOT, runLatchkey } from "../support/latchkey.ts";
import { Program } from "../support/program.ts";

const hasTools = ["bash", "curl"].every((tool) => spawnSync(tool, ["--version"]).status === 0);

test.skipIf(!hasTools)("the README's tour works as it is pasted", async () => {
  const folder = await mkdtemp(join(tmpdir(), "latchkey-tour-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const server = runLatchkey(["start"], {}, folder);
  onTestFinished(async () => void (await server.stop()));
  expect(await server.printed("start the demo over"), server.output).toBe(true);
  const url = await addressOf(server);

  const readme = await readFile(join(ROOT, "README.md"), "utf8");
  const tour = readme.slice(readme.indexOf("## A tour"), readme.indexOf("## How a service verifies"));
  const script = [...tour.matchAll(/```sh\n(.*?)```/gs)].map((match) => match[1]).join("\n");
  expect(script).toContain("URL=http://127.0.0.1:4390");
  const shell = new Program("bash", ["-euc", script.replace("http://127.0.0.1:4390", url)], { cwd: folder });

  expect(await shell.exited, shell.output).toBe(0);
  const codes = [...shell.output.matchAll(/"code":"(\w+)"/g)].map((match) => match[1]);
  expect(codes).toEqual(["VALID", "RESOURCE_DENIED", "NOT_ADMITTED", "KEY_INACTIVE"]);
  expect(shell.output).toMatch(/external-key\.removed by Operator[^]*key\.deactivated by CrediPay/);
});
