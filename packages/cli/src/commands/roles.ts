import type { ResponseBody } from "@latchkey/sdk/client";
import { type Option, UsageError } from "@latchkey/server/command-line";
import type { Command } from "../command.ts";
import { given } from "../input.ts";
import { type Column, readList } from "../output.ts";
import { confirm } from "../terminal.ts";
import { LIMIT, SEARCH, YES } from "./options.ts";

type Role = ResponseBody<"/v1/accounts/{account}/roles/{roleId}", "get">;

const COLUMNS: readonly Column<Role>[] = [
  ["ID", ({ id }) => id],
  ["NAME", ({ name }) => name],
  ["KIND", ({ predefined }) => (predefined ? "predefined" : "custom")],
  ["RESOURCES", ({ resources }) => String(resources.length)],
  ["DESCRIPTION", ({ description }) => description],
];

const RESOURCES: Readonly<Record<string, Option>> = {
  resource: { value: "KEY", repeats: true, says: "a resource that it holds, such as oms.view-order" },
};
const DESCRIPTION: Readonly<Record<string, Option>> = { description: { value: "TEXT", says: "what it is for" } };

function fieldsOf(role: Role): Record<string, string> {
  return {
    id: role.id,
    name: role.name,
    kind: role.predefined ? "predefined" : "custom",
    description: role.description,
    resources: role.resources.join(", "),
  };
}

export const roleCommands: readonly Command[] = [
  {
    name: "roles list",
    summary: "Lists the roles that an account can assign",
    inAccount: true,
    options: { ...SEARCH, ...LIMIT },
    examples: ["latchkey roles list --account acme", "latchkey roles list --account acme --search oms --json"],
    async run({ input, output, connect, account }) {
      const path = { account: account() };
      const query = given({ search: input.text("search") });
      const most = input.most(Infinity);
      const client = await connect();
      output.list(
        COLUMNS,
        await readList(most, (page) =>
          client.get("/v1/accounts/{account}/roles", { path, query: { ...query, ...page } }),
        ),
      );
    },
  },
  {
    name: "roles create",
    summary: "Creates a role of an account's own",
    operands: ["NAME"],
    inAccount: true,
    options: { id: { value: "ID", says: "its id; default: made from its name" }, ...DESCRIPTION, ...RESOURCES },
    examples: ['latchkey roles create "Order reader" --account acme --resource oms.view-order'],
    async run({ input, output, connect, account }) {
      const path = { account: account() };
      const resources = input.texts("resource");
      if (!resources) throw new UsageError("--resource is needed, at least once");
      const body = {
        name: input.operand(),
        resources,
        ...given({ id: input.text("id"), description: input.text("description") }),
      };
      const client = await connect();
      const { data } = await client.post("/v1/accounts/{account}/roles", { path, body });
      output.object(data, fieldsOf(data));
    },
  },
  {
    name: "roles edit",
    summary: "Changes a role of an account's own, for everything that it is assigned to",
    operands: ["ROLE-ID"],
    inAccount: true,
    options: {
      name: { value: "NAME", says: "what it is called" },
      ...DESCRIPTION,
      resource: { value: "KEY", repeats: true, says: "the resources from now on, all of them" },
    },
    examples: ["latchkey roles edit order-reader --account acme --resource oms.view-order --resource oms.list-orders"],
    async run({ input, output, connect, account }) {
      const path = { account: account(), roleId: input.operand() };
      const body = given({
        name: input.text("name"),
        description: input.text("description"),
        resources: input.texts("resource"),
      });
      const client = await connect();
      const { data } = await client.patch("/v1/accounts/{account}/roles/{roleId}", { path, body });
      output.object(data, fieldsOf(data));
    },
  },
  {
    name: "roles delete",
    summary: "Deletes a role of an account's own that is assigned to nothing",
    operands: ["ROLE-ID"],
    inAccount: true,
    options: YES,
    examples: ["latchkey roles delete order-reader --account acme"],
    async run({ input, output, terminal, connect, account }) {
      const path = { account: account(), roleId: input.operand() };
      await confirm(terminal, input.has("yes"), `Delete role ${path.roleId} of ${path.account}?`);
      const client = await connect();
      await client.delete("/v1/accounts/{account}/roles/{roleId}", { path });
      output.done("The role was deleted.");
    },
  },
];
