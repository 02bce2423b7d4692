import type { ResponseBody } from "@latchkey/sdk/client";
import type { Command } from "../command.ts";
import { given } from "../input.ts";
import { type Column, readList } from "../output.ts";
import { confirm, readSecret } from "../terminal.ts";
import { joined, LIMIT, NEW_ROLES, orNever, ROLES, SEARCH, WITH_ROLE, YES } from "./options.ts";

type User = ResponseBody<"/v1/accounts/{account}/users/{userId}", "get">;

const COLUMNS: readonly Column<User>[] = [
  ["ID", ({ id }) => id],
  ["EMAIL", ({ email }) => email],
  ["NAME", ({ name }) => name],
  ["ROLES", ({ roles }) => joined(roles)],
  ["LAST SIGN-IN", ({ lastSignInAt }) => orNever(lastSignInAt)],
];

function fieldsOf(user: User): Record<string, string> {
  return {
    id: user.id,
    email: user.email,
    name: user.name,
    roles: joined(user.roles),
    added: user.addedAt,
    "last sign-in": orNever(user.lastSignInAt),
    "two-factor": user.twoFactor ? "on" : "off",
  };
}

export const userCommands: readonly Command[] = [
  {
    name: "users list",
    summary: "Lists an account's users",
    inAccount: true,
    options: { ...SEARCH, ...WITH_ROLE, ...LIMIT },
    examples: ["latchkey users list --account acme", "latchkey users list --account acme --role owner --json"],
    async run({ input, output, connect, account }) {
      const path = { account: account() };
      const query = given({ search: input.text("search"), role: input.text("role") });
      const most = input.most(Infinity);
      const client = await connect();
      output.list(
        COLUMNS,
        await readList(most, (page) =>
          client.get("/v1/accounts/{account}/users", { path, query: { ...query, ...page } }),
        ),
      );
    },
  },
  {
    name: "users add",
    summary: "Adds a user to an account",
    operands: ["EMAIL"],
    inAccount: true,
    options: {
      name: { value: "NAME", says: "what the user is called" },
      ...ROLES,
      "with-password": { says: "give a password: typed, or from standard input" },
      "password-file": { value: "FILE", says: "give a password, from a file" },
    },
    examples: [
      'latchkey users add ana@acme.example --account acme --name "Ana Lima" --role owner',
      "latchkey users add ana@acme.example --account acme --name Ana --role owner --password-file ana.txt",
    ],
    async run({ input, output, terminal, connect, account }) {
      const path = { account: account() };
      const name = input.needed("name");
      const file = input.text("password-file");
      const wantsPassword = file !== undefined || input.has("with-password");
      const client = await connect();
      const password = wantsPassword ? await readSecret(terminal, file, "Password of the new user: ") : undefined;
      const body = { email: input.operand(), name, roles: input.roles() ?? [], ...given({ password }) };
      const { data } = await client.post("/v1/accounts/{account}/users", { path, body });
      const link = data.passwordReset?.link;
      output.object(data, { ...fieldsOf(data), ...(link && { "link to a new password": link.url }) });
    },
  },
  {
    name: "users invite",
    summary: "Invites somebody to an account, by a link that works once",
    operands: ["EMAIL"],
    inAccount: true,
    options: {
      name: { value: "NAME", says: "what the user is called; default: they say so" },
      ...ROLES,
      mail: { says: "send the link by mail instead of answering it" },
    },
    examples: ["latchkey users invite ana@acme.example --account acme --role owner"],
    async run({ input, output, connect, account }) {
      const path = { account: account() };
      const client = await connect();
      const { data } = await client.post("/v1/accounts/{account}/invitations", {
        path,
        body: {
          email: input.operand(),
          roles: input.roles() ?? [],
          delivery: input.has("mail") ? "mail" : "link",
          ...given({ name: input.text("name") }),
        },
      });
      output.object(data, {
        id: data.id,
        email: data.email,
        roles: joined(data.roles),
        expires: data.expiresAt,
        ...(data.link ? { link: data.link.url } : { mail: data.mail }),
      });
    },
  },
  {
    name: "users edit",
    summary: "Changes a user's name or roles in an account",
    operands: ["USER-ID"],
    inAccount: true,
    options: { name: { value: "NAME", says: "what the user is called" }, ...NEW_ROLES },
    examples: ["latchkey users edit USER-ID --account acme --role owner --role oms-read-only"],
    async run({ input, output, connect, account }) {
      const path = { account: account(), userId: input.operand() };
      const body = given({ name: input.text("name"), roles: input.roles() });
      const client = await connect();
      const { data } = await client.patch("/v1/accounts/{account}/users/{userId}", { path, body });
      output.object(data, fieldsOf(data));
    },
  },
  {
    name: "users remove",
    summary: "Removes a user from an account",
    operands: ["USER-ID"],
    inAccount: true,
    options: YES,
    examples: ["latchkey users remove USER-ID --account acme"],
    async run({ input, output, terminal, connect, account }) {
      const path = { account: account(), userId: input.operand() };
      await confirm(terminal, input.has("yes"), `Remove user ${path.userId} from ${path.account}?`);
      const client = await connect();
      await client.delete("/v1/accounts/{account}/users/{userId}", { path });
      output.done("The user was removed.");
    },
  },
  {
    name: "users end-sessions",
    summary: "Signs a user out everywhere",
    operands: ["USER-ID"],
    inAccount: true,
    examples: ["latchkey users end-sessions USER-ID --account acme"],
    async run({ input, output, connect, account }) {
      const path = { account: account(), userId: input.operand() };
      const client = await connect();
      await client.delete("/v1/accounts/{account}/users/{userId}/sessions", { path });
      output.done("The user is signed out everywhere.");
    },
  },
];
