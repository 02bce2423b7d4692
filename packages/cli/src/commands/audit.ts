import type { ResponseBody } from "@latchkey/sdk/client";
import type { Command } from "../command.ts";
import { given } from "../input.ts";
import { type Column, readList } from "../output.ts";

type AuditEvent = ResponseBody<"/v1/accounts/{account}/audit-events", "get">["items"][number];

/** What an account's log holds grows without end: nobody means all of it by saying nothing. */
const MOST_UNASKED = 50;

const COLUMNS: readonly Column<AuditEvent>[] = [
  ["AT", ({ at }) => at],
  ["ACTOR", ({ actor }) => actor.name],
  ["ACTION", ({ action }) => action],
  ["TARGET", ({ target }) => target],
  ["WITH", ({ counterpart }) => counterpart ?? ""],
];

export const auditCommands: readonly Command[] = [
  {
    name: "audit list",
    summary: "Lists what was done in an account, or with --platform by operators to the platform, newest first",
    inAccount: true,
    options: {
      platform: { says: "the platform's own log instead of an account's" },
      actor: { value: "TEXT", says: "part of the actor's name or id" },
      action: { value: "ACTION", says: "an action, or with a dot at its end all that begin so: key." },
      target: { value: "TEXT", says: "the whole target, such as a key string" },
      from: { value: "TIME", says: "not before (RFC 3339)" },
      to: { value: "TIME", says: "before (RFC 3339)" },
      limit: { value: "N", says: `show at most so many; default: ${MOST_UNASKED}` },
    },
    examples: [
      "latchkey audit list --account acme",
      "latchkey audit list --account acme --action key. --from 2026-11-01T00:00:00Z --json",
    ],
    async run({ input, output, connect, account }) {
      const query = given({
        actor: input.text("actor"),
        action: input.text("action"),
        target: input.text("target"),
        from: input.text("from"),
        to: input.text("to"),
      });
      const most = input.most(MOST_UNASKED);
      const path = input.has("platform") ? undefined : { account: account() };
      const client = await connect();
      const list = await readList(most, (page) =>
        path
          ? client.get("/v1/accounts/{account}/audit-events", { path, query: { ...query, ...page } })
          : client.get("/v1/audit-events", { query: { ...query, ...page } }),
      );
      output.list(COLUMNS, list);
    },
  },
];
