import { chmod, mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { addressOf, latchkey, temporaryFolder } from "../support/latchkey.ts";

const OPERATOR_TOKEN = "operator-token-of-the-tests-0123456789";

/** Runs a command that is to end by itself: its exit code, and all that it printed. */
async function ended(args: string[], environment: Readonly<Record<string, string>> = {}) {
  const program = latchkey(args, { LATCHKEY_DATA_DIR: await temporaryFolder(), ...environment });
  return { code: await program.exited, output: program.output };
}

/** One line that names what is wrong. */
function oneLine(what: string): RegExp {
  return new RegExp(`^latchkey: [^\\n]*${what.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}[^\\n]*\\n$`);
}

// Every variable's bad values are in `config.test.ts`; here are two of them, and those that only the files tell.
test.for([
  ["PORT", "abc"],
  ["LATCHKEY_SECRET", "0123456789012345678901234567890"],
  ["LATCHKEY_CATALOG", "/nowhere/catalog.json"],
  ["LATCHKEY_ROUTES", "/nowhere/routes.json"],
  ["LATCHKEY_DATA_DIR", "/dev/null/data"],
] as const)("%s=%s stops the start with one line that names it", async ([name, value]) => {
  const { code, output } = await ended(["serve"], { LATCHKEY_OPERATOR_TOKEN: OPERATOR_TOKEN, [name]: value });
  expect(output).toMatch(oneLine(name));
  expect(code).toBe(1);
  // What is to be secret isn't repeated, however bad it is.
  const isSecret = name === "LATCHKEY_SECRET";
  expect(isSecret && output.includes(value)).toBe(false);
});

test("demo data and a HOST that others can reach exclude each other", async () => {
  const { code, output } = await ended(["start"], { HOST: "0.0.0.0" });
  expect(output).toMatch(oneLine("HOST 0.0.0.0"));
  expect(code).toBe(1);
});

test.for([
  ["start", "HOST", "0.0.0.0"],
  ["serve", "HOST", "127.example.com"],
  ["serve", "LATCHKEY_PUBLIC_URL", "https://keys.example.com"],
] as const)("demo data of another start is served to nobody else by %s with %s=%s", async ([command, name, value]) => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "demo"), "");
  const demo = { LATCHKEY_DATA_DIR: folder, LATCHKEY_DEMO: "off", LATCHKEY_OPERATOR_TOKEN: OPERATOR_TOKEN };
  const { code, output } = await ended([command], { ...demo, [name]: value });
  expect(output).toMatch(oneLine(`${name} ${value.replace("https://", "")} can be reached by others`));
  expect(code).toBe(1);
});

test("a HOST that isn't this machine's is said in one line", async () => {
  const { code, output } = await ended(["serve"], { HOST: "192.0.2.1", LATCHKEY_OPERATOR_TOKEN: OPERATOR_TOKEN });
  expect(output).toMatch(oneLine("HOST 192.0.2.1"));
  expect(code).toBe(1);
});

test("latchkey serve refuses to start without an operator token", async () => {
  const { code, output } = await ended(["serve"]);
  expect(output).toMatch(oneLine("LATCHKEY_OPERATOR_TOKEN"));
  expect(code).toBe(1);
});

test("latchkey serve refuses a secret that it can't read, or that holds too little", async () => {
  const folder = await temporaryFolder();
  const secret = join(folder, "secret");
  const environment = { LATCHKEY_DATA_DIR: folder, LATCHKEY_OPERATOR_TOKEN: OPERATOR_TOKEN };
  // Unreadable for root, too, as whom tests may run.
  await mkdir(secret);
  const unreadable = await ended(["serve"], environment);
  expect(unreadable).toEqual({ code: 1, output: expect.stringMatching(oneLine(secret)) as string });

  const other = join(await temporaryFolder(), "data");
  await mkdir(other);
  await writeFile(join(other, "secret"), "too short\n");
  await chmod(join(other, "secret"), 0o600);
  const short = await ended(["serve"], { ...environment, LATCHKEY_DATA_DIR: other });
  expect(short).toEqual({ code: 1, output: expect.stringMatching(oneLine(join(other, "secret"))) as string });
});

test("latchkey serve refuses a database that was made with another secret", async () => {
  const environment = { LATCHKEY_DATA_DIR: await temporaryFolder(), LATCHKEY_OPERATOR_TOKEN: OPERATOR_TOKEN };
  const server = latchkey(["serve"], environment);
  await addressOf(server);
  expect(await server.stop()).toBe(0);
  const another = { ...environment, LATCHKEY_SECRET: "another-secret-than-the-one-of-before" };
  for (const command of [["serve"], ["audit", "verify"]]) {
    const { code, output } = await ended(command, another);
    expect(output).toMatch(oneLine("LATCHKEY_SECRET"));
    expect(code).toBe(1);
  }
});

test("a file that is no database is said in one line", async () => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "latchkey.db"), "This is no database, and was never one.\n".repeat(200));
  const environment = { LATCHKEY_DATA_DIR: folder, LATCHKEY_OPERATOR_TOKEN: OPERATOR_TOKEN };
  const { code, output } = await ended(["serve"], environment);
  expect(output).toMatch(oneLine("LATCHKEY_DATA_DIR"));
  expect(code).toBe(1);
});

test("a catalog file that says nothing sensible is said in one line", async () => {
  const folder = await temporaryFolder();
  const file = join(folder, "catalog.json");
  for (const text of ["{", '{"products":[{"id":1}],"roles":[]}']) {
    await writeFile(file, text);
    const { code, output } = await ended(["serve"], {
      LATCHKEY_OPERATOR_TOKEN: OPERATOR_TOKEN,
      LATCHKEY_CATALOG: file,
    });
    expect(output).toMatch(oneLine("LATCHKEY_CATALOG"));
    expect(code).toBe(1);
  }
});

test("--help tells the commands; an unknown one says where, and fails", async () => {
  const help = await ended(["--help"]);
  expect(help.code).toBe(0);
  for (const command of ["start ", "serve ", "audit verify", "audit heads"]) expect(help.output).toContain(command);
  expect(await ended(["frobnicate"])).toEqual({
    code: 2,
    output: "latchkey: there is no command frobnicate\nlatchkey --help lists them all.\n",
  });
  const unknownOption = await ended(["start", "--frobnicate"]);
  expect(unknownOption.code).toBe(2);
  expect(unknownOption.output).toMatch(/^latchkey: .*--frobnicate/);
});

test("latchkey audit verify finds the log intact, and shows where it was tampered with", async () => {
  const environment = { LATCHKEY_DATA_DIR: await temporaryFolder() };
  const server = latchkey(["start"], environment);
  await addressOf(server);
  await server.stop();
  const intact = await ended(["audit", "verify"], environment);
  expect(intact.output).toMatch(/^acme: \d+ events intact$/m);
  expect(intact.code).toBe(0);

  const tamper = (sql: string) => {
    using database = new DatabaseSync(join(environment.LATCHKEY_DATA_DIR, "latchkey.db"));
    expect(database.prepare(sql).run().changes).toBeGreaterThan(0);
  };
  tamper("update audit_events set action = 'key.changed' where account = 'acme' and sequence = 3");
  tamper("delete from audit_events where account = 'zoom' and sequence = 2");
  tamper("delete from audit_heads where account = 'opteplus'");
  tamper("delete from audit_events where account = 'opteplus'");
  const broken = await ended(["audit", "verify"], environment);
  expect(broken.output).toMatch(/^acme: broken at event 3 \(altered\); 2 events before it are intact$/m);
  expect(broken.output).toMatch(/^zoom: broken at event 2 \(missing\); 1 events before it are intact$/m);
  expect(broken.output).toMatch(/^opteplus: broken at event 1 \(head\); 0 events before it are intact$/m);
  expect(broken.output).toMatch(/^credipay: \d+ events intact$/m);
  expect(broken.code).toBe(1);
});

test("latchkey audit heads gives what shows later that the end of a log was cut off", async () => {
  const environment = { LATCHKEY_DATA_DIR: await temporaryFolder() };
  const server = latchkey(["start"], environment);
  await addressOf(server);
  await server.stop();
  const heads = await ended(["audit", "heads"], environment);
  expect(heads.code).toBe(0);
  const acme = /^\{"account":"acme","sequence":(\d+),"mac":"[0-9a-f]{64}"\}$/m.exec(heads.output);
  const file = join(await temporaryFolder(), "heads");
  await writeFile(file, heads.output);
  const intact = await ended(["audit", "verify", "--heads", file], environment);
  expect(intact.output).toMatch(/^acme: \d+ events intact, the kept head among them$/m);
  expect(intact.code).toBe(0);

  {
    using database = new DatabaseSync(join(environment.LATCHKEY_DATA_DIR, "latchkey.db"));
    database.exec(`delete from audit_events where account = 'acme' and sequence > 1;
      update audit_heads set sequence = 1, mac = (select mac from audit_events where account = 'acme') where account = 'acme'`);
  }
  expect((await ended(["audit", "verify"], environment)).code).toBe(0);
  const cut = await ended(["audit", "verify", "--heads", file], environment);
  expect(cut.output).toMatch(/^acme: broken at event 2 \(cut-off\); 1 events before it are intact$/m);
  expect(cut.code).toBe(1);
  expect(Number(acme?.[1])).toBeGreaterThan(1);
});

test.each([
  ["that isn't there", undefined],
  ["that is empty", ""],
  ["of something else", '{"account":"acme"}'],
  ["that is no JSON", "acme 1"],
])("latchkey audit verify says in one line that a file of heads %s is none", async (_what, text) => {
  const environment = { LATCHKEY_DATA_DIR: await temporaryFolder() };
  const file = join(await temporaryFolder(), "heads");
  if (text !== undefined) await writeFile(file, text);
  const { code, output } = await ended(["audit", "verify", "--heads", file], environment);
  expect(output).toMatch(oneLine("--heads"));
  expect(code).toBe(1);
});

test("latchkey audit verify makes no database where there is none, to find it intact", async () => {
  const folder = await temporaryFolder();
  const { code, output } = await ended(["audit", "verify"], { LATCHKEY_DATA_DIR: folder });
  expect(output).toMatch(oneLine("LATCHKEY_DATA_DIR"));
  expect(code).toBe(1);
  expect(await readdir(folder)).toEqual([]);
});
