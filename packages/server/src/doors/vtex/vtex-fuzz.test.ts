// Sends every endpoint of the door what it should and shouldn't get.
import type { AddressInfo } from "node:net";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DocumentedAnswers, type DocumentedOperation, operationsOf } from "../../http/test-documented.ts";
import { addKey, addUser, admit, type KeyCredentials, UNISSUED_KEY } from "../../http/test-fixtures.ts";
import { AnswerWatch } from "../../http/test-fuzz-answers.ts";
import { FUZZ_RUNS, FUZZ_SEED, type FuzzedRequest, type Pattern, requestsOf } from "../../http/test-fuzz-requests.ts";
import { LOST_TOKEN } from "../../http/test-mutations.ts";
import { renew } from "../../http/test-tokens.ts";
import { Wire, type WireAnswer } from "../../http/test-wire.ts";
import { OPERATOR_TOKEN, SERVER_SECRET } from "../../test-server.ts";
import { roleNumber } from "./role-numbers.ts";
import { APP_KEYS, type Door, HOST, openDoor, renewal, rolesOf } from "./test-script.ts";
import { VTEX_DOCUMENT } from "./test-vtex-document.ts";

type Headers = Readonly<Record<string, string>>;

const documented = new DocumentedAnswers(VTEX_DOCUMENT);
const OPERATIONS = operationsOf(VTEX_DOCUMENT).map((one) => [one.operation.operationId, one] as const);
/** Whom no endpoint answers but those at which one logs in. */
const STRANGERS = ["nobody", "junk", "wrong token", "operator token"];
const OPEN = ["generateAuthenticationToken", "checkAuthenticatedUser"];

const watch = new AnswerWatch();
const succeeded = new Set<string>();
const statuses = new Map<number, number>();
let door: Door;
let wire: Wire;
/** What may be named in a request. */
let named: { readonly keys: readonly string[]; readonly users: readonly string[]; readonly roles: readonly string[] };

beforeAll(async () => {
  door = await openDoor();
  const { server } = door;
  await server.app.listen({ port: 0, host: "127.0.0.1" });
  wire = new Wire((server.app.server.address() as AddressInfo).port);
  const [own, renewed, external, foreign] = [
    await addKey(server, "acme"),
    await addKey(server, "acme"),
    await addKey(server, "partner"),
    await addKey(server, "partner"),
  ];
  await renew(server, "acme", renewed.key);
  await admit(server, "acme", external.key);
  watch.keep(SERVER_SECRET, OPERATOR_TOKEN, ...[own, renewed, external, foreign].map(({ token }) => token));
  const user = await addUser(server, "acme", []);
  named = {
    keys: [own.key, own.key, renewed.key, external.key, foreign.key, UNISSUED_KEY, own.token, "junk"],
    users: [user.id, user.id, "a404870467d24533a085a6b3c6a5a320"],
    roles: [
      "1",
      ...["oms-read-only", "user-administrator-restricted"].map((id) => String(roleNumber(id))),
      "9000",
      "x",
    ],
  };
});

afterAll(async () => {
  wire.close();
  await door.server.close();
});

const credential = ({ key, token }: KeyCredentials): Headers => ({
  "x-vtex-api-appkey": key,
  "x-vtex-api-apptoken": token,
});

async function login(as: KeyCredentials, host = HOST): Promise<Headers> {
  const asked = { as: null, host, body: { appkey: as.key, apptoken: as.token } };
  const { body, status } = await door.ask<{ token: string }>("POST", "/api/vtexid/apptoken/login", asked);
  expect(status).toBe(200);
  watch.keep(body.token);
  return { VtexIdclientAutCookie: body.token };
}

/** Each kind of caller, anew: requests before may have ended their tokens. */
async function addAskers(): Promise<ReadonlyMap<string, Headers>> {
  const { server } = door;
  const [powerful, other, bare, theirs] = [
    await addKey(server, "acme", ["owner"]),
    await addKey(server, "acme", ["owner"]),
    await addKey(server, "acme"),
    await addKey(server, "partner", ["owner"]),
  ];
  await admit(server, "acme", theirs.key, ["owner"], `Partner ${theirs.key}`);
  watch.keep(...[powerful, other, bare, theirs].map(({ token }) => token));
  return new Map<string, Headers>([
    ["key", credential(powerful)],
    ["login", await login(other)],
    ["key without roles", credential(bare)],
    ["external key", credential(theirs)],
    ["login elsewhere", await login(theirs, "partner.keys.example.com")],
    ["wrong token", credential({ ...powerful, token: bare.token })],
    ["operator token", { authorization: `Bearer ${OPERATOR_TOKEN}` }],
    ["junk", { VtexIdclientAutCookie: "eyJhbGciOiJub25lIn0.e30.", "x-vtex-api-appkey": "" }],
    ["nobody", {}],
  ]);
}

/** A request that succeeds as it stands. */
async function patternOf(operationId: string): Promise<Pattern> {
  const { server } = door;
  const { key, token } = await addKey(server, "acme");
  watch.keep(token);
  switch (operationId) {
    case "createApiKey":
      return { url: APP_KEYS, body: { label: "my new API Key" } };
    case "listApiKeys":
      return { url: APP_KEYS };
    case "updateApiKey":
      return { url: `${APP_KEYS}/${key}`, body: { isActive: false } };
    case "addRoles":
      return { url: rolesOf(key), body: [1, roleNumber("oms-read-only")] };
    case "getRoles":
      return { url: rolesOf(key) };
    case "removeRole":
      return { url: `${rolesOf(key)}/1` };
    case "listRoles":
      return { url: "/api/license-manager/site/pvt/roles/list/paged?numItems=10&pageNumber=1&sort=id&sortType=ASC" };
    case "initiateTokenRenewal":
      return { url: `${renewal(key)}/renew` };
    case "completeTokenRenewal":
      await renew(server, "acme", key);
      return { url: `${renewal(key)}/finish-renewal` };
    case "generateAuthenticationToken":
      return { url: "/api/vtexid/apptoken/login", body: { appkey: key, apptoken: token } };
    case "checkAuthenticatedUser": {
      const { VtexIdclientAutCookie: session } = await login({ key, token });
      return { url: "/api/vtexid/credential/validate", body: { token: session } };
    }
    default:
      throw new Error(`no pattern of ${operationId}`);
  }
}

describe(`VTEX's endpoints under LATCHKEY_FUZZ_SEED=${FUZZ_SEED}`, () => {
  it.each(OPERATIONS)("hold for whatever is sent to %s", { timeout: 10_000 + FUZZ_RUNS * 1_000 }, async (id, one) => {
    const askers = await addAskers();
    const pattern = await patternOf(id);
    const requests = requestsOf(one, pattern, {
      // Who may do nothing gets nowhere: those who may ask more often.
      askers: [...askers.keys(), "key", "key", "login", "login"],
      resolve: () => ({}),
      names: [...named.keys, ...named.users, ...named.roles],
      pathNames: {
        id: named.keys,
        apiKey: named.keys,
        userId: [...named.keys, ...named.users],
        roleId: named.roles,
      },
    });
    const property = fc.asyncProperty(requests, async (asked) => {
      const headers = { host: HOST, ...askers.get(asked.who), ...asked.headers };
      expectInOrder(one, asked, await wire.send({ ...asked, headers }));
    });
    const { body, url } = pattern;
    const plain: FuzzedRequest = {
      who: "key",
      method: one.method,
      target: url,
      headers: { accept: "application/json", ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    const about = (query: string) => `${url}${url.includes("?") ? "&" : "?"}${query}`;
    // Beside it, one of each kind of answer, whatever else is drawn.
    const others: FuzzedRequest[] = [
      { ...plain, who: "login", target: about("an=acme&an=acme") },
      { ...plain, who: "key without roles" },
      { ...plain, who: "nobody" },
      { ...plain, target: about("an=no-such-account") },
    ];
    const examples = [plain, ...others].map((example): [FuzzedRequest] => [example]);
    await fc.assert(property, { numRuns: FUZZ_RUNS + examples.length, seed: FUZZ_SEED, endOnFailure: true, examples });
  });

  it("have all answered well, and met most kinds of answers", () => {
    expect([...succeeded].toSorted()).toEqual(OPERATIONS.map(([id]) => id).toSorted());
    for (const status of [200, 204, 400, 401, 403, 404]) {
      expect(statuses.get(status) ?? 0, `answers ${status}`).toBeGreaterThan(0);
    }
  });

  it("have left neither an unexpected error nor a secret in the log", () => {
    expect(watch.faultsOfLog(door.server.log.join(""))).toEqual([]);
  });
});

function expectInOrder(one: DocumentedOperation, asked: FuzzedRequest, answer: WireAnswer): void {
  const { operationId } = one.operation;
  const { headers, status, text } = answer;
  statuses.set(status, (statuses.get(status) ?? 0) + 1);
  if (status < 300) succeeded.add(operationId);
  const faults = [...documented.faultsOf(one, answer), ...watch.faultsOf(answer)];
  if (status < 300 && isStranger(asked) && !OPEN.includes(operationId)) faults.push("answered a stranger");
  if (headers["cache-control"] !== "no-store") faults.push(`cache-control: ${String(headers["cache-control"])}`);
  expect(faults, JSON.stringify({ ...asked, body: String(asked.body), status, text: text.slice(0, 500) })).toEqual([]);
}

function isStranger({ target, who }: FuzzedRequest): boolean {
  const asksElsewhere = new URL(target, "http://localhost").searchParams.get("an") === "partner";
  return STRANGERS.includes(who) || (who === "login elsewhere" && !asksElsewhere);
}

describe("an address of VTEX's APIs that isn't answered", () => {
  /** An operation of the same API, whose errors have one form. */
  function oneOf(target: string): DocumentedOperation {
    const found = OPERATIONS.find(([, { path }]) => path.startsWith(/^\/api\/[^/]+\//.exec(target)?.[0] ?? "-"));
    if (!found) throw new Error(`no API has ${target}`);
    return found[1];
  }

  it.each([
    ["GET", "/api/vlm/account", 404],
    ["DELETE", "/api/vlm/appkeys", 404],
    ["PUT", "/api/vlm/appkeys/", 400],
    ["PUT", "/api/vlm/appkeys/%zz", 400],
    ["GET", "/api/license-manager/users", 404],
    ["GET", "/api/license-manager/users/%E0%A4%A/roles", 400],
    ["POST", "/api/vtexid/pub/authentication/start", 404],
    ["GET", "/api/vtexid/apptoken/login?an=acme", 404],
  ])("is refused in their form: %s %s", async (method, target, status) => {
    const headers = { host: HOST, ...credential(door.admin) };
    const answer = await wire.send({ method, target, headers });
    expect(answer.status).toBe(status);
    expect(documented.faultsOf(oneOf(target), answer)).toEqual([]);
    expect(watch.faultsOf(answer)).toEqual([]);
  });

  it("is refused in their form where it is longer than any", async () => {
    const target = `/api/vlm/appkeys/${"x".repeat(600)}`;
    const answer = await wire.send({ method: "PUT", target, headers: { host: HOST, ...credential(door.admin) } });
    expect(answer.status).toBe(404);
    expect(documented.faultsOf(oneOf(target), answer)).toEqual([]);
  });

  it("holds no key that stands in a wrong place", async () => {
    const headers = { host: HOST, ...credential(door.admin) };
    for (const target of [`/api/vlm/${LOST_TOKEN}`, `/api/vtexid/${LOST_TOKEN}/%zz`, `${APP_KEYS}?an=${LOST_TOKEN}`]) {
      const { status, text } = await wire.send({ method: "GET", target, headers });
      expect(status).toBeGreaterThanOrEqual(400);
      expect(text).not.toContain(LOST_TOKEN);
    }
    expect(door.server.log.join("")).not.toContain(LOST_TOKEN);
  });
});
