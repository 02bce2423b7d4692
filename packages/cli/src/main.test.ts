import { describe, expect, it } from "vitest";
import { COMMANDS } from "./commands.ts";
import { main } from "./main.ts";
import { testTerminal } from "./test-terminal.ts";

const TOKEN = `lkt_${"a1B2".repeat(12)}x`;

/** Runs a command without a service; the server's commands answer 42. */
async function run(args: readonly string[], options: Parameters<typeof testTerminal>[0] = {}) {
  const terminal = testTerminal(options);
  const forwarded: (readonly string[])[] = [];
  const exitCode = await main(args, terminal, async (rest) => {
    forwarded.push(rest);
    return 42;
  });
  return { exitCode, forwarded, ...terminal.said };
}

describe("latchkey", () => {
  it("hands the server what it doesn't know itself, arguments and all", async () => {
    for (const args of [
      ["serve"],
      ["start", "--reset"],
      ["audit", "verify", "--heads", "f"],
      ["copy", "--from", "x"],
    ]) {
      expect(await run(args)).toMatchObject({ exitCode: 42, forwarded: [args] });
    }
  });

  it("answers 2 and what there is where the verb is missing or unknown", async () => {
    for (const args of [["keys"], ["keys", "destroy"], ["audit"]]) {
      const { exitCode, forwarded, notes, prints } = await run(args);
      expect({ exitCode, forwarded, prints }).toEqual({ exitCode: 2, forwarded: [], prints: "" });
      expect(notes).toContain(`latchkey ${args[0]} <command>`);
    }
    expect(await run([])).toMatchObject({ exitCode: 2, forwarded: [] });
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

  it("names every group in its help, and adds the server's", async () => {
    const { exitCode, forwarded, prints } = await run(["--help"]);
    expect({ exitCode, forwarded }).toEqual({ exitCode: 42, forwarded: [["--help"]] });
    for (const { name } of COMMANDS) expect(prints).toContain(name.split(" ")[0]);
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
    [["keys", "list"], "--account is needed"],
    [["keys", "list", "--account", "x"], "no credential"],
    [["keys", "list", "--account", "x", "--url", "ftp://x"], "address must be such as"],
    [["keys", "list", "--account", "x", "--url", "http://u:p@x"], "no password"],
    [["keys", "delete", "k", "--account", "x"], "--yes is needed"],
    [["export", "keys.pdf", "--account", "x"], "--format is needed"],
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
