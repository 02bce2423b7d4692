import type { ResponseBody } from "@latchkey/sdk/client";
import type { Command } from "../command.ts";
import { type Column, readList } from "../output.ts";
import { confirm } from "../terminal.ts";
import { DELIVERY, deliverToken } from "../token-delivery.ts";
import { LIMIT, YES } from "./options.ts";

type ServiceKey = ResponseBody<"/v1/service-keys", "get">["items"][number];

const COLUMNS: readonly Column<ServiceKey>[] = [
  ["ID", ({ id }) => id],
  ["NAME", ({ name }) => name],
  ["CREATED", ({ createdAt }) => createdAt],
];

export const serviceKeyCommands: readonly Command[] = [
  {
    name: "service-keys list",
    summary: "Lists the credentials of the platform's services",
    options: LIMIT,
    examples: ["latchkey service-keys list"],
    async run({ input, output, connect }) {
      const most = input.most(Infinity);
      const client = await connect();
      output.list(COLUMNS, await readList(most, (query) => client.get("/v1/service-keys", { query })));
    },
  },
  {
    name: "service-keys generate",
    summary: "Generates a credential for a service, which lets it verify in every account",
    operands: ["NAME"],
    options: { "save-token": DELIVERY["save-token"] },
    examples: [
      "latchkey service-keys generate orders-api",
      "latchkey service-keys generate orders-api --save-token orders.key",
    ],
    async run(session) {
      const client = await session.connect();
      const body = { name: session.input.operand() };
      const make = async () => (await client.post("/v1/service-keys", { body })).data;
      await deliverToken(session, make, ({ id, name, createdAt }) => ({ id, name, created: createdAt }));
    },
  },
  {
    name: "service-keys delete",
    summary: "Deletes a service's credential: it can verify nothing any more",
    operands: ["ID"],
    options: YES,
    examples: ["latchkey service-keys delete ID"],
    async run({ input, output, terminal, connect }) {
      const id = input.operand();
      await confirm(terminal, input.has("yes"), `Delete service key ${id}?`);
      const client = await connect();
      await client.delete("/v1/service-keys/{id}", { path: { id } });
      output.done("The service key was deleted.");
    },
  },
];
