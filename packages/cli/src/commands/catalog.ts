import type { RequestBody, ResponseBody } from "@latchkey/sdk/client";
import type { Command } from "../command.ts";
import { CommandError } from "../failures.ts";
import type { Column } from "../output.ts";
import { confirm } from "../terminal.ts";

type Catalog = ResponseBody<"/v1/resources", "get">;

/** One resource, and where it stands. */
interface Entry {
  readonly product: string;
  readonly category: string;
  readonly key: string;
  readonly name: string;
}

const COLUMNS: readonly Column<Entry>[] = [
  ["RESOURCE", ({ key }) => key],
  ["NAME", ({ name }) => name],
  ["PRODUCT", ({ product }) => product],
  ["CATEGORY", ({ category }) => category],
];

function entriesOf({ products }: Catalog): Entry[] {
  return products.flatMap((product) =>
    product.categories.flatMap((category) =>
      category.resources.map(({ key, name }) => ({ product: product.name, category: category.name, key, name })),
    ),
  );
}

export const catalogCommands: readonly Command[] = [
  {
    name: "catalog show",
    summary: "Lists the resources of the platform, by product and category",
    examples: ["latchkey catalog show", "latchkey catalog show --json"],
    async run({ output, connect }) {
      const client = await connect();
      const { data } = await client.get("/v1/resources");
      const items = entriesOf(data);
      output.list(COLUMNS, { items, nextCursor: null, total: items.length }, data);
    },
  },
  {
    name: "catalog import",
    summary: "Replaces the catalog and the predefined roles by those of a file, for the operator",
    operands: ["FILE"],
    options: { yes: { says: "don't ask first" } },
    examples: ["latchkey catalog import commerce.json --yes"],
    async run({ input, output, terminal, connect }) {
      const file = input.operand();
      await confirm(terminal, input.has("yes"), `Replace the catalog of every account by ${file}?`);
      const client = await connect();
      const body = parsed(await terminal.readFile(file), file);
      const { data } = await client.put("/v1/catalog", { body });
      output.done(`The catalog has ${entriesOf(data).length} resources.`, data);
    },
  },
];

/** What is wrong in it otherwise, the service says. @throws CommandError where it is no JSON */
function parsed(text: string, file: string): RequestBody<"/v1/catalog", "put"> {
  try {
    return JSON.parse(text) as RequestBody<"/v1/catalog", "put">;
  } catch {
    throw new CommandError(`${file} is not JSON`);
  }
}
