import assert from "node:assert/strict";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { generateKeyString } from "../domain/key.ts";
import { generateSecret } from "../domain/token.ts";
import { SEQUENCES } from "../../../../test/support/thoroughness.ts";
import { auditSeal } from "../secrets/audit-seal.ts";
import { ServerSecret } from "../secrets/server-secret.ts";
import { type Action, type Asker, given, requestOf, statusOfSuccess, timeOf } from "./test-actions.ts";
import { ADDRESSES } from "./test-networks.ts";
import { statusReason } from "./test-oracle-decisions.ts";
import { type OracleAccount, type OracleEvent, type Refusal, STATUS_OF } from "./test-oracle-things.ts";
import { type Made, Oracle } from "./test-oracle.ts";
import { createTestServer, type Credentials, OPERATOR_TOKEN, SERVER_SECRET, type TestServer } from "../test-server.ts";
import * as steps from "./test-steps.ts";
import { verifyAuditChain } from "../usecases/verify-audit-chain.ts";
import { credentialOf } from "../verify/credential.ts";
import { decide } from "../verify/decide.ts";

const STEPS = 50;
const HOUR_MS = 3_600_000;
const PASSWORD = "correct horse battery staple";
/** Where questions say that a request comes from. */
const PLACES = [undefined, ...ADDRESSES];
const RESOURCES = [undefined, "shop.view-order", "shop.edit-order", "account.edit-api-keys", "shop.no-such-thing"];
/** Any number of bytes, the same each time: a key string and a token that nobody was ever given. */
let nextByte = 0;
const someBytes = (length: number) => Uint8Array.from({ length }, () => nextByte++ & 255);
const UNKNOWN_KEY = generateKeyString("nobody", someBytes);
const ELSEWHERE = "THE-TOKEN-OF-ANOTHER-SERVICE";
const WRONG_TOKEN = generateSecret("lkt_", someBytes);

interface Person {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly cookie: string;
}

let server: TestServer;
let serviceKey: string;
let people: Person[];
let worlds = 0;
/** Refusals that came up, each of them foreseen. */
const refusals = new Set<Refusal>();

beforeAll(async () => {
  server = await createTestServer();
  const roles = Object.entries(steps.CATALOG_ROLES).map(([id, resources]) => ({
    id,
    name: id,
    description: "",
    resources,
  }));
  const resources = steps.SHOP_RESOURCES.map((key) => ({ key, name: key }));
  const products = [{ id: "shop", name: "Shop", categories: [{ id: "orders", name: "Orders", resources }] }];
  await must("PUT", "/v1/catalog", { products, roles });
  ({ token: serviceKey } = await must<{ token: string }>("POST", "/v1/service-keys", { name: "Orders API" }));
  // People exist before the worlds that they are added to: so they have to sign in once only.
  await must("POST", "/v1/accounts", { name: "home", displayName: "Home" });
  people = [];
  for (const name of ["Ada", "Ben", "Cem", "Dora"]) people.push(await newPerson(name));
});

afterAll(() => server.close());

test(
  "rules 1, 4–11, 13–15: every answer, every verification and every log is as the oracle foresees it",
  { timeout: 540_000 },
  async () => {
    const property = fc.asyncProperty(
      fc.array(steps.step, { minLength: STEPS, maxLength: STEPS }),
      async (sequence) => {
        const run = new Run();
        try {
          await run.begin();
          for (const step of sequence) await run.take(step);
          await run.compareEverything();
        } catch (error) {
          throw new Error(`${String(error)}\n\nWhat was asked:\n${run.transcript.join("\n")}`, { cause: error });
        }
      },
    );
    await fc.assert(property, {
      ...SEQUENCES,
      plugins: [fc.interruptAfterTimeLimit(480_000, { failOnInterrupt: true })],
    });
    // Steps that never meet a refusal prove nothing about it.
    expect(refusals).toEqual(new Set(Object.keys(STATUS_OF)));
  },
);

/** One sequence of steps, in accounts that no other sequence uses. */
class Run {
  readonly transcript: string[] = [];
  readonly #world: steps.World;
  readonly #oracle: Oracle;
  #place = 0;

  constructor() {
    const world = ++worlds;
    const nameOf = (id: string) => people.find((person) => person.id === id)?.name ?? "";
    this.#oracle = new Oracle(steps.PREDEFINED_ROLES, nameOf, server.judge.nowMs());
    this.#world = {
      oracle: this.#oracle,
      accountNames: ["a", "b", "c", "late", "never"].map((name) => `w${world}-${name}`),
      people: people.map((person) => person.id),
      unknownKey: UNKNOWN_KEY,
    };
  }

  /**
   * Three accounts, each with an owner, a key that may manage keys and one that may do what the first may not, by a role of
   * the account's own among others; somebody who manages keys and users in two of them; and two admissions.
   */
  async begin(): Promise<void> {
    const operator = { kind: "operator" } as const;
    const ask = (action: Action) => this.#ask(operator, action);
    const [a = "", b = "", c = ""] = this.#world.accountNames;
    for (const [index, account] of [a, b, c].entries()) {
      await ask({ do: "create-account", account, displayName: `Account ${account}` });
      await ask({ do: "add-user", account, person: people[index]?.id ?? "", isNew: false, roles: ["owner"] });
      const first = { do: "generate-key", account, name: "First", roles: ["key-manager"] } as const;
      // One account has moved here from elsewhere: what it brought has to hold to the same rules.
      const elsewhere = { key: `Elsewhere_${b}.1`, token: `${b}/${ELSEWHERE}` };
      await ask(account === b ? { ...first, elsewhere } : first);
      await ask({ do: "create-role", account, id: "custom-1", resources: ["shop.refund"] });
      await ask({ do: "generate-key", account, name: "Second", roles: ["order-editor", "custom-1"] });
    }
    const dora = people[3]?.id ?? "";
    for (const account of [a, b])
      await ask({
        do: "add-user",
        account,
        person: dora,
        isNew: false,
        roles: ["key-manager", "user-manager", "verifier"],
      });
    const [, , keyOfB = "", , , otherOfC = ""] = this.#oracle.keys.keys();
    await ask({ do: "admit", account: a, key: keyOfB, name: "Partner", roles: ["key-manager"], expiresAtMs: null });
    const other = { account: a, key: otherOfC, name: "Other", roles: ["order-editor"] };
    await ask({ do: "admit", ...other, expiresAtMs: this.#oracle.nowMs + HOUR_MS });
    const [, , , , keyOfC = ""] = this.#oracle.keys.keys();
    await ask({ do: "edit-key", account: c, key: keyOfC, networks: ["127.0.0.0/8"] });
    const fromElsewhere = { kind: "key", key: keyOfC, isTokenRight: true, ip: "203.0.113.9" } as const;
    await this.#ask(fromElsewhere, { do: "look-up", account: c, key: keyOfB });
    await this.#beginInvitations(a, dora);
  }

  /** What random steps rarely come to: invitations that are there already, withdrawn, in a role's way, not backed any more, and of somebody known. */
  async #beginInvitations(account: string, inviter: string): Promise<void> {
    const ask = (action: Action, asker: Asker = { kind: "operator" }) => this.#ask(asker, action);
    const newest = () => [...this.#oracle.invitations.all.values()].at(-1);
    const accept = () => {
      const { id = "", isNew = true, secrets = [] } = newest() ?? {};
      return ask({ do: "accept-invitation", account, id, isNew, secret: secrets.at(-1) ?? "" }, { kind: "nobody" });
    };
    const invite = { do: "invite", account, isNew: true } as const;
    const withdrawn = { ...invite, person: `${account}-withdrawn`, roles: ["custom-1"] };
    await ask({ do: "create-role", account, id: "custom-1", resources: [] });
    await ask(withdrawn);
    await ask(withdrawn);
    await ask({ do: "delete-role", account, id: "custom-1" });
    await ask({ do: "withdraw-invitation", account, id: newest()?.id ?? "" });
    await accept();
    await ask({ do: "delete-role", account, id: "custom-1" });
    const roles = this.#oracle.accounts.get(account)?.members.get(inviter) ?? [];
    await ask({ ...invite, person: `${account}-invited`, roles: ["order-reader"] }, { kind: "person", id: inviter });
    await ask({ do: "edit-user", account, person: inviter, roles: [] });
    await accept();
    await ask({ do: "edit-user", account, person: inviter, roles });
    await ask({ ...invite, person: people[1]?.id ?? "", isNew: false, roles: [] });
    await accept();
  }

  async take(step: steps.Step): Promise<void> {
    const asked = steps.resolve(this.#world, step);
    if (asked) await this.#ask(asked.asker, asked.action, step);
    else if (step.kind === "move-clock") await this.#moveClock(step.clockHours * HOUR_MS);
    this.#compareVerifications();
  }

  async #ask(asker: Asker, action: Action, step?: steps.Step): Promise<void> {
    this.transcript.push(`${JSON.stringify(asker)} asks ${JSON.stringify(action)}`);
    const foreseen = this.#oracle.foresee(asker, action);
    const [method, url, options] = requestOf(action, (id) => people.find((each) => each.id === id)?.email ?? "");
    const question = action.do === "verify" ? this.#question(action.account, step) : undefined;
    const answer = await server.call<Record<string, unknown>>(method, url, {
      ...(question ? { body: question.body } : options),
      as: this.#credentials(asker),
      ...(asker.kind === "key" && asker.ip !== undefined ? { ip: asker.ip } : {}),
    });
    this.transcript.push(`  ${answer.status} ${answer.text}`);
    if (foreseen.refusals.size > 0) {
      const { code, resource } = (answer.body ?? {}) as { code: Refusal; resource?: string };
      assert.ok(
        foreseen.refusals.has(code),
        `not ${code} but any of ${[...foreseen.refusals].join(", ")} was foreseen`,
      );
      assert.equal(answer.status, STATUS_OF[code]);
      refusals.add(code);
      if (foreseen.lacking.size > 0 && (code === "FORBIDDEN" || code === "ROLE_NOT_HELD")) {
        assert.ok(foreseen.lacking.has(resource ?? ""), `${resource} is not the resource that is missing`);
      }
      return;
    }
    assert.equal(answer.status, statusOfSuccess(action));
    if (question) {
      assert.deepEqual({ ...answer.body, revision: undefined }, { ...question.expected, revision: undefined });
    }
    if (action.do === "look-up") this.#compareLookUp(action, answer.body);
    this.#oracle.happened(asker, action, answer.body as unknown as Made);
  }

  #credentials(asker: Asker): Credentials | null {
    switch (asker.kind) {
      case "operator":
        return { bearer: OPERATOR_TOKEN };
      case "nobody":
        return null;
      case "service":
        return { bearer: serviceKey };
      case "person":
        return { cookie: people.find((person) => person.id === asker.id)?.cookie ?? "" };
      case "key": {
        const token = asker.isTokenRight ? (this.#oracle.keys.get(asker.key)?.token ?? "") : WRONG_TOKEN;
        return { key: asker.key, token };
      }
    }
  }

  #question(account: string, step: steps.Step | undefined) {
    const keys = [...this.#oracle.keys.values()];
    const key = keys[(step?.key ?? 0) % keys.length];
    const isTokenRight = step?.isElsewhere !== true;
    const resource = RESOURCES[(step?.person ?? 0) % RESOURCES.length];
    const credential = { key: key?.key ?? "", token: isTokenRight ? (key?.token ?? "") : WRONG_TOKEN };
    const asked = given({ account, resource, ip: PLACES[(step?.account ?? 0) % PLACES.length] });
    return {
      body: { ...credential, ...asked },
      expected: this.#oracle.decide(credential.key, isTokenRight, { account, ...asked }),
    };
  }

  /** Rule 8: whose key it is, and nothing else. */
  #compareLookUp({ account, key }: { account: string; key: string }, body: Record<string, unknown>): void {
    const owner = this.#oracle.keys.get(key)?.owner ?? "";
    const displayName = this.#oracle.accounts.get(owner)?.displayName;
    const alreadyAdded = this.#oracle.accounts.get(account)?.admissions.has(key);
    assert.deepEqual(body, { key, owner: { account: owner, displayName }, profile: null, alreadyAdded });
  }

  /** Rule 15: forward for both clocks; or the wall clock back, by which no time passes for expiry. */
  async #moveClock(byMs: number): Promise<void> {
    const { clock } = server;
    this.transcript.push(`the clock moves by ${byMs / HOUR_MS} hours`);
    if (byMs > 0) {
      clock.monotonicMs += byMs;
      this.#oracle.nowMs += byMs;
    }
    clock.wallMs += byMs;
    await staySignedIn();
    // As the background work does, five times a second and every ten seconds.
    await server.follower.poll();
    await server.moveDigests();
  }

  #compareVerifications(): void {
    for (const { key, token } of [...this.#oracle.keys.values(), { key: UNKNOWN_KEY, token: WRONG_TOKEN }]) {
      const [account = ""] = this.#world.accountNames;
      const refused = decide(server.judge, { credential: credentialOf(key, WRONG_TOKEN), account });
      assert.deepEqual(refused, { valid: false, code: "INVALID_CREDENTIALS" });
      for (const account of this.#world.accountNames) {
        for (const resource of RESOURCES) {
          // Every resource from another place each time: all of both at once would take four times as long.
          const question = { account, resource, ip: PLACES[this.#place++ % PLACES.length] };
          const decision = decide(server.judge, { credential: credentialOf(key, token), ...question });
          assert.deepEqual(decision, this.#oracle.decide(key, true, question));
        }
      }
    }
  }

  async compareEverything(): Promise<void> {
    await server.deliver();
    const seal = auditSeal(new ServerSecret(SERVER_SECRET));
    const heads = new Map((await server.store.reads.audit.heads()).map((head) => [head.account, head]));
    for (const account of this.#oracle.accounts.values()) {
      await this.#compareLists(account);
      await this.#compareLog(account);
      const { fault } = await verifyAuditChain(server.store.reads.audit, seal, account.name, {
        head: heads.get(account.name),
      });
      assert.equal(fault, null);
    }
  }

  async #compareLists(account: OracleAccount): Promise<void> {
    const oracle = this.#oracle;
    const label = (id: string) => ({
      id,
      name: account.customRoles.get(id)?.name ?? ROLE_NAMES.get(id) ?? id,
    });
    const own = [...oracle.keys.values()].filter((key) => key.owner === account.name && key.status !== "deleted");
    const generated = await this.#list<Record<string, unknown>>(account, "api-keys");
    assert.deepEqual(
      generated.map(({ key, name, roles, status, allowedNetworks, createdBy, hostCount }) => {
        return { key, name, roles, status, allowedNetworks, createdBy, hostCount };
      }),
      own
        .map(({ key, name, networks: allowedNetworks, roles, status, createdBy }) => {
          const hostCount = oracle.hostsOf(key).length;
          return { key, name, roles: roles.map(label), status, allowedNetworks, createdBy, hostCount };
        })
        .toSorted(byKey),
    );
    assert.deepEqual(
      (await this.#list<{ key: string }>(account, "external-keys")).map((item) => ({ ...item, addedAt: 1 })),
      [...account.admissions]
        .map(([key, { name, roles, status, expiresAtMs, networks, addedBy }]) => {
          const owner = oracle.keys.get(key)?.owner ?? "";
          const reason = statusReason(oracle, account.name, key);
          return {
            key,
            owner: { account: owner, displayName: oracle.accounts.get(owner)?.displayName },
            name,
            roles: roles.map(label),
            addedAt: 1,
            addedBy,
            status: reason === null ? "active" : "inactive",
            statusReason: reason,
            suspendedHere: status === "inactive",
            quarantined: false,
            expiresAt: timeOf(expiresAtMs),
            requestsPerMinute: null,
            allowedNetworks: networks,
            lastUsedAt: null,
          };
        })
        .toSorted(byKey),
    );
    const users = await this.#list<{ id: string; roles: { id: string }[] }>(account, "users");
    const rolesOf = Object.fromEntries(users.map(({ id, roles }) => [id, roles.map((role) => role.id)]));
    assert.deepEqual(rolesOf, Object.fromEntries(account.members));
    const invitations = await this.#list<{ id: string; status: string; roles: { id: string }[] }>(
      account,
      "invitations",
    );
    assert.deepEqual(
      new Map(invitations.map(({ id, status, roles }) => [id, [status, ...roles.map((role) => role.id)]])),
      new Map(
        oracle.invitations.openOnes(account.name).map((each) => {
          const status = oracle.invitations.isExpired(each, oracle.nowMs) ? "expired" : "pending";
          return [each.id, [status, ...each.roles]];
        }),
      ),
    );
    const roles = await this.#list<{ id: string; resources: string[] }>(account, "roles");
    const resourcesOf = new Map(roles.map(({ id, resources }) => [id, new Set(resources)]));
    assert.deepEqual(resourcesOf, new Map(oracle.rolesOf(account.name)));
  }

  async #list<Item>({ name }: OracleAccount, what: string): Promise<Item[]> {
    const { body } = await server.call<{ items: Item[]; total: number }>(
      "GET",
      `/v1/accounts/${name}/${what}?limit=200`,
    );
    assert.equal(body.items.length, body.total);
    return (body.items as (Item & { key: string })[]).toSorted(byKey);
  }

  /** Rule 11: each change one event in its own account and one mirrored event in each that it concerns, refusals none. */
  async #compareLog(account: OracleAccount): Promise<void> {
    type Listed = OracleEvent & {
      sequence: number;
      requestId: string | null;
      ip: string | null;
      before: object | null;
      after: object | null;
    };
    const url = `/v1/accounts/${account.name}/audit-events?sort=sequence&limit=200`;
    const { items } = (await server.call<{ items: Listed[] }>("GET", url)).body;
    assert.deepEqual(
      items.map((event) => event.sequence),
      items.map((_, index) => index + 1),
    );
    const isMirrored = (event: Listed) => event.actor.kind === "account";
    const short = ({ action, actor, target, counterpart }: Listed) => ({ action, actor, target, counterpart });
    assert.deepEqual(items.filter((event) => !isMirrored(event)).map(short), account.events);
    const told = items.filter(isMirrored);
    assert.deepEqual(
      told.map(short).map((event) => ({ ...event, actor: { ...event.actor, name: "" } })),
      account.mirrored,
    );
    for (const { before, after, ip, requestId } of told) {
      assert.deepEqual({ before, after, ip, requestId }, { before: null, after: null, ip: null, requestId: null });
    }
  }
}

const ROLE_NAMES = new Map([
  ["owner", "Owner"],
  ["user-administrator-restricted", "User administrator - Restricted"],
]);

function byKey(a: { key: string }, b: { key: string }): number {
  return a.key < b.key ? -1 : 1;
}

async function newPerson(name: string): Promise<Person> {
  const email = `${name.toLowerCase()}@people.example`;
  const { id } = await must<{ id: string }>("POST", "/v1/accounts/home/users", {
    email,
    name,
    roles: [],
    password: PASSWORD,
  });
  return { id, email, name, cookie: await signedIn(email) };
}

/** As people do who use the console: a session that is used lasts on, and one that is over gives way to another. */
async function staySignedIn(): Promise<void> {
  for (const [index, person] of people.entries()) {
    const session = await server.call<{ user: object | null }>("GET", "/v1/session", { as: person });
    if (session.body.user === null) people[index] = { ...person, cookie: await signedIn(person.email) };
  }
}

/** Signs somebody in; answers what their browser keeps. */
async function signedIn(email: string): Promise<string> {
  const { headers, status } = await server.call("POST", "/v1/session", {
    as: null,
    body: { email, password: PASSWORD },
  });
  assert.equal(status, 200);
  const [cookie = ""] = [headers["set-cookie"]].flat().map((text) => String(text).split(";")[0] ?? "");
  return cookie;
}

async function must<Body>(method: "POST" | "PUT", url: string, body: object): Promise<Body> {
  const answer = await server.call<Body>(method, url, { body });
  assert.ok(answer.status < 300, answer.text);
  return answer.body;
}
