import { CommandError } from "./failures.ts";
import type { Terminal } from "./terminal.ts";

interface TestTerminalOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly columns?: number;
  /** What a person would type; absent: nobody is there. */
  readonly answers?: readonly string[];
  readonly input?: string;
  readonly files?: Readonly<Record<string, string>>;
}

/** A terminal that remembers what was said on it, and touches nothing. */
export function testTerminal(options: TestTerminalOptions = {}) {
  const prints: string[] = [];
  const notes: string[] = [];
  const answers = [...(options.answers ?? [])];
  const files = new Map(Object.entries(options.files ?? {}));
  return {
    env: options.env ?? {},
    columns: options.columns,
    isInteractive: options.answers !== undefined,
    print: (line) => void prints.push(line),
    note: (line) => void notes.push(line),
    ask: async () => answers.shift() ?? "",
    readInput: async () => options.input ?? "",
    async readFile(path) {
      const content = files.get(path);
      if (content === undefined) throw new CommandError(`${path} can't be read: ENOENT`);
      return content;
    },
    async createFile(path) {
      if (files.has(path)) throw new CommandError(`${path} can't be made: EEXIST`);
      files.set(path, "");
      return {
        write: async (content) => void files.set(path, String(content)),
        discard: async () => void files.delete(path),
      };
    },
    get said() {
      return { prints: prints.join("\n"), notes: notes.join("\n") };
    },
  } satisfies Terminal & { said: object };
}
