import type { ResponseBody } from "@latchkey/sdk/client";
import { UsageError } from "@latchkey/server/command-line";
import type { Command } from "../command.ts";
import { given } from "../input.ts";

type Settings = ResponseBody<"/v1/accounts/{account}/api-key-settings", "get">;

function fieldsOf({ enforcement, renewalMonths }: Settings): Record<string, string> {
  return {
    "renewal recommended": `after ${renewalMonths} months`,
    enforcement: enforcement === "expire" ? "expire: older tokens stop working" : "alert: older tokens are pointed out",
  };
}

export const keySettingsCommands: readonly Command[] = [
  {
    name: "key-settings show",
    summary: "Shows from which age on an account's tokens are to be renewed, and what happens then",
    inAccount: true,
    examples: ["latchkey key-settings show --account acme"],
    async run({ output, connect, account }) {
      const path = { account: account() };
      const client = await connect();
      const { data } = await client.get("/v1/accounts/{account}/api-key-settings", { path });
      output.object(data, fieldsOf(data));
    },
  },
  {
    name: "key-settings edit",
    summary: "Changes them, for every key that the account has or will have",
    inAccount: true,
    options: {
      "renewal-months": { value: "MONTHS", says: "3 or 6" },
      enforcement: { value: "WHAT", says: "alert, or expire: then older tokens stop working, everywhere" },
    },
    examples: ["latchkey key-settings edit --account acme --renewal-months 6 --enforcement alert"],
    async run({ input, output, connect, account }) {
      const path = { account: account() };
      const months = input.choice("renewal-months", ["3", "6"]);
      const body = given({
        renewalMonths: months === undefined ? undefined : months === "3" ? (3 as const) : (6 as const),
        enforcement: input.choice("enforcement", ["alert", "expire"]),
      });
      if (Object.keys(body).length === 0) throw new UsageError("--renewal-months or --enforcement is needed");
      const client = await connect();
      const { data } = await client.patch("/v1/accounts/{account}/api-key-settings", { path, body });
      output.object(data, fieldsOf(data));
    },
  },
];
