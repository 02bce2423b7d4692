import type { ResponseBody } from "@latchkey/sdk/client";
import type { Command } from "../command.ts";
import { given } from "../input.ts";
import { type Column, readList } from "../output.ts";
import { confirm } from "../terminal.ts";
import { LIMIT, SEARCH, statusOption, YES } from "./options.ts";

type Account = ResponseBody<"/v1/accounts/{account}", "get">;

const COLUMNS: readonly Column<Account>[] = [
  ["ACCOUNT", ({ name }) => name],
  ["NAME", ({ displayName }) => displayName],
  ["STATUS", ({ status }) => status],
  ["CREATED", ({ createdAt }) => createdAt],
];

function fieldsOf({ name, displayName, status, createdAt }: Account): Record<string, string> {
  return { account: name, name: displayName, status, created: createdAt };
}

export const accountCommands: readonly Command[] = [
  {
    name: "accounts list",
    summary: "Lists accounts",
    options: { ...SEARCH, ...statusOption("active", "suspended"), ...LIMIT },
    examples: ["latchkey accounts list", "latchkey accounts list --status suspended --json"],
    async run({ input, output, connect }) {
      const status = input.choice("status", ["active", "suspended"]);
      const most = input.most(Infinity);
      const client = await connect();
      const query = given({ search: input.text("search"), status });
      output.list(
        COLUMNS,
        await readList(most, (page) => client.get("/v1/accounts", { query: { ...query, ...page } })),
      );
    },
  },
  {
    name: "accounts create",
    summary: "Creates an account",
    operands: ["NAME"],
    options: { "display-name": { value: "TEXT", says: "what people call it; default: NAME" } },
    examples: ['latchkey accounts create acme --display-name "Acme Store"'],
    async run({ input, output, connect }) {
      const name = input.operand();
      const client = await connect();
      const { data } = await client.post("/v1/accounts", {
        body: { name, displayName: input.text("display-name") ?? name },
      });
      output.object(data, fieldsOf(data));
    },
  },
  {
    name: "accounts edit",
    summary: "Changes an account's display name",
    operands: ["NAME"],
    options: { "display-name": { value: "TEXT", says: "what people call it" } },
    examples: ['latchkey accounts edit acme --display-name "Acme Stores"'],
    async run({ input, output, connect }) {
      const displayName = input.needed("display-name");
      const client = await connect();
      const path = { account: input.operand() };
      const { data } = await client.patch("/v1/accounts/{account}", { path, body: { displayName } });
      output.object(data, fieldsOf(data));
    },
  },
  {
    name: "accounts suspend",
    summary: "Suspends an account: nothing opens it, and its keys open nothing anywhere",
    operands: ["NAME"],
    options: YES,
    examples: ["latchkey accounts suspend acme", "latchkey accounts suspend acme --yes"],
    async run({ input, output, terminal, connect }) {
      const account = input.operand();
      await confirm(terminal, input.has("yes"), `Suspend ${account}, and its keys everywhere?`);
      const client = await connect();
      const { data } = await client.patch("/v1/accounts/{account}", {
        path: { account },
        body: { status: "suspended" },
      });
      output.done(`${account} is suspended.`, data);
    },
  },
  {
    name: "accounts restore",
    summary: "Ends an account's suspension",
    operands: ["NAME"],
    examples: ["latchkey accounts restore acme"],
    async run({ input, output, connect }) {
      const account = input.operand();
      const client = await connect();
      const { data } = await client.patch("/v1/accounts/{account}", { path: { account }, body: { status: "active" } });
      output.done(`${account} is active.`, data);
    },
  },
];
