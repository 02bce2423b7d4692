import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { generateKeyString } from "../../packages/server/src/domain/key.ts";
import { generateSecret } from "../../packages/server/src/domain/token.ts";
import { addAccounts, addKey, admit, type KeyCredentials } from "../../packages/server/src/http/test-fixtures.ts";
import { renew } from "../../packages/server/src/http/test-tokens.ts";
import { createTestServer, type TestServer } from "../../packages/server/src/test-server.ts";

// All names are as long as each other, as are the keys and the requests: what is longer takes longer to read.
const [ACCOUNT, OWNER, SUSPENDED_OWNER, NOBODY] = ["acme", "zoom", "shut", "void"] as const;
/** Of each kind, so that none is in a cache more than another. */
const CREDENTIALS = 40;
/** Requests of each kind before any is timed: by then code is as fast as it gets. */
const WARM_UP = 2_000;
/** Beyond this two kinds take different times, whatever noise there is (Welch's t, as in TVLA and dudect). */
const THRESHOLD = 4.5;
/** What is slower is the machine's doing: a share of all samples, whatever their kind. */
const KEPT = 0.7;
/**
 * Samples are taken until what makes no digest is told apart from what makes one as clearly as this: so would a server be that makes
 * none for a key that it doesn't know. Ever more of them would tell in the end that memory is looked at for a known one, which takes a
 * tenth of that;
 */
const CLEAR = 15;
/** looking that often, in samples of each kind, */
const LOOK_EVERY = 50;
/** and no longer than that. */
const MOST_SAMPLES = 40_000;
/** Two kinds take different times where they do so each time. */
const TRIES = 6;

/** Credentials that are all to get one answer after the same work (rule 13), by what is the matter with them. */
type Kinds = Readonly<Record<string, readonly KeyCredentials[]>>;

/** Microseconds that answers took, by kind. */
type Samples = ReadonlyMap<string, readonly number[]>;

/** Whose checksum says that it is no token: no digest is made of it, */
const CONTROL = "own key and no token";
/** while one is for this, as it is compared with that of the key's own token. */
const WRONG = "own key";
/** What the others are held against. */
const UNKNOWN = "unknown key";

let server: TestServer;
let port: number;
let serviceKey: string;
let kinds: Kinds;

beforeAll(async () => {
  server = await createTestServer();
  const origin = await server.listen({ host: "127.0.0.1", port: 0 });
  port = Number(new URL(origin).port);
  await addAccounts(server, ACCOUNT, OWNER, SUSPENDED_OWNER);
  const { body } = await server.call<{ token: string }>("POST", "/v1/service-keys", { body: { name: "Gateway" } });
  serviceKey = body.token;
  kinds = await makeKinds();
});

afterAll(() => server.close());

const someToken = () => generateSecret("lkt_", randomBytes);

async function makeKinds(): Promise<Kinds> {
  const some = async (make: () => Promise<KeyCredentials> | KeyCredentials) => {
    const made: KeyCredentials[] = [];
    while (made.length < CREDENTIALS) made.push(await make());
    return made;
  };
  const own = (key: string, account: string) => `/v1/accounts/${account}/api-keys/${key}`;
  const wrong = ({ key }: KeyCredentials) => ({ key, token: someToken() });
  const edited = async (account: string, method: "PATCH" | "DELETE", body?: object) => {
    const credentials = await addKey(server, account);
    const { status } = await server.call(method, own(credentials.key, account), body && { body });
    assert.ok(status < 300);
    return credentials;
  };
  const found: Kinds = {
    [UNKNOWN]: await some(() => ({ key: generateKeyString(NOBODY, randomBytes), token: someToken() })),
    [CONTROL]: await some(async () => {
      const { key, token } = await addKey(server, ACCOUNT);
      return { key, token: token.slice(0, -1) + (token.endsWith("0") ? "1" : "0") };
    }),
    [WRONG]: await some(async () => wrong(await addKey(server, ACCOUNT))),
    "another account's key": await some(async () => wrong(await addKey(server, OWNER))),
    "admitted key": await some(async () => {
      const credentials = await addKey(server, OWNER);
      await admit(server, ACCOUNT, credentials.key);
      return wrong(credentials);
    }),
    "key that is being renewed": await some(async () => {
      const credentials = await addKey(server, ACCOUNT);
      await renew(server, ACCOUNT, credentials.key);
      return wrong(credentials);
    }),
    "inactive key": await some(async () => wrong(await edited(ACCOUNT, "PATCH", { status: "inactive" }))),
    "key of a suspended account": await some(async () => wrong(await addKey(server, SUSPENDED_OWNER))),
    "other unknown key": await some(() => ({ key: generateKeyString("none", randomBytes), token: someToken() })),
    "deleted key, with its token": await some(() => edited(ACCOUNT, "DELETE")),
  };
  const { status } = await server.call("PATCH", `/v1/accounts/${SUSPENDED_OWNER}`, { body: { status: "suspended" } });
  assert.equal(status, 200);
  return found;
}

/** A connection that stays open, by which one request after another is timed. */
class Asker {
  readonly #socket: Socket;

  private constructor(socket: Socket) {
    this.#socket = socket;
  }

  static async open(): Promise<Asker> {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    await once(socket, "connect");
    return new Asker(socket);
  }

  /** Sends a whole request; answers how many microseconds its answer took, and that: it has to come in one piece. */
  ask(request: Buffer): Promise<{ readonly us: number; readonly answer: Buffer }> {
    return new Promise((answered) => {
      let sentNs = 0n;
      this.#socket.once("data", (answer: Buffer) => {
        const us = Number(process.hrtime.bigint() - sentNs) / 1_000;
        answered({ us, answer });
      });
      sentNs = process.hrtime.bigint();
      this.#socket.write(request);
    });
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }
}

function requestOf(line: string, headers: Readonly<Record<string, string>>, body = ""): Buffer {
  const length = body === "" ? {} : { "content-type": "application/json", "content-length": String(body.length) };
  const lines = Object.entries({ host: "localhost", ...headers, ...length }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return Buffer.from([`${line} HTTP/1.1`, ...lines, "", body].join("\r\n"));
}

/** Ways on which anybody's credential comes in, and the answer that is the same for all of these. */
const ROUTES: Readonly<Record<string, { request: (credentials: KeyCredentials) => Buffer; answer: RegExp }>> = {
  "forward auth": {
    request: ({ key, token }) => {
      const asked = { "x-latchkey-service-key": serviceKey, "x-latchkey-account": ACCOUNT };
      return requestOf("GET /v1/authorize", { ...asked, "x-api-key": key, "x-api-token": token });
    },
    answer: /^HTTP\/1\.1 401 [^]*"INVALID_CREDENTIALS"/,
  },
  "a service's question": {
    request: (credentials) => {
      const body = JSON.stringify({ account: ACCOUNT, ...credentials });
      return requestOf("POST /v1/verify", { authorization: `Bearer ${serviceKey}` }, body);
    },
    answer: /^HTTP\/1\.1 200 [^]*"INVALID_CREDENTIALS"/,
  },
  "the API": {
    request: ({ key, token }) => requestOf(`GET /v1/accounts/${ACCOUNT}`, { "x-api-key": key, "x-api-token": token }),
    answer: /^HTTP\/1\.1 401 [^]*"UNAUTHENTICATED"/,
  },
};

function shuffled<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ item }) => item);
}

/** Welch's t of two sets of samples. */
function welch(one: readonly number[], other: readonly number[]): number {
  const [a, b] = [statistics(one), statistics(other)];
  return (a.mean - b.mean) / Math.sqrt(a.variance / a.count + b.variance / b.count);
}

function statistics(samples: readonly number[]): { count: number; mean: number; variance: number } {
  const count = samples.length;
  const mean = samples.reduce((sum, sample) => sum + sample, 0) / count;
  const variance = samples.reduce((sum, sample) => sum + (sample - mean) ** 2, 0) / (count - 1);
  return { count, mean, variance };
}

/** Without what was slow, whatever its kind. */
function trimmed(samples: Samples): Samples {
  const all = [...samples.values()].flat().toSorted((a, b) => a - b);
  const slowest = all[Math.floor(all.length * KEPT)] ?? 0;
  return new Map([...samples].map(([kind, ofKind]) => [kind, ofKind.filter((sample) => sample <= slowest)]));
}

/** How clearly two kinds are told apart: the size of Welch's t. */
function clarity(samples: Samples, one: string, other: string): number {
  return Math.abs(welch(samples.get(one) ?? [], samples.get(other) ?? []));
}

/** Asks with every kind in turns, in another order each time, until it is clear how the control differs. */
async function measure(route: string): Promise<Samples> {
  const { answer: expected, request } = ROUTES[route] ?? assert.fail();
  // One piece of memory for all: others would be nearer or farther.
  const sent = request(kinds[UNKNOWN]?.[0] ?? assert.fail());
  const samples = new Map(Object.keys(kinds).map((kind): [string, number[]] => [kind, []]));
  using asker = await Asker.open();
  for (let taken = 1; taken <= WARM_UP + MOST_SAMPLES; taken++) {
    for (const [kind, ofKind] of shuffled(Object.entries(kinds))) {
      const next = request(ofKind[taken % CREDENTIALS] ?? assert.fail());
      assert.equal(next.copy(sent), sent.length);
      const { answer, us } = await asker.ask(sent);
      if (taken <= WARM_UP) assert.match(answer.toString(), expected, kind);
      else samples.get(kind)?.push(us);
    }
    if (taken % LOOK_EVERY !== 0) continue;
    const found = trimmed(samples);
    if (clarity(found, CONTROL, WRONG) >= CLEAR) return found;
  }
  return assert.fail("nothing can be told on this machine: it is too busy");
}

test.each(Object.keys(ROUTES))(
  "rule 13: how long %s takes doesn't tell a wrong token from a key that isn't there",
  { timeout: 600_000 },
  async (route) => {
    let different = Object.keys(kinds).filter((kind) => kind !== UNKNOWN && kind !== CONTROL);
    for (let turn = 0; turn < TRIES && different.length > 0; turn++) {
      const samples = await measure(route);
      const told = different.map((kind) => [kind, clarity(samples, kind, UNKNOWN)] as const);
      // What it was, where it fails.
      console.log(
        `${route}, ${samples.get(UNKNOWN)?.length} samples: ${told.map(([k, t]) => `${k} ${t.toFixed(1)}`).join(", ")}`,
      );
      different = told.filter(([, clearly]) => clearly > THRESHOLD).map(([kind]) => kind);
    }
    expect(different).toEqual([]);
  },
);
