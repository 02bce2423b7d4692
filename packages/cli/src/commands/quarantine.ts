import type { Client, ResponseBody } from "@latchkey/sdk/client";
import { LatchkeyError } from "@latchkey/sdk/latchkey-error";
import type { Command } from "../command.ts";
import { CommandError } from "../failures.ts";
import { type Column, readList } from "../output.ts";
import { confirm } from "../terminal.ts";
import { keyPath } from "./keys.ts";
import { joined, orNever, YES } from "./options.ts";

type ApiKey = ResponseBody<"/v1/accounts/{account}/api-keys/{key}", "get">;
type ExternalKey = ResponseBody<"/v1/accounts/{account}/external-keys/{key}", "get">;
type Waiting = (ApiKey & { readonly kind: "generated" }) | (ExternalKey & { readonly kind: "external" });
type Path = ReturnType<typeof keyPath>;

const COLUMNS: readonly Column<Waiting>[] = [
  ["KEY", ({ key }) => key],
  ["KIND", ({ kind }) => kind],
  ["NAME", ({ name }) => name],
  ["OWNER", (key) => (key.kind === "external" ? key.owner.account : "")],
  ["ROLES", ({ roles }) => joined(roles)],
  ["LAST USED", ({ lastUsedAt }) => orNever(lastUsedAt)],
];

/** A command that decides about one key. */
function decision(
  verb: "release" | "keep",
  status: "active" | "inactive",
  { asks, example, says, summary }: Readonly<Record<"asks" | "example" | "says" | "summary", string>>,
): Command {
  return {
    name: `quarantine ${verb}`,
    summary,
    operands: ["KEY"],
    inAccount: true,
    options: YES,
    examples: [example],
    async run(session) {
      const { input, output, terminal, connect } = session;
      const path = keyPath(session);
      await confirm(terminal, input.has("yes"), `${path.key} of ${path.account}: ${asks}`);
      const client = await connect();
      const { kind, etag } = await waiting(client, path);
      // Whoever decided meanwhile has decided.
      const init = { path, body: { status }, ...(etag !== null && { ifMatch: etag }) };
      const { data } =
        kind === "generated"
          ? await client.patch("/v1/accounts/{account}/api-keys/{key}", init)
          : await client.patch("/v1/accounts/{account}/external-keys/{key}", init);
      output.done(`${path.key} ${says}`, data);
    },
  };
}

/** @throws CommandError where the key waits for no decision */
async function waiting(client: Client, path: Path): Promise<{ kind: Waiting["kind"]; etag: string | null }> {
  const { data, etag, kind } = await found(client, path);
  if (!data.quarantined) throw new CommandError(`${path.key} is not quarantined`);
  return { kind, etag };
}

async function found(client: Client, path: Path) {
  try {
    const { data, etag } = await client.get("/v1/accounts/{account}/api-keys/{key}", { path });
    return { data, etag, kind: "generated" as const };
  } catch (error) {
    if (!(error instanceof LatchkeyError) || error.status !== 404) throw error;
  }
  const { data, etag } = await client.get("/v1/accounts/{account}/external-keys/{key}", { path });
  return { data, etag, kind: "external" as const };
}

export const quarantineCommands: readonly Command[] = [
  {
    name: "quarantine list",
    summary: "Lists the keys and external keys that a restore has wait for a decision",
    inAccount: true,
    examples: ["latchkey quarantine list --account acme"],
    async run({ output, connect, account }) {
      const path = { account: account() };
      const query = { quarantined: "true" as const };
      const client = await connect();
      const generated = await readList(Infinity, (page) =>
        client.get("/v1/accounts/{account}/api-keys", { path, query: { ...query, ...page } }),
      );
      const external = await readList(Infinity, (page) =>
        client.get("/v1/accounts/{account}/external-keys", { path, query: { ...query, ...page } }),
      );
      const items: Waiting[] = [
        ...generated.items.map((key) => ({ ...key, kind: "generated" as const })),
        ...external.items.map((key) => ({ ...key, kind: "external" as const })),
      ];
      output.list(COLUMNS, { items, nextCursor: null, total: items.length });
    },
  },
  decision("release", "active", {
    summary: "Lets a quarantined key work again: nobody has revoked it since the backup",
    asks: "let it work again?",
    says: "works again.",
    example: "latchkey quarantine release lk-acme-4T9WZ7K2M5QX --account acme --yes",
  }),
  decision("keep", "inactive", {
    summary: "Ends a key's quarantine and leaves it inactive: it had been revoked",
    asks: "leave it inactive?",
    says: "stays inactive.",
    example: "latchkey quarantine keep lk-acme-4T9WZ7K2M5QX --account acme --yes",
  }),
];
