// Replays the requests that VTEX publishes, each as it stands there but for whose key, user and account it names, over a socket; and holds the answers
// against its schemas.
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DocumentedAnswers, operationsOf } from "../../http/test-documented.ts";
import { addKey, addUser, type KeyCredentials } from "../../http/test-fixtures.ts";
import { Wire, type WireAnswer } from "../../http/test-wire.ts";
import { roleNumber } from "./role-numbers.ts";
import { type Door, HOST, openDoor } from "./test-script.ts";
import { VTEX_DOCUMENT } from "./test-vtex-document.ts";

const JSON_BOTH_WAYS = { "Content-Type": "application/json", Accept: "application/json" };
const JSON_BACK = { Accept: "application/json" };

/** One of VTEX's requests, with what it names of ours. */
interface Published {
  readonly url: string;
  /** As published, beside the credential. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** The credential goes in the body, or is what is asked about. */
  readonly isOpen?: boolean;
}

let door: Door;
let wire: Wire;
const documented = new DocumentedAnswers(VTEX_DOCUMENT);
const operations = new Map(operationsOf(VTEX_DOCUMENT).map((one) => [one.operation.operationId, one]));
const replayed = new Set<string>();

beforeAll(async () => {
  door = await openDoor();
  await door.server.app.listen({ port: 0, host: "127.0.0.1" });
  wire = new Wire((door.server.app.server.address() as AddressInfo).port);
});

afterAll(async () => {
  wire.close();
  await door.server.close();
});

function operationOf(id: string) {
  const found = operations.get(id);
  if (!found) throw new Error(`nothing documented as ${id}`);
  return found;
}

function send(
  id: string,
  { body, headers, isOpen, url }: Published,
  as: KeyCredentials = door.admin,
): Promise<WireAnswer> {
  const credential = isOpen ? {} : { "X-VTEX-API-AppKey": as.key, "X-VTEX-API-AppToken": as.token };
  return wire.send({
    method: operationOf(id).method,
    target: url,
    headers: { Host: HOST, ...headers, ...credential },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const ROLES = "/api/license-manager/site/pvt/roles/list/paged";
const rolesOf = (userId: string) => `/api/license-manager/users/${userId}/roles`;
const renewalOf = (key: string, step: string) => `/api/vtexid/apikey/${key}/apitoken/${step}`;
const newKey = () => addKey(door.server, "acme");
const beingRenewed = async () => {
  const { key } = await newKey();
  await door.ask("PATCH", renewalOf(key, "renew"));
  return key;
};
const login = async () => {
  const body = { appkey: door.admin.key, apptoken: door.admin.token };
  return (await door.ask<{ token: string }>("POST", "/api/vtexid/apptoken/login", { as: null, body })).body.token;
};
const twoRoles = () => [roleNumber("oms-read-only"), roleNumber("user-administrator-restricted")];

const REQUESTS: readonly [what: string, id: string, request: () => Published | Promise<Published>][] = [
  [
    "Create new API Key",
    "createApiKey",
    () => ({ url: "/api/vlm/appkeys", headers: JSON_BOTH_WAYS, body: { label: "my new API Key" } }),
  ],
  ["Get API keys from account", "listApiKeys", () => ({ url: "/api/vlm/appkeys", headers: JSON_BOTH_WAYS })],
  [
    "Update API Key",
    "updateApiKey",
    async () => ({
      url: `/api/vlm/appkeys/${(await newKey()).key}`,
      headers: JSON_BOTH_WAYS,
      body: { isActive: false },
    }),
  ],
  [
    "Add roles to user or API Key: a key",
    "addRoles",
    async () => ({ url: rolesOf((await newKey()).key), headers: JSON_BOTH_WAYS, body: twoRoles() }),
  ],
  [
    "Add roles to user or API Key: a user",
    "addRoles",
    async () => ({
      url: rolesOf((await addUser(door.server, "acme", [])).id),
      headers: JSON_BOTH_WAYS,
      body: twoRoles(),
    }),
  ],
  [
    "Add roles to user or API Key: another account's key",
    "addRoles",
    async () => ({
      url: rolesOf((await addKey(door.server, "partner")).key),
      headers: JSON_BOTH_WAYS,
      body: twoRoles(),
    }),
  ],
  ["Get roles by user ID or API Key", "getRoles", () => ({ url: rolesOf(door.admin.key), headers: JSON_BOTH_WAYS })],
  [
    "Remove role from user or API Key",
    "removeRole",
    async () => ({ url: `${rolesOf((await newKey()).key)}/1`, headers: JSON_BOTH_WAYS }),
  ],
  ["Get list of roles", "listRoles", () => ({ url: ROLES, headers: JSON_BOTH_WAYS })],
  [
    "Get list of roles: with every parameter",
    "listRoles",
    () => ({ url: `${ROLES}?numItems=10&pageNumber=1&sort=id&sortType=ASC`, headers: JSON_BOTH_WAYS }),
  ],
  [
    "Initiate token renewal: neither a type nor a body",
    "initiateTokenRenewal",
    async () => ({ url: renewalOf((await newKey()).key, "renew"), headers: JSON_BACK }),
  ],
  [
    "Initiate token renewal: a type, as in VTEX's guide, and no body",
    "initiateTokenRenewal",
    async () => ({ url: renewalOf((await newKey()).key, "renew"), headers: JSON_BOTH_WAYS }),
  ],
  [
    "Initiate token renewal: a body of nothing, as many libraries send it",
    "initiateTokenRenewal",
    async () => ({ url: renewalOf((await newKey()).key, "renew"), headers: { ...JSON_BACK, "Content-Length": "0" } }),
  ],
  [
    "Initiate token renewal: a form of nothing, as curl sends it",
    "initiateTokenRenewal",
    async () => ({
      url: renewalOf((await newKey()).key, "renew"),
      headers: { "Content-Type": "application/x-www-form-urlencoded", "Content-Length": "0" },
    }),
  ],
  [
    "Complete token renewal: neither a type nor a body",
    "completeTokenRenewal",
    async () => ({ url: renewalOf(await beingRenewed(), "finish-renewal"), headers: JSON_BACK }),
  ],
  [
    "Complete token renewal: a type, and no body",
    "completeTokenRenewal",
    async () => ({ url: renewalOf(await beingRenewed(), "finish-renewal"), headers: JSON_BOTH_WAYS }),
  ],
  [
    "Generate authentication token",
    "generateAuthenticationToken",
    () => ({
      url: "/api/vtexid/apptoken/login",
      headers: JSON_BOTH_WAYS,
      body: { appkey: door.admin.key, apptoken: door.admin.token },
      isOpen: true,
    }),
  ],
  [
    "Generate authentication token: at a host of all accounts",
    "generateAuthenticationToken",
    () => ({
      url: "/api/vtexid/apptoken/login?an=acme",
      headers: { ...JSON_BOTH_WAYS, Host: "api.keys.example.com" },
      body: { appkey: door.admin.key, apptoken: door.admin.token },
      isOpen: true,
    }),
  ],
  [
    "Check authenticated user",
    "checkAuthenticatedUser",
    async () => ({
      url: "/api/vtexid/credential/validate",
      headers: JSON_BOTH_WAYS,
      body: { token: await login() },
      isOpen: true,
    }),
  ],
];

describe("VTEX's published requests", () => {
  it.each(REQUESTS)("%s", async (_what, id, request) => {
    const answer = await send(id, await request());
    expect({ status: answer.status, faults: documented.faultsOf(operationOf(id), answer) }).toEqual({
      status: Number(Object.keys(operationOf(id).operation.responses)[0]),
      faults: [],
    });
    replayed.add(id);
  });

  it("are all there", () => {
    expect([...replayed].toSorted()).toEqual([...operations.keys()].toSorted());
  });
});

/** Refusals that VTEX documents, with what it says then. */
const REFUSALS: readonly [what: string, id: string, request: () => Published | Promise<Published>, object][] = [
  [
    "a token that counts no more",
    "checkAuthenticatedUser",
    () => ({
      url: "/api/vtexid/credential/validate",
      headers: JSON_BOTH_WAYS,
      // That of the published example, which nobody here has signed.
      body: { token: `eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.${"S".repeat(43)}` },
      isOpen: true,
    }),
    { status: 401, body: { authStatus: "WrongCredentials" } },
  ],
  [
    "a renewal of a key that isn't the account's",
    "initiateTokenRenewal",
    async () => ({ url: renewalOf((await addKey(door.server, "partner")).key, "renew"), headers: JSON_BACK }),
    { status: 400, body: { Message: "Invalid API key or API key not owned by tenant." } },
  ],
  [
    "a renewal beside one that is pending",
    "initiateTokenRenewal",
    async () => ({ url: renewalOf(await beingRenewed(), "renew"), headers: JSON_BACK }),
    { status: 409, body: { Message: "Already has a renewed token pending." } },
  ],
  [
    "the end of a renewal that there isn't",
    "completeTokenRenewal",
    async () => ({ url: renewalOf((await newKey()).key, "finish-renewal"), headers: JSON_BACK }),
    { status: 404, body: { Message: "No renewed API token was found." } },
  ],
  [
    "an update of a key that isn't the account's",
    "updateApiKey",
    () => ({
      url: "/api/vlm/appkeys/a2555e95-9db8-48be-94f8-2a28577c0b4a",
      headers: JSON_BOTH_WAYS,
      body: { isActive: false },
    }),
    {
      status: 400,
      body: { Details: null, HttpStatusCode: 400, VLMErrorCode: 17, Message: "Token not exists for this account" },
    },
  ],
  [
    "roles that aren't there, such as those of the published example",
    "addRoles",
    () => ({ url: rolesOf(door.admin.key), headers: JSON_BOTH_WAYS, body: [9000, 9111, 9333, 9444] }),
    { status: 400, body: { Message: "Roles list contains roles that do not exist in this account" } },
  ],
  [
    "roles of nobody",
    "addRoles",
    () => ({ url: rolesOf("a404870467d24533a085a6b3c6a5a320"), headers: JSON_BOTH_WAYS, body: [1] }),
    { status: 400, body: { Message: "Invalid UserId" } },
  ],
];

describe("VTEX's documented refusals", () => {
  it.each(REFUSALS)("%s", async (_what, id, request, expected) => {
    const answer = await send(id, await request());
    expect({ status: answer.status, body: JSON.parse(answer.text) as unknown }).toEqual(expected);
    expect(documented.faultsOf(operationOf(id), answer)).toEqual([]);
  });
});

describe("what VTEX says of the fields", () => {
  it("a renewal has the id of the new token, while it is pending and after", async () => {
    const { key } = await newKey();
    const begun = await send("initiateTokenRenewal", { url: renewalOf(key, "renew"), headers: JSON_BACK });
    const ended = await send("completeTokenRenewal", { url: renewalOf(key, "finish-renewal"), headers: JSON_BACK });
    const [first, last] = [begun, ended].map(({ text }) => JSON.parse(text) as Record<string, unknown>);
    const { body } = await door.server.call("GET", `/v1/accounts/acme/api-keys/${key}`);
    expect(body).toMatchObject({ tokens: [{ id: first?.["id"], createdAt: first?.["creationDateNewToken"] }] });
    expect(last).toEqual({
      id: first?.["id"],
      creationDateToken: first?.["creationDateNewToken"],
      creationDateNewToken: null,
    });
  });

  it("a renewal says after how many days the token ends, where the account has tokens end", async () => {
    const periodOf = async () => {
      const { key } = await newKey();
      const { text } = await send("initiateTokenRenewal", { url: renewalOf(key, "renew"), headers: JSON_BACK });
      const { tokens } = (
        await door.server.call<{ tokens: { expiresAt: string | null }[] }>("GET", `/v1/accounts/acme/api-keys/${key}`)
      ).body;
      const { expirationPeriod } = JSON.parse(text) as { expirationPeriod: number };
      return { expirationPeriod, endsAt: tokens.at(-1)?.expiresAt };
    };
    const settings = (body: object) => door.server.call("PATCH", "/v1/accounts/acme/api-key-settings", { body });
    // From 23 November: three calendar months are 92 days.
    expect(await periodOf()).toEqual({ expirationPeriod: 92, endsAt: null });
    expect((await settings({ renewalMonths: 6, enforcement: "expire" })).status).toBe(200);
    const ends = await periodOf();
    expect(ends.expirationPeriod).toBe(181);
    expect(Date.parse(ends.endsAt ?? "") - door.server.clock.wallMs).toBe(181 * 86_400_000);
    expect((await settings({ renewalMonths: 3, enforcement: "alert" })).status).toBe(200);
  });
});
