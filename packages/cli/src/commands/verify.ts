import type { ResponseBody } from "@latchkey/sdk/client";
import type { Command } from "../command.ts";
import { given } from "../input.ts";
import { readSecret } from "../terminal.ts";

type Explanation = ResponseBody<"/v1/accounts/{account}/explain", "get">;

/** The question was answered, and the answer is no. */
const ANSWERED_NO = 3;

/** What a key is to the account, and which of its roles there count: also where something else stands in its way. */
function standingOf(
  { external, openedBy }: Explanation,
  { account, resource }: { readonly account: string; readonly resource: string | undefined },
): Record<string, string> {
  if (external === null) return {};
  const roles = openedBy.length === 0 ? "none of its roles there" : openedBy.join(", ");
  return {
    kind: external ? "external key" : "generated key",
    [resource === undefined ? `roles in ${account}` : `${resource} opened by`]: roles,
  };
}

export const verifyCommand: Command = {
  name: "verify",
  summary: "Asks whether a key and its token open an account; exit code 0 where they do, 3 where not",
  operands: ["KEY"],
  inAccount: true,
  options: {
    resource: { value: "KEY", says: "what is to be done, such as oms.view-order" },
    ip: { value: "ADDRESS", says: "where the request comes from" },
    "api-token-file": {
      value: "FILE",
      says: "the API token to verify; default: LATCHKEY_TOKEN_TO_VERIFY, typed, or from standard input",
    },
    resources: { says: "also list what the key may do there" },
  },
  examples: [
    "latchkey verify lk-acme-4T9WZ7K2M5QX --account acme --resource oms.view-order --api-token-file erp.token",
    "latchkey verify lk-acme-4T9WZ7K2M5QX --account acme < erp.token",
  ],
  async run({ input, output, terminal, connect, account }) {
    const subject = { account: account(), key: input.operand() };
    const client = await connect();
    const file = input.text("api-token-file");
    const fromEnvironment = file === undefined ? terminal.env["LATCHKEY_TOKEN_TO_VERIFY"]?.trim() : undefined;
    const token = fromEnvironment || (await readSecret(terminal, file, `API token of ${subject.key}: `));
    const { data } = await client.post("/v1/verify", {
      body: {
        ...subject,
        token,
        ...given({ resource: input.text("resource"), ip: input.text("ip") }),
        ...(input.has("resources") && { expand: ["resources" as const] }),
      },
    });
    output.object(data, {
      valid: data.valid ? "yes" : "no",
      code: data.code,
      ...given({ account: data.account, key: data.key, owner: data.owner, name: data.name }),
      ...(data.roles && { roles: data.roles.join(", ") || "none" }),
      ...(data.resources && { resources: data.resources.join(", ") || "none" }),
      ...(data.retryAfterSeconds !== undefined && { "retry after": `${data.retryAfterSeconds} s` }),
    });
    return data.valid ? 0 : ANSWERED_NO;
  },
};

export const explainCommand: Command = {
  name: "explain",
  summary: "Says what a verification would answer about a key, and why; exit code 0 where it may, 3 where not",
  operands: ["KEY"],
  inAccount: true,
  options: {
    resource: { value: "KEY", says: "what would be done, such as oms.view-order" },
    ip: { value: "ADDRESS", says: "where the request would come from" },
  },
  examples: ["latchkey explain lk-farmaciasapp-4T9WZ7K2M5QX --account acme --resource oms.cancel-order"],
  async run({ input, output, connect, account }) {
    const path = { account: account() };
    const query = { key: input.operand(), ...given({ resource: input.text("resource"), ip: input.text("ip") }) };
    const client = await connect();
    const { data } = await client.get("/v1/accounts/{account}/explain", { path, query });
    const reasons = data.reasons.map(({ code, side, text }) => [`${code} (${side})`, text] as const);
    output.object(data, {
      allowed: data.allowed ? "yes" : "no",
      code: data.code,
      ...standingOf(data, { ...path, resource: query.resource }),
      ...Object.fromEntries(reasons),
    });
    return data.allowed ? 0 : ANSWERED_NO;
  },
};
