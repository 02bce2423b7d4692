import type { RequestBody, ResponseBody } from "@latchkey/sdk/client";
import { type Option, UsageError } from "@latchkey/server/command-line";
import type { Command, Session } from "../command.ts";
import { given, type Input } from "../input.ts";
import { type Column, readList } from "../output.ts";
import { confirm } from "../terminal.ts";
import { deliverWebhookSecret, SAVE_SECRET } from "../token-delivery.ts";
import { LIMIT, orNever, YES } from "./options.ts";

type Webhook = ResponseBody<"/v1/accounts/{account}/webhooks/{id}", "get">;
type Delivery = ResponseBody<"/v1/accounts/{account}/webhooks/{id}/deliveries", "get">["items"][number];
type Events = RequestBody<"/v1/accounts/{account}/webhooks", "post">["events"];

const COLUMNS: readonly Column<Webhook>[] = [
  ["ID", ({ id }) => id],
  ["URL", ({ url }) => url],
  ["EVENTS", ({ events }) => events?.join(", ") ?? "all"],
  ["STATUS", statusOf],
  ["LAST DELIVERED", ({ lastDeliveredAt }) => orNever(lastDeliveredAt)],
];

const DELIVERY_COLUMNS: readonly Column<Delivery>[] = [
  ["ID", ({ id }) => id],
  ["TYPE", ({ type }) => type],
  ["SUBJECT", ({ subject }) => subject],
  ["STATE", ({ state }) => state],
  ["ATTEMPTS", ({ attempts }) => String(attempts.length)],
  ["LAST ANSWER", ({ attempts }) => answerOf(attempts.at(-1))],
  ["CREATED", ({ createdAt }) => createdAt],
];

const EVENTS: Readonly<Record<string, Option>> = {
  event: { value: "TYPE", repeats: true, says: "a type that it gets, such as key.deleted; default: all" },
};

function statusOf({ status, statusReason }: Webhook): string {
  return statusReason === null ? status : `${status} (${statusReason})`;
}

function answerOf(attempt: Delivery["attempts"][number] | undefined): string {
  if (!attempt) return "none yet";
  return attempt.status === null ? (attempt.problem ?? "none") : String(attempt.status);
}

function fieldsOf(webhook: Webhook): Record<string, string> {
  return {
    id: webhook.id,
    url: webhook.url,
    events: webhook.events?.join(", ") ?? "all",
    status: statusOf(webhook),
    created: `${webhook.createdAt} by ${webhook.createdBy.name}`,
    "last delivered": orNever(webhook.lastDeliveredAt),
  };
}

/** The types named by `--event`: whether there are such the service says. */
function eventsOf(input: Input): Events | undefined {
  return input.texts("event") as Events | undefined;
}

function webhookPath({ input, account }: Session): { account: string; id: string } {
  return { account: account(), id: input.operand() };
}

export const webhookCommands: readonly Command[] = [
  {
    name: "webhooks list",
    summary: "Lists where an account has itself told of what happens to its keys",
    inAccount: true,
    options: LIMIT,
    examples: ["latchkey webhooks list --account acme"],
    async run({ input, output, connect, account }) {
      const path = { account: account() };
      const most = input.most(Infinity);
      const client = await connect();
      output.list(
        COLUMNS,
        await readList(most, (query) => client.get("/v1/accounts/{account}/webhooks", { path, query })),
      );
    },
  },
  {
    name: "webhooks add",
    summary: "Has an account told at an address; the secret that signs it is shown this once",
    operands: ["URL"],
    inAccount: true,
    options: { ...EVENTS, ...SAVE_SECRET },
    examples: [
      "latchkey webhooks add https://hooks.example.com/latchkey --account acme",
      "latchkey webhooks add https://hooks.example.com/latchkey --account acme --event key.deleted --save-secret hook.secret",
    ],
    async run(session) {
      const { account, input, connect } = session;
      const path = { account: account() };
      const body = { url: input.operand(), ...given({ events: eventsOf(input) }) };
      const client = await connect();
      const make = async () => (await client.post("/v1/accounts/{account}/webhooks", { path, body })).data;
      await deliverWebhookSecret(session, make, fieldsOf);
    },
  },
  {
    name: "webhooks edit",
    summary: "Changes a webhook's address or types, or turns it off or on again",
    operands: ["ID"],
    inAccount: true,
    options: {
      address: { value: "URL", says: "where it is told from now on" },
      ...EVENTS,
      "all-events": { says: "all types, also those to come" },
      status: { value: "STATUS", says: "active or inactive" },
    },
    examples: [
      "latchkey webhooks edit ID --account acme --event key.deleted --event key.renewed",
      "latchkey webhooks edit ID --account acme --status inactive",
    ],
    async run(session) {
      const { input, output, connect } = session;
      const path = webhookPath(session);
      const events = eventsOf(input);
      if (events && input.has("all-events")) throw new UsageError("--event and --all-events exclude each other");
      const body = given({
        url: input.text("address"),
        events: input.has("all-events") ? null : events,
        status: input.choice("status", ["active", "inactive"]),
      });
      const client = await connect();
      const { data } = await client.patch("/v1/accounts/{account}/webhooks/{id}", { path, body });
      output.object(data, fieldsOf(data));
    },
  },
  {
    name: "webhooks rotate-secret",
    summary: "Gives a webhook another secret; the one before signs too for a day, or as long as is said",
    operands: ["ID"],
    inAccount: true,
    options: { "overlap-hours": { value: "N", says: "how long both sign; default 24" }, ...SAVE_SECRET },
    examples: ["latchkey webhooks rotate-secret ID --account acme --overlap-hours 48 --save-secret hook.secret"],
    async run(session) {
      const path = webhookPath(session);
      const hours = session.input.numberOrNone("overlap-hours");
      const body = given({ overlapHours: hours === null ? 0 : hours });
      const client = await session.connect();
      const make = async () => (await client.post("/v1/accounts/{account}/webhooks/{id}/secret", { path, body })).data;
      await deliverWebhookSecret(session, make, fieldsOf);
    },
  },
  {
    name: "webhooks test",
    summary: "Sends a webhook a message that says it is a test",
    operands: ["ID"],
    inAccount: true,
    examples: ["latchkey webhooks test ID --account acme"],
    async run(session) {
      const path = webhookPath(session);
      const client = await session.connect();
      await client.post("/v1/accounts/{account}/webhooks/{id}/test", { path });
      session.output.done("A test is on its way: latchkey webhooks deliveries shows what becomes of it.");
    },
  },
  {
    name: "webhooks deliveries",
    summary: "Lists what a webhook was and is to be told, and what became of it",
    operands: ["ID"],
    inAccount: true,
    options: { state: { value: "STATE", says: "only those that are waiting, delivered or failed" }, ...LIMIT },
    examples: ["latchkey webhooks deliveries ID --account acme --state failed"],
    async run(session) {
      const { input, output, connect } = session;
      const path = webhookPath(session);
      const filter = given({ state: input.choice("state", ["waiting", "delivered", "failed"]) });
      const most = input.most(Infinity);
      const client = await connect();
      output.list(
        DELIVERY_COLUMNS,
        await readList(most, (page) =>
          client.get("/v1/accounts/{account}/webhooks/{id}/deliveries", { path, query: { ...filter, ...page } }),
        ),
      );
    },
  },
  {
    name: "webhooks replay",
    summary: "Sends a delivery once more",
    operands: ["ID", "DELIVERY-ID"],
    inAccount: true,
    examples: ["latchkey webhooks replay ID DELIVERY-ID --account acme"],
    async run(session) {
      const path = { ...webhookPath(session), deliveryId: session.input.operand(1) };
      const client = await session.connect();
      const replay = "/v1/accounts/{account}/webhooks/{id}/deliveries/{deliveryId}/replay";
      const { data } = await client.post(replay, { path });
      session.output.done(`${data.type} about ${data.subject} is ${data.state}.`, data);
    },
  },
  {
    name: "webhooks delete",
    summary: "Deletes a webhook, and what it was yet to be told",
    operands: ["ID"],
    inAccount: true,
    options: YES,
    examples: ["latchkey webhooks delete ID --account acme"],
    async run(session) {
      const { input, output, terminal, connect } = session;
      const path = webhookPath(session);
      await confirm(terminal, input.has("yes"), `Delete webhook ${path.id} of ${path.account}?`);
      const client = await connect();
      await client.delete("/v1/accounts/{account}/webhooks/{id}", { path });
      output.done("The webhook was deleted.");
    },
  },
];
