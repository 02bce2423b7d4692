import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { BIN, temporaryFolder } from "../support/latchkey.ts";
import { createPostgresDatabase } from "../support/postgres.ts";
import { COMPILE_CACHE } from "../support/program.ts";
import { OPERATOR_TOKEN, running } from "../support/running-command.ts";

it("what works on the database answers people in words, and scripts with one JSON object and nothing beside it", async () => {
  const secret = "a-server-secret-of-the-command-s-own-tests";
  const { folder, json, run, server } = await running({ folder: await temporaryFolder(), secret });
  await json("accounts", "create", "acme");
  const there = { LATCHKEY_DATA_DIR: folder, LATCHKEY_SECRET: secret };
  /** What a command answers on standard output, which has to be JSON and no more. */
  async function object(args: readonly string[], environment: Readonly<Record<string, string>> = there, exitCode = 0) {
    const answered = await run([...args, "--json"], environment);
    expect(answered, answered.stderr).toMatchObject({ exitCode });
    return { answer: JSON.parse(answered.stdout) as Record<string, unknown>, stderr: answered.stderr };
  }
  const acme = { account: "acme", events: 1, fault: null };
  const whole = await object(["audit", "verify"]);
  expect(whole).toMatchObject({
    answer: { intact: true, logs: [{ account: "(platform)" }, { ...acme, keptHead: false }] },
    stderr: "",
  });
  const inWords = await run(["audit", "verify"], there);
  expect(inWords).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^acme: 1 events intact$/m) as string });
  const heads = await run(["audit", "heads"], there);
  const headsFile = join(folder, "heads.jsonl");
  await writeFile(headsFile, heads.stdout);
  const against = await object(["audit", "verify", "--heads", headsFile]);
  expect(against.answer).toMatchObject({ intact: true, logs: [{}, { ...acme, keptHead: true }] });

  const file = join(folder, "backup.gz");
  const backup = await object(["backup", file]);
  const { revision } = backup.answer;
  expect(backup).toMatchObject({ answer: { file, rows: expect.any(Number) as number }, stderr: "" });
  expect((await object(["secret", "status"])).answer).toMatchObject({ needed: false, waiting: { tokens: 0 } });
  expect((await object(["changes", "export"])).answer).toMatchObject({ through: revision, complete: true });
  await server.stop("SIGTERM");

  const restored = await object(["restore", file, "--quarantine-all"], {
    LATCHKEY_DATA_DIR: await temporaryFolder(),
    LATCHKEY_SECRET: secret,
  });
  const quarantined = { keys: 0, externalKeys: 0 };
  expect(restored).toMatchObject({ answer: { revision, quarantined, goneServiceKeys: [] }, stderr: "" });

  await using target = await createPostgresDatabase();
  const copied = await object(["copy"], { ...there, LATCHKEY_COPY_TO: target.url });
  expect(copied.answer).toMatchObject({ outcome: "copied", rows: { accounts: 1 }, logs: [{}, acme] });
  expect(copied.stderr).toContain("accounts: 1 of 1");

  const database = new DatabaseSync(join(folder, "latchkey.db"));
  database.exec("update audit_events set target = 'other' where account = 'acme'");
  database.close();
  const broken = await object(["audit", "verify"], there, 1);
  const fault = { sequence: 1, reason: "altered" };
  expect(broken.answer).toMatchObject({ intact: false, logs: [{}, { ...acme, events: 0, fault }] });
  expect(await run(["serve", "--json"], there)).toMatchObject({ exitCode: 2, stdout: "" });
});

it("S12: the platform team sees by the command who would fail on the day on which a resource becomes mandatory", async () => {
  const made = { folder: await temporaryFolder(), secret: "a-server-secret-of-the-command-s-own-tests" };
  const before = await running(made);
  for (const account of ["shop", "partner"]) await before.json("accounts", "create", account);
  const generate = (name: string, account: string, role: string) =>
    before.json<{ key: string; token: string }>("keys", "generate", name, "--account", account, "--role", role);
  const stock = await generate("Stock", "shop", "logistics-read-only");
  const ready = await generate("ERP", "shop", "logistics-full-access");
  const connector = await generate("Connector", "partner", "owner");
  const add = ["external-keys", "add", connector.key, "--account", "shop", "--name", "Our connector"];
  await before.json(...add, "--role", "logistics-read-only");
  for (const { key, token } of [stock, ready, connector, connector]) {
    const file = join(made.folder, `${key}.token`);
    await writeFile(file, token, { mode: 0o600 });
    const ask = ["verify", key, "--account", "shop", "--api-token-file", file];
    expect(await before.run([...ask, "--resource", "logistics.logistics-viewer"])).toMatchObject({ exitCode: 0 });
  }
  // Which writes down what it has counted.
  await before.server.stop("SIGTERM");

  const { json, run } = await running(made);
  const gaps = ["catalog", "gaps", "logistics.logistics-full-access", "--used", "logistics.logistics-viewer"];
  expect(await json(...gaps)).toMatchObject({
    items: [
      { account: "shop", key: connector.key, external: true, owner: { account: "partner" }, uses: 2 },
      { account: "shop", key: stock.key, external: false, name: "Stock", uses: 1 },
    ],
    total: 2,
  });
  const { stdout } = await run(gaps);
  expect(stdout).toMatch(/^ACCOUNT +KEY +NAME +OWNER +STATUS +USES +LAST USED +ROLES\n/);
  expect(stdout).toMatch(
    new RegExp(`^shop +${connector.key} +Our connector +partner +active +2 +[\\d-]{10} +logistics-read-only$`, "m"),
  );
  expect(stdout).not.toContain(ready.key);
  const other = await run([...gaps, "--used", "oms.view-order", "--days", "1", "--limit", "1"]);
  expect(other).toMatchObject({ exitCode: 0, stderr: expect.stringContaining("1 of 2") as string });
  const unknown = await run(["catalog", "gaps", "no.such-resource"]);
  expect(unknown).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("NOT_FOUND") as string });
});

const ESCAPE = String.fromCharCode(27);
const CLEARED = new RegExp(`[^\\n]*${ESCAPE}\\[1G${ESCAPE}\\[0J`, "g");
/** Gives a program a terminal; not everywhere is one. */
const hasScript = spawnSync("script", ["--version"]).status === 0;

it.skipIf(!hasScript)(
  "asks a person at a terminal: questions can be read there, and secrets that are typed can't",
  async () => {
    const { folder, json, url } = await running();
    await json("accounts", "create", "acme");
    const environment = { LATCHKEY_URL: url, LATCHKEY_OPERATOR_TOKEN: OPERATOR_TOKEN };
    /** What somebody sees who types something once they are asked, each line as it is left. */
    async function seen(command: string, asks: string, typed: string): Promise<string> {
      const terminal = spawn("script", ["-qec", `"${process.execPath}" "${BIN}" ${command}`, "/dev/null"], {
        cwd: folder,
        env: { ...COMPILE_CACHE, PATH: process.env["PATH"], ...environment },
      });
      let output = "";
      terminal.stdout.setEncoding("utf8").on("data", (more: string) => {
        const wasAsked = output.includes(asks);
        output += more;
        if (!wasAsked && output.includes(asks)) terminal.stdin.write(`${typed}\r`);
      });
      await once(terminal, "close");
      // Back to the first column and cleared from there: what stood on the line is gone.
      return output.replaceAll(CLEARED, "");
    }
    const refused = await seen("accounts suspend acme", "[y/N]", "n");
    expect(refused).toContain("Suspend acme, and its keys everywhere? [y/N] ");
    expect(refused).toContain("nothing was changed");
    expect(await json("accounts", "list")).toMatchObject({ items: [{ name: "acme", status: "active" }] });
    const password = "correct horse battery staple 7";
    const added = await seen(
      "users add ana@acme.example --account acme --name Ana --with-password",
      "Password",
      password,
    );
    expect(added).toContain("Password of the new user: ");
    expect(added).toMatch(/^email +ana@acme\.example\r?$/m);
    expect(added).not.toContain("horse");
  },
);
