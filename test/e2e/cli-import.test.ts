import { createHash } from "node:crypto";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { addressOf, BIN, latchkey, temporaryFolder } from "../support/latchkey.ts";

const OPERATOR_TOKEN = "an-operator-token-of-the-import-s-own-tests";
const COUNT = 2_300;

const tokenOf = (number: number) => `TOKENOFANOTHERSERVICE${String(number).padStart(20, "0")}`;
const keyOf = (number: number) => `vtexappkey-shop-${String(number).padStart(6, "0")}`;

it("keys are imported by the command, go on after an interruption, and work with the tokens that they had", async () => {
  const folder = await temporaryFolder();
  const server = latchkey(["start"], {
    LATCHKEY_DATA_DIR: folder,
    LATCHKEY_DEMO: "off",
    LATCHKEY_OPERATOR_TOKEN: OPERATOR_TOKEN,
    LATCHKEY_VTEX: "on",
  });
  const url = await addressOf(server);
  const begin = (args: string[], input = "") => {
    const child = spawn(process.execPath, [BIN, ...args], {
      cwd: folder,
      env: { PATH: process.env["PATH"], LATCHKEY_URL: url, LATCHKEY_OPERATOR_TOKEN: OPERATOR_TOKEN },
      stdio: ["pipe", "pipe", "pipe"],
    });
    child.stdin.end(input);
    return child;
  };
  const run = async (args: string[], input = "") => {
    const child = begin(args, input);
    const ended = once(child, "close");
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    await ended;
    return { exitCode: child.exitCode, stdout, stderr };
  };
  expect((await run(["accounts", "create", "shop"])).exitCode).toBe(0);
  expect((await run(["accounts", "create", "host"])).exitCode).toBe(0);

  const lines = Array.from({ length: COUNT }, (_, number) => {
    const tokenSha256 = createHash("sha256").update(tokenOf(number)).digest("hex");
    return JSON.stringify({ account: "shop", key: keyOf(number), name: `Key ${number}`, tokenSha256 });
  });
  const wrong = JSON.stringify({ account: "gone", key: "vtexappkey-gone-000000", token: tokenOf(0) });
  await writeFile(join(folder, "keys.jsonl"), [...lines, wrong].join("\n"));

  // Ended while the second thousand is under way.
  const interrupted = begin(["import", "keys.jsonl"]);
  const gone = once(interrupted, "close");
  await once(interrupted.stderr, "data");
  interrupted.kill("SIGKILL");
  await gone;

  const again = await run(["import", "keys.jsonl", "--json"]);
  expect(again.exitCode).toBe(1);
  const said = JSON.parse(again.stdout) as { imported: number; present: number; refused: number; refusals: object[] };
  expect(said.imported + said.present).toBe(COUNT);
  expect(said.present).toBeGreaterThanOrEqual(1_000);
  expect(said.imported).toBeGreaterThanOrEqual(1);
  expect(said.refusals).toMatchObject([{ line: COUNT + 1, code: "UNKNOWN_ACCOUNT" }]);
  expect(again.stderr).toContain(`${COUNT + 1} of ${COUNT + 1}: `);
  expect(again.stderr).toContain(`line ${COUNT + 1}: There is no such account. (UNKNOWN_ACCOUNT)`);

  const csv = `key,token,roles\n${keyOf(0)},${tokenOf(0)},owner\nvtexappkey-shop-INCSV1,${tokenOf(1)},owner\n`;
  const fromInput = await run(["import", "-", "--format", "csv", "--account", "shop"], csv);
  expect(fromInput).toMatchObject({ exitCode: 0, stdout: "imported  1\npresent   1\nrefused   0\n" });

  await writeFile(join(folder, "admissions.csv"), `account,key,name\nhost,${keyOf(7)},The shop\n`);
  expect((await run(["import", "admissions.csv", "--external-keys"])).exitCode).toBe(0);
  const ask = (account: string, number: number) => run(["verify", keyOf(7), "--account", account], tokenOf(number));
  expect((await ask("shop", 7)).exitCode).toBe(0);
  expect((await ask("host", 7)).exitCode).toBe(0);
  expect((await ask("host", 8)).exitCode).toBe(3);

  // A partner's script, with the key and token that it has and VTEX's API as it knows it.
  const headers = { "X-VTEX-API-AppKey": "vtexappkey-shop-INCSV1", "X-VTEX-API-AppToken": tokenOf(1) };
  const appKeys = await fetch(`${url}/api/vlm/appkeys?an=shop`, { headers });
  expect(appKeys.status).toBe(200);
  expect(await appKeys.json()).toHaveLength(COUNT + 1);

  const malformed = await run(["import", "-", "--format", "jsonl"], `\n{"key":"${tokenOf(3)}","status":"on"}\n`);
  expect(malformed).toMatchObject({ exitCode: 1, stdout: "" });
  expect(malformed.stderr).toContain("line 2, ");
  expect(malformed.stderr).not.toContain(tokenOf(3));
});
