import type { Command } from "../command.ts";
import { given } from "../input.ts";
import { confirm } from "../terminal.ts";
import { DELIVERY, deliverToken } from "../token-delivery.ts";
import { keyFields, keyPath } from "./keys.ts";
import { YES } from "./options.ts";

/** Replacing a key's token, with an overlap in which both work. */
export const renewalCommands: readonly Command[] = [
  {
    name: "keys renew",
    summary: "Gives a key a second token; the old one works until the renewal is completed",
    operands: ["KEY"],
    inAccount: true,
    options: {
      "old-token": { value: "WHEN", says: "when the old one stops working: later (default), or now" },
      ...DELIVERY,
    },
    examples: [
      "latchkey keys renew lk-acme-4T9WZ7K2M5QX --account acme --save-token erp.token",
      "latchkey keys renew lk-acme-4T9WZ7K2M5QX --account acme --link --old-token now",
    ],
    async run(session) {
      const { input, connect } = session;
      const path = keyPath(session);
      const body = {
        tokenDelivery: input.has("link") ? ("link" as const) : ("inline" as const),
        ...given({ oldToken: input.choice("old-token", ["later", "now"]) }),
      };
      const client = await connect();
      const make = async () =>
        (await client.post("/v1/accounts/{account}/api-keys/{key}/renewal", { path, body })).data;
      await deliverToken(session, make, keyFields);
    },
  },
  {
    name: "keys complete-renewal",
    summary: "Has the old token stop working",
    operands: ["KEY"],
    inAccount: true,
    options: {
      when: { value: "WHEN", says: "now (default), or opened: once the new token's link was opened" },
      ...YES,
    },
    examples: ["latchkey keys complete-renewal lk-acme-4T9WZ7K2M5QX --account acme"],
    async run(session) {
      const { input, output, terminal, connect } = session;
      const path = keyPath(session);
      const when = input.choice("when", ["now", "opened"]) ?? "now";
      await confirm(terminal, input.has("yes"), `Have the old token of ${path.key} stop working?`);
      const client = await connect();
      const { data } = await client.post("/v1/accounts/{account}/api-keys/{key}/renewal/complete", {
        path,
        body: { when },
      });
      output.object(data, keyFields(data));
    },
  },
  {
    name: "keys undo-renewal",
    summary: "Has the new token stop working, and keeps the old one",
    operands: ["KEY"],
    inAccount: true,
    options: YES,
    examples: ["latchkey keys undo-renewal lk-acme-4T9WZ7K2M5QX --account acme"],
    async run(session) {
      const { input, output, terminal, connect } = session;
      const path = keyPath(session);
      await confirm(terminal, input.has("yes"), `Have the new token of ${path.key} stop working?`);
      const client = await connect();
      await client.delete("/v1/accounts/{account}/api-keys/{key}/renewal", { path });
      output.done("The renewal was undone.");
    },
  },
];
