import { UsageError } from "@latchkey/server/command-line";
import type { Command } from "../command.ts";
import { CommandError } from "../failures.ts";

const FORMATS = ["xlsx", "csv", "json"] as const;

export const exportCommand: Command = {
  name: "export",
  summary: "Writes an account's generated and external keys to a new file",
  operands: ["FILE"],
  inAccount: true,
  options: { format: { value: "FORMAT", says: "xlsx, csv or json; default: as the file's name ends" } },
  examples: ["latchkey export keys.xlsx --account acme", "latchkey export keys.txt --format csv --account acme"],
  async run({ input, output, terminal, connect, account }) {
    const path = { account: account() };
    const file = input.operand();
    const format =
      input.choice("format", FORMATS) ?? FORMATS.find((format) => file.toLowerCase().endsWith(`.${format}`));
    if (format === undefined) throw new UsageError("--format is needed: xlsx, csv or json");
    const client = await connect();
    const newFile = await terminal.createFile(file);
    let content: Uint8Array;
    try {
      const response = await client.open("/v1/accounts/{account}/api-keys/export", { path, query: { format } });
      content = new Uint8Array(await response.arrayBuffer());
    } catch (error) {
      await newFile.discard();
      // Begun, and cut off.
      if (error instanceof TypeError) throw new CommandError("the export ended early: nothing was written");
      throw error;
    }
    await newFile.write(content);
    output.done(`${file}: ${content.length} bytes.`, { file, format, bytes: content.length });
  },
};
