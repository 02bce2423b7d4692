import type { ResponseBody } from "@latchkey/sdk/client";
import { UsageError } from "@latchkey/server/command-line";
import type { Command } from "../command.ts";
import { given } from "../input.ts";
import { type Column, readList } from "../output.ts";
import { LIMIT } from "./options.ts";

type Gap = ResponseBody<"/v1/resources/{resource}/gaps", "get">["items"][number];

const COLUMNS: readonly Column<Gap>[] = [
  ["ACCOUNT", ({ account }) => account],
  ["KEY", ({ key }) => key],
  ["NAME", ({ name }) => name],
  ["OWNER", ({ owner }) => owner.account],
  ["STATUS", ({ status }) => status],
  ["USES", ({ uses }) => String(uses)],
  ["LAST USED", ({ lastUsedOn }) => lastUsedOn],
  ["ROLES", ({ roles }) => roles.join(", ")],
];

export const gapCommands: readonly Command[] = [
  {
    name: "catalog gaps",
    summary: "Lists the keys of all accounts that use an API and lack a resource it will need, for the operator",
    operands: ["RESOURCE"],
    options: {
      used: { value: "KEY", repeats: true, says: "a resource that the API asks for today; default: any use" },
      days: { value: "N", says: "how many days back it was used, 1 to 400; default: 30" },
      ...LIMIT,
    },
    examples: [
      "latchkey catalog gaps oms.cancel-order --used oms.view-order",
      "latchkey catalog gaps oms.cancel-order --used oms.view-order --days 90 --json",
    ],
    async run({ input, output, connect }) {
      const path = { resource: input.operand() };
      const query = given({ usedResource: input.texts("used"), days: daysOf(input.text("days")) });
      const most = input.most(Infinity);
      const client = await connect();
      const list = await readList(most, (page) =>
        client.get("/v1/resources/{resource}/gaps", { path, query: { ...query, ...page } }),
      );
      output.list(COLUMNS, list);
    },
  },
];

/** How many there may be, the service says. @throws UsageError where it is no number */
function daysOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,4}$/.test(text)) throw new UsageError("--days must be a whole number");
  return Number(text);
}
