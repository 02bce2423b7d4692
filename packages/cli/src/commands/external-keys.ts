import type { ResponseBody } from "@latchkey/sdk/client";
import type { Option } from "@latchkey/server/command-line";
import type { Command } from "../command.ts";
import { given, type Input } from "../input.ts";
import { type Column, readList } from "../output.ts";
import { confirm } from "../terminal.ts";
import { keyPath } from "./keys.ts";
import {
  joined,
  KEY_FILTERS,
  keyFilter,
  NETWORKS,
  networksOf,
  NEW_NETWORKS,
  NEW_ROLES,
  orNever,
  REQUESTS,
  ROLES,
  YES,
} from "./options.ts";

type ExternalKey = ResponseBody<"/v1/accounts/{account}/external-keys/{key}", "get">;

const COLUMNS: readonly Column<ExternalKey>[] = [
  ["KEY", ({ key }) => key],
  ["OWNER", ({ owner }) => owner.account],
  ["NAME", ({ name }) => name],
  ["STATUS", statusOf],
  ["ROLES", ({ roles }) => joined(roles)],
  ["EXPIRES", ({ expiresAt }) => orNever(expiresAt)],
  ["LAST USED", ({ lastUsedAt }) => orNever(lastUsedAt)],
];

const EXPIRES: Readonly<Record<string, Option>> = {
  "expires-at": { value: "TIME", says: "when it stops opening the account (RFC 3339), or never" },
};

function statusOf({ status, statusReason }: ExternalKey): string {
  return statusReason === null ? status : `${status} (${statusReason})`;
}

function fieldsOf(key: ExternalKey): Record<string, string> {
  return {
    key: key.key,
    owner: `${key.owner.account} (${key.owner.displayName})`,
    name: key.name,
    status: statusOf(key),
    roles: joined(key.roles),
    added: `${key.addedAt} by ${key.addedBy.name}`,
    expires: orNever(key.expiresAt),
    "requests per minute": key.requestsPerMinute === null ? "no limit" : String(key.requestsPerMinute),
    "used from": networksOf(key),
    "last used": orNever(key.lastUsedAt),
  };
}

function expiresAt(input: Input): string | null | undefined {
  const text = input.text("expires-at");
  return text === "never" ? null : text;
}

/** A command that does nothing but suspend or restore a key here. */
function statusCommand(verb: "suspend" | "restore", status: "active" | "inactive", summary: string): Command {
  return {
    name: `external-keys ${verb}`,
    summary,
    operands: ["KEY"],
    inAccount: true,
    examples: [`latchkey external-keys ${verb} lk-farmaciasapp-4T9WZ7K2M5QX --account acme`],
    async run(session) {
      const path = keyPath(session);
      const client = await session.connect();
      const { data } = await client.patch("/v1/accounts/{account}/external-keys/{key}", { path, body: { status } });
      session.output.object(data, fieldsOf(data));
    },
  };
}

export const externalKeyCommands: readonly Command[] = [
  {
    name: "external-keys list",
    summary: "Lists the keys of other accounts that an account has admitted",
    inAccount: true,
    options: KEY_FILTERS,
    examples: ["latchkey external-keys list --account acme"],
    async run({ input, output, connect, account }) {
      const path = { account: account() };
      const query = keyFilter(input);
      const most = input.most(Infinity);
      const client = await connect();
      output.list(
        COLUMNS,
        await readList(most, (page) =>
          client.get("/v1/accounts/{account}/external-keys", { path, query: { ...query, ...page } }),
        ),
      );
    },
  },
  {
    name: "external-keys look-up",
    summary: "Says whose key a key string is, before it is admitted",
    operands: ["KEY"],
    inAccount: true,
    examples: ["latchkey external-keys look-up lk-farmaciasapp-4T9WZ7K2M5QX --account acme"],
    async run(session) {
      const { account, key } = keyPath(session);
      const client = await session.connect();
      const { data } = await client.get("/v1/accounts/{account}/external-keys/lookup", {
        path: { account },
        query: { key },
      });
      session.output.object(data, {
        key: data.key,
        owner: `${data.owner.account} (${data.owner.displayName})`,
        added: data.alreadyAdded ? "yes" : "no",
        ...(data.profile && {
          description: data.profile.description,
          "asks for": data.profile.resources.join(", ") || "nothing",
        }),
      });
    },
  },
  {
    name: "external-keys add",
    summary: "Admits another account's key, with roles of this account's choosing",
    operands: ["KEY"],
    inAccount: true,
    options: {
      name: { value: "NAME", says: "what this account calls it" },
      ...ROLES,
      ...EXPIRES,
      ...REQUESTS,
      ...NETWORKS,
    },
    examples: [
      'latchkey external-keys add lk-farmaciasapp-4T9WZ7K2M5QX --account acme --name "Farmácias App" --role oms-read-only',
    ],
    async run(session) {
      const { input, output, connect } = session;
      const { account, key } = keyPath(session);
      const body = {
        key,
        name: input.needed("name"),
        roles: input.roles() ?? [],
        ...given({
          expiresAt: expiresAt(input),
          requestsPerMinute: input.numberOrNone("requests-per-minute"),
          allowedNetworks: input.networks(),
        }),
      };
      const client = await connect();
      const { data } = await client.post("/v1/accounts/{account}/external-keys", { path: { account }, body });
      output.object(data, fieldsOf(data));
    },
  },
  {
    name: "external-keys edit",
    summary: "Changes what a key is called here, its roles here, and until when and from where it opens the account",
    operands: ["KEY"],
    inAccount: true,
    options: {
      name: { value: "NAME", says: "what this account calls it" },
      ...NEW_ROLES,
      ...EXPIRES,
      ...REQUESTS,
      ...NEW_NETWORKS,
    },
    examples: [
      "latchkey external-keys edit lk-farmaciasapp-4T9WZ7K2M5QX --account acme --role oms-full-access",
      "latchkey external-keys edit lk-farmaciasapp-4T9WZ7K2M5QX --account acme --expires-at 2027-01-01T00:00:00Z",
    ],
    async run(session) {
      const { input, output, connect } = session;
      const path = keyPath(session);
      const body = given({
        name: input.text("name"),
        roles: input.roles(),
        expiresAt: expiresAt(input),
        requestsPerMinute: input.numberOrNone("requests-per-minute"),
        allowedNetworks: input.networks(),
      });
      const client = await connect();
      const { data } = await client.patch("/v1/accounts/{account}/external-keys/{key}", { path, body });
      output.object(data, fieldsOf(data));
    },
  },
  statusCommand("suspend", "inactive", "Suspends an admitted key in this account alone"),
  statusCommand("restore", "active", "Ends the suspension of an admitted key in this account"),
  {
    name: "external-keys remove",
    summary: "Removes an admitted key from this account; it can be admitted anew",
    operands: ["KEY"],
    inAccount: true,
    options: YES,
    examples: ["latchkey external-keys remove lk-farmaciasapp-4T9WZ7K2M5QX --account acme"],
    async run(session) {
      const { input, output, terminal, connect } = session;
      const path = keyPath(session);
      await confirm(terminal, input.has("yes"), `Remove ${path.key} from ${path.account}?`);
      const client = await connect();
      await client.delete("/v1/accounts/{account}/external-keys/{key}", { path });
      output.done(`${path.key} was removed.`);
    },
  },
];
