import type { ResponseBody } from "@latchkey/sdk/client";
import type { Command, Session } from "../command.ts";
import { given } from "../input.ts";
import { type Column, readList } from "../output.ts";
import { confirm } from "../terminal.ts";
import { DELIVERY, deliverToken } from "../token-delivery.ts";
import {
  joined,
  KEY_FILTERS,
  keyFilter,
  LIMIT,
  NETWORKS,
  networksOf,
  NEW_NETWORKS,
  NEW_ROLES,
  orNever,
  REQUESTS,
  ROLES,
  YES,
} from "./options.ts";

type ApiKey = ResponseBody<"/v1/accounts/{account}/api-keys/{key}", "get">;
type KeyHost = ResponseBody<"/v1/accounts/{account}/api-keys/{key}/hosts", "get">["items"][number];

const COLUMNS: readonly Column<ApiKey>[] = [
  ["KEY", ({ key }) => key],
  ["NAME", ({ name }) => name],
  ["STATUS", ({ status }) => status],
  ["ROLES", ({ roles }) => joined(roles)],
  ["RENEWAL", renewalOf],
  ["HOSTS", ({ hostCount }) => String(hostCount)],
  ["LAST USED", ({ lastUsedAt }) => orNever(lastUsedAt)],
];

const HOST_COLUMNS: readonly Column<KeyHost>[] = [
  ["ACCOUNT", ({ account }) => account],
  ["NAME", ({ displayName }) => displayName],
  ["SINCE", ({ since }) => since],
  ["RESOURCES", ({ resources }) => String(resources.length)],
  ["LAST USED", ({ lastUsedAt }) => orNever(lastUsedAt)],
];

/** Whether a token is being renewed, or ought to be. */
function renewalOf({ tokens }: ApiKey): string {
  if (tokens.length > 1) return "open";
  return tokens.find(({ renewalAlert }) => renewalAlert)?.renewalAlert ?? "";
}

/** What is told of a generated key. */
export function keyFields(key: ApiKey): Record<string, string> {
  return {
    key: key.key,
    name: key.name,
    status: key.status,
    roles: joined(key.roles),
    created: `${key.createdAt} by ${key.createdBy.name}`,
    tokens: key.tokens.map(({ createdAt, state }) => `${state}, of ${createdAt}`).join("; "),
    "requests per minute": key.requestsPerMinute === null ? "no limit" : String(key.requestsPerMinute),
    "used from": networksOf(key),
    hosts: String(key.hostCount),
    "last used": orNever(key.lastUsedAt),
  };
}

/** The account and the key that a command is about. */
export function keyPath({ input, account }: Session): { account: string; key: string } {
  return { account: account(), key: input.operand() };
}

export const keyCommands: readonly Command[] = [
  {
    name: "keys list",
    summary: "Lists the keys that an account has generated",
    inAccount: true,
    options: KEY_FILTERS,
    examples: ["latchkey keys list --account acme", "latchkey keys list --account acme --status inactive --json"],
    async run({ input, output, connect, account }) {
      const path = { account: account() };
      const query = keyFilter(input);
      const most = input.most(Infinity);
      const client = await connect();
      output.list(
        COLUMNS,
        await readList(most, (page) =>
          client.get("/v1/accounts/{account}/api-keys", { path, query: { ...query, ...page } }),
        ),
      );
    },
  },
  {
    name: "keys generate",
    summary: "Generates a key with its token, which is shown this once",
    operands: ["NAME"],
    inAccount: true,
    options: { ...ROLES, ...REQUESTS, ...NETWORKS, ...DELIVERY },
    examples: [
      "latchkey keys generate ERP --account acme --role oms-read-only",
      "latchkey keys generate ERP --account acme --role oms-read-only --save-token erp.token",
      "latchkey keys generate ERP --account acme --role oms-read-only --link",
    ],
    async run(session) {
      const { input, connect, account } = session;
      const path = { account: account() };
      const body = {
        name: input.operand(),
        roles: input.roles() ?? [],
        tokenDelivery: input.has("link") ? ("link" as const) : ("inline" as const),
        ...given({
          requestsPerMinute: input.numberOrNone("requests-per-minute"),
          allowedNetworks: input.networks(),
        }),
      };
      const client = await connect();
      const make = async () => (await client.post("/v1/accounts/{account}/api-keys", { path, body })).data;
      await deliverToken(session, make, keyFields);
    },
  },
  {
    name: "keys show",
    summary: "Shows a key",
    operands: ["KEY"],
    inAccount: true,
    examples: ["latchkey keys show lk-acme-4T9WZ7K2M5QX --account acme"],
    async run(session) {
      const path = keyPath(session);
      const client = await session.connect();
      const { data } = await client.get("/v1/accounts/{account}/api-keys/{key}", { path });
      session.output.object(data, keyFields(data));
    },
  },
  {
    name: "keys edit",
    summary: "Changes a key's name, roles, limit or networks",
    operands: ["KEY"],
    inAccount: true,
    options: { name: { value: "NAME", says: "what the key is called" }, ...NEW_ROLES, ...REQUESTS, ...NEW_NETWORKS },
    examples: [
      "latchkey keys edit lk-acme-4T9WZ7K2M5QX --account acme --role oms-read-only --role catalog-read-only",
      "latchkey keys edit lk-acme-4T9WZ7K2M5QX --account acme --requests-per-minute none",
      "latchkey keys edit lk-acme-4T9WZ7K2M5QX --account acme --network 203.0.113.0/24 --network 2001:db8::/32",
    ],
    async run(session) {
      const { input, output, connect } = session;
      const path = keyPath(session);
      const body = given({
        name: input.text("name"),
        roles: input.roles(),
        requestsPerMinute: input.numberOrNone("requests-per-minute"),
        allowedNetworks: input.networks(),
      });
      const client = await connect();
      const { data } = await client.patch("/v1/accounts/{account}/api-keys/{key}", { path, body });
      output.object(data, keyFields(data));
    },
  },
  {
    name: "keys deactivate",
    summary: "Deactivates a key, at once and in every account that admitted it",
    operands: ["KEY"],
    inAccount: true,
    options: YES,
    examples: ["latchkey keys deactivate lk-acme-4T9WZ7K2M5QX --account acme --yes"],
    async run(session) {
      const { input, output, terminal, connect } = session;
      const path = keyPath(session);
      await confirm(terminal, input.has("yes"), `Deactivate ${path.key}, in every account that admitted it?`);
      const client = await connect();
      const body = { status: "inactive" as const };
      const { data } = await client.patch("/v1/accounts/{account}/api-keys/{key}", { path, body });
      output.done(`${path.key} is inactive.`, data);
    },
  },
  {
    name: "keys activate",
    summary: "Activates a key that was deactivated",
    operands: ["KEY"],
    inAccount: true,
    examples: ["latchkey keys activate lk-acme-4T9WZ7K2M5QX --account acme"],
    async run(session) {
      const path = keyPath(session);
      const client = await session.connect();
      const body = { status: "active" as const };
      const { data } = await client.patch("/v1/accounts/{account}/api-keys/{key}", { path, body });
      session.output.done(`${path.key} is active.`, data);
    },
  },
  {
    name: "keys delete",
    summary: "Deletes a key for ever",
    operands: ["KEY"],
    inAccount: true,
    options: YES,
    examples: ["latchkey keys delete lk-acme-4T9WZ7K2M5QX --account acme"],
    async run(session) {
      const { input, output, terminal, connect } = session;
      const path = keyPath(session);
      await confirm(terminal, input.has("yes"), `Delete ${path.key}? This can't be undone.`);
      const client = await connect();
      await client.delete("/v1/accounts/{account}/api-keys/{key}", { path });
      output.done(`${path.key} was deleted.`);
    },
  },
  {
    name: "keys hosts",
    summary: "Lists the accounts that admitted a key",
    operands: ["KEY"],
    inAccount: true,
    options: LIMIT,
    examples: ["latchkey keys hosts lk-acme-4T9WZ7K2M5QX --account acme"],
    async run(session) {
      const path = keyPath(session);
      const most = session.input.most(Infinity);
      const client = await session.connect();
      session.output.list(
        HOST_COLUMNS,
        await readList(most, (query) => client.get("/v1/accounts/{account}/api-keys/{key}/hosts", { path, query })),
      );
    },
  },
];
