import { describe, expect, it } from "vitest";
import { SERVER_COMMANDS } from "@latchkey/server/command-forms";
import type { Told } from "@latchkey/server/command-line";
import { COMMANDS } from "./commands.ts";
import { main } from "./main.ts";
import { testTerminal } from "./test-terminal.ts";

const TOKEN = `lkt_${"a1B2".repeat(12)}x`;

/** Runs a command without a service; the server's commands answer 42. */
async function run(args: readonly string[], options: Parameters<typeof testTerminal>[0] = {}) {
  const terminal = testTerminal(options);
  const forwarded: { readonly name: string; readonly told: Told }[] = [];
  const exitCode = await main(args, terminal, async (name, told) => {
    forwarded.push({ name, told });
    return 42;
  });
  return { exitCode, forwarded, ...terminal.said };
}

describe("latchkey", () => {
  it("has the server do what is its own, as it was told", async () => {
    expect(await run(["serve"])).toMatchObject({ exitCode: 42, forwarded: [{ name: "serve" }] });
    const { forwarded: starts } = await run(["start", "--reset"]);
    expect(starts[0]?.told.has("reset")).toBe(true);
    const { forwarded: checks } = await run(["audit", "verify", "--heads", "kept.jsonl", "--json"]);
    expect(checks[0]?.name).toBe("audit verify");
    expect(checks[0]?.told.text("heads")).toBe("kept.jsonl");
    expect(checks[0]?.told.has("json")).toBe(true);
    const { forwarded: restores } = await run(["restore", "backup.gz", "--trust-backup"]);
    expect(restores[0]?.told.operand()).toBe("backup.gz");
  });

  it("answers 2 and what there is where the verb is missing or unknown", async () => {
    for (const args of [["keys"], ["keys", "destroy"], ["audit"], ["audit", "verfy"], ["secret"]]) {
      const { exitCode, forwarded, notes, prints } = await run(args);
      expect({ exitCode, forwarded, prints }).toEqual({ exitCode: 2, forwarded: [], prints: "" });
      expect(notes).toContain(`Usage: latchkey ${args[0]} <command>`);
      expect(notes.includes(`there is no command ${args.join(" ")}\n`)).toBe(args.length > 1);
    }
    const { notes } = await run(["audit"]);
    for (const verb of ["list", "verify", "heads"]) expect(notes).toMatch(new RegExp(`^  audit ${verb}\\b`, "m"));
    const unknown = "latchkey: there is no command kyes\nlatchkey --help lists them all.";
    expect(await run(["kyes", "list"])).toMatchObject({ exitCode: 2, prints: "", notes: unknown });
    const nothing = await run([]);
    expect(nothing).toMatchObject({ exitCode: 2, forwarded: [], prints: "" });
    expect(nothing.notes).toContain("latchkey <command> --help explains each");
  });

  it("explains every command, with an example that it would take", async () => {
    for (const command of COMMANDS) {
      const { exitCode, prints } = await run([...command.name.split(" "), "--help"]);
      expect(exitCode).toBe(0);
      for (const example of command.examples) {
        expect(prints).toContain(example);
        // Up to the point where it would ask somebody.
        const words = [...example.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");
        const args = words.slice(1).filter((word, index, all) => word !== "<" && all[index - 1] !== "<");
        const { notes } = await run(args, { env: {} });
        expect(`${example}: ${notes}`).toMatch(/no credential|--yes is needed|USER-ID|can't be made/);
      }
    }
    expect(COMMANDS.length).toBeGreaterThan(35);
  });

  it("explains every command of the server, too, with an example that it would take", async () => {
    for (const { environment, examples, name, options } of SERVER_COMMANDS) {
      const { exitCode, forwarded, prints } = await run([...name.split(" "), "--help"]);
      expect({ exitCode, forwarded }).toEqual({ exitCode: 0, forwarded: [] });
      for (const word of [...Object.keys(options).map((option) => `--${option}`), ...Object.keys(environment)]) {
        expect(prints).toContain(word);
      }
      for (const example of examples) {
        expect(prints).toContain(`  ${example}`);
        const [, line = ""] = /^(?:[A-Z_]+=(?:"[^"]*"|\S+) )*latchkey ([^>]*)/.exec(example) ?? [];
        const taken = await run(line.trim().split(" "));
        expect(taken, example).toMatchObject({ exitCode: 42, forwarded: [{ name }] });
      }
    }
    expect(SERVER_COMMANDS.length).toBeGreaterThan(9);
  });

  it("names every command of the server, and every group of the others, in its help", async () => {
    const { exitCode, forwarded, prints } = await run(["--help"]);
    expect({ exitCode, forwarded }).toEqual({ exitCode: 0, forwarded: [] });
    for (const { name } of COMMANDS) expect(prints).toMatch(new RegExp(`^  ${name.split(" ")[0]}\\b`, "m"));
    for (const { name } of SERVER_COMMANDS) expect(prints).toMatch(new RegExp(`^  ${name}\\b`, "m"));
  });

  it("takes --json wherever there is an answer, and says so where there is none", async () => {
    for (const { name } of COMMANDS) expect((await run([...name.split(" "), "--help"])).prints).toContain("--json");
    for (const { name, ...form } of SERVER_COMMANDS) {
      const args = [...name.split(" "), ...("operands" in form ? ["f"] : []), "--json"];
      const { exitCode, notes } = await run(args);
      const isRefused = name === "serve" || name === "start";
      const refusal = `latchkey: unknown option '--json'\nlatchkey ${name} --help says more.`;
      expect({ exitCode, notes }).toEqual(isRefused ? { exitCode: 2, notes: refusal } : { exitCode: 42, notes: "" });
    }
  });

  it.each([
    [["keys", "show"], "takes KEY"],
    [["keys", "show", "a", "b", "--account", "x"], "takes KEY"],
    [["keys", "list", "--acount", "x"], "unknown option '--acount'"],
    [["keys", "list", "--limit", "0", "--account", "x"], "--limit must be"],
    [["keys", "list", "--status", "gone", "--account", "x"], "--status must be active or inactive"],
    [["keys", "edit", "k", "--role", "a", "--no-roles", "--account", "x"], "exclude each other"],
    [["keys", "edit", "k", "--network", "::1", "--no-networks", "--account", "x"], "exclude each other"],
    [["keys", "edit", "k", "--requests-per-minute", "-1", "--account", "x"], "requests-per-minute"],
    [["catalog", "gaps"], "takes RESOURCE"],
    [["catalog", "gaps", "oms.view-order", "--days", "many"], "--days must be"],
    [["keys", "list"], "--account is needed"],
    [["keys", "list", "--account", "x"], "no credential"],
    [["keys", "list", "--account", "x", "--url", "ftp://x"], "address must be such as"],
    [["keys", "list", "--account", "x", "--url", "http://u:p@x"], "no password"],
    [["keys", "delete", "k", "--account", "x"], "--yes is needed"],
    [["export", "keys.pdf", "--account", "x"], "--format is needed"],
    [["serve", "now"], "latchkey serve takes nothing beside its options"],
    [["serve", "--reset"], "unknown option '--reset'"],
    [["backup"], "latchkey backup takes FILE"],
    [["copy", "--to"], "argument missing"],
  ])("refuses %j", async (args, reason) => {
    const { exitCode, notes, prints } = await run(args);
    expect({ exitCode, prints }).toEqual({ exitCode: 2, prints: "" });
    expect(notes).toContain(reason);
  });

  it("rule 2: refuses a secret among the arguments, whole or most of it, and doesn't repeat it", async () => {
    const places = [
      ["verify", TOKEN, "--account", "acme"],
      ["keys", "list", "--account", TOKEN],
      ["keys", "list", `--search=x${TOKEN.slice(0, -8)}`],
      ["users", "add", "a@b.example", "--name", `lks_${TOKEN.slice(4)}`],
      ["keys", "show", "lk-x", `--${TOKEN}`],
      ["serve", TOKEN],
      ["copy", "--to", `postgres://keys:${TOKEN}@db/keys`],
      ["keys", TOKEN],
      [TOKEN],
    ];
    for (const args of places) {
      const { exitCode, notes, prints } = await run(args);
      expect({ exitCode, prints }).toEqual({ exitCode: 2, prints: "" });
      expect(notes).toContain("a secret among the arguments");
      expect(notes).not.toContain(TOKEN.slice(4, 30));
    }
  });

  it("says nothing of a person's no but that nothing was changed", async () => {
    const answers = { answers: ["n"] };
    const args = ["keys", "delete", "k", "--account", "x"];
    expect(await run(args, answers)).toMatchObject({ exitCode: 1, notes: "latchkey: nothing was changed" });
  });

  it("finds a demo's operator token on this machine, and says so", async () => {
    const files = { "data/operator-token": "t".repeat(40) };
    const args = ["accounts", "list", "--url", "http://127.0.0.1:1"];
    const { exitCode, notes } = await run(args, { env: { LATCHKEY_DATA_DIR: "data" }, files });
    expect(exitCode).toBe(1);
    expect(notes).toContain("as the operator, by the token in data/operator-token");
    expect(notes).toContain("could not be reached. (UNREACHABLE)");
    // Never to another machine.
    const elsewhere = await run(["accounts", "list", "--url", "http://keys.invalid"], {
      env: { LATCHKEY_DATA_DIR: "data" },
      files,
    });
    expect(elsewhere).toMatchObject({ exitCode: 2, prints: "" });
    expect(elsewhere.notes).toContain("without TLS");
  });
});
