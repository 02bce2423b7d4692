import { describe, expect, test } from "vitest";
import { createClient, type ClientOptions } from "./client.ts";
import { LatchkeyError } from "./latchkey-error.ts";
import { settled, TestTiming } from "./test-timing.ts";

type Answer = Response | Error;

const refused = (status: number, code: string, headers: Record<string, string> = {}) =>
  Response.json({ status, code, detail: "no" }, { status, headers });
const proxyError = (status: number) => new Response("<html>", { status });
const lost = () => new TypeError("fetch failed");
const ok = () => Response.json({ items: [], nextCursor: null, total: 0 });

/** A client whose requests get these answers one after the other, and what it sent. */
function clientAnswering(answers: Answer[], options: Partial<ClientOptions> = {}) {
  const timing = new TestTiming();
  const sent: { idempotencyKey: string | null; signal: AbortSignal | null | undefined }[] = [];
  const client = createClient({
    baseUrl: "https://keys.example.com",
    credential: { kind: "bearer", token: "lks_test" },
    timing,
    fetch: async (_url, init = {}) => {
      sent.push({ idempotencyKey: new Headers(init.headers).get("Idempotency-Key"), signal: init.signal });
      const answer = answers.shift();
      if (answer instanceof Error) throw answer;
      if (answer) return answer;
      return new Promise((_resolve, reject) => {
        init.signal?.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
      });
    },
    ...options,
  });
  return { client, sent, timing };
}

/** Lets as much time pass as it takes; answers how a request came out. */
async function outcomeOf(request: Promise<unknown>, timing: TestTiming): Promise<unknown> {
  let outcome: unknown;
  const watched = request.then(
    () => (outcome = "ok"),
    (error: unknown) => (outcome = error instanceof LatchkeyError ? error.code : error),
  );
  for (let turn = 0; turn < 30 && outcome === undefined; turn++) {
    await settled();
    await timing.advance(10_000);
  }
  await watched;
  return outcome;
}

/** Waits between attempts: all but those for the end of the time that an attempt has. */
const pauses = ({ waited }: TestTiming) => waited.filter((ms) => ms !== 30_000);

const path = { account: "acme" };
const key = { account: "acme", key: "lk-acme-4T9WZ7K2M5QX" };

describe("a request that failed", () => {
  test.each<[string, Answer]>([
    ["a limit", refused(429, "TOO_MANY_AT_ONCE")],
    ["a node that is out of date", refused(503, "STALE")],
    ["a proxy", proxyError(502)],
    ["a lost connection", lost()],
  ])("by %s is sent again, after a random time below a bound that doubles", async (_what, failure) => {
    const again = failure instanceof Error ? lost() : failure.clone();
    const { client, sent, timing } = clientAnswering([failure, again, ok()]);
    expect(await outcomeOf(client.get("/v1/accounts"), timing)).toBe("ok");
    expect(sent).toHaveLength(3);
    expect(pauses(timing)).toEqual([100, 200]);
  });

  test("is given up in the end, with the last failure", async () => {
    const { client, sent, timing } = clientAnswering([1, 2, 3, 4, 5].map(() => refused(503, "UNAVAILABLE")));
    expect(await outcomeOf(client.get("/v1/accounts"), timing)).toBe("UNAVAILABLE");
    expect(sent).toHaveLength(4);
  });

  test("waits as long as the service asks for, and gives up where that is too long", async () => {
    const patient = clientAnswering([refused(429, "TOO_MANY_ATTEMPTS", { "Retry-After": "7" }), ok()]);
    expect(await outcomeOf(patient.client.get("/v1/accounts"), patient.timing)).toBe("ok");
    expect(pauses(patient.timing)).toEqual([7_000]);
    const impatient = clientAnswering([refused(429, "TOO_MANY_ATTEMPTS", { "Retry-After": "11" }), ok()]);
    expect(await outcomeOf(impatient.client.get("/v1/accounts"), impatient.timing)).toBe("TOO_MANY_ATTEMPTS");
  });

  test.each([400, 401, 403, 404, 409, 422, 500])("with %d is not sent again", async (status) => {
    const { client, sent, timing } = clientAnswering([refused(status, "NO"), ok()]);
    expect(await outcomeOf(client.get("/v1/accounts"), timing)).toBe("NO");
    expect(sent).toHaveLength(1);
  });

  test("ends at once when its caller has enough", async () => {
    const { client, sent, timing } = clientAnswering([lost(), ok()]);
    const enough = new AbortController();
    const request = client.get("/v1/accounts", { signal: enough.signal });
    await settled();
    enough.abort(new Error("enough"));
    await expect(request).rejects.toThrow("enough");
    expect(sent).toHaveLength(1);
    expect(timing.waited).toHaveLength(2);
  });

  test("in time fails as such, each attempt for itself", async () => {
    const { client, sent, timing } = clientAnswering([], { timeoutMs: 5_000, retry: { attempts: 2 } });
    expect(await outcomeOf(client.get("/v1/accounts"), timing)).toBe("TIMED_OUT");
    expect(sent).toHaveLength(2);
    expect(sent.every(({ signal }) => signal?.aborted)).toBe(true);
  });
});

describe("what creates something", () => {
  const generate = { path, body: { name: "ERP", roles: [] } };

  test("is sent again under the same idempotency key, another for each thing", async () => {
    const { client, sent, timing } = clientAnswering([lost(), refused(409, "IDEMPOTENCY_IN_FLIGHT"), ok(), ok()]);
    expect(await outcomeOf(client.post("/v1/accounts/{account}/api-keys", generate), timing)).toBe("ok");
    expect(await outcomeOf(client.post("/v1/accounts/{account}/api-keys", generate), timing)).toBe("ok");
    const keys = sent.map(({ idempotencyKey }) => idempotencyKey);
    expect(keys).toHaveLength(4);
    expect(keys[0]).toMatch(/^[\da-f-]{36}$/);
    expect(new Set(keys.slice(0, 3)).size).toBe(1);
    expect(keys[3]).not.toBe(keys[0]);
  });

  test("keeps the idempotency key that its caller chose", async () => {
    const { client, sent, timing } = clientAnswering([ok()]);
    const request = client.post("/v1/accounts/{account}/api-keys", { ...generate, idempotencyKey: "mine" });
    expect(await outcomeOf(request, timing)).toBe("ok");
    expect(sent[0]?.idempotencyKey).toBe("mine");
  });
});

describe("what would do harm twice", () => {
  test.each<[string, (client: ReturnType<typeof createClient>) => Promise<unknown>]>([
    ["DELETE", (client) => client.delete("/v1/accounts/{account}/api-keys/{key}", { path: key })],
    [
      "a change of a version",
      (client) => client.patch("/v1/accounts/{account}/api-keys/{key}", { path: key, body: {}, ifMatch: '"1"' }),
    ],
    [
      "POST that creates nothing",
      (client) =>
        client.post("/v1/accounts/{account}/api-keys/{key}/renewal/complete", { path: key, body: { when: "now" } }),
    ],
    ["a report of use", (client) => client.post("/v1/use", { body: { uses: [] } })],
  ])("is sent again only where nothing was done: %s", async (_what, send) => {
    for (const failure of [lost(), proxyError(503)]) {
      const { client, sent, timing } = clientAnswering([failure, ok()]);
      expect(await outcomeOf(send(client), timing)).toMatch(/UNREACHABLE|UNEXPECTED_REPLY/);
      expect(sent).toHaveLength(1);
    }
    const { client, sent, timing } = clientAnswering([refused(503, "UNAVAILABLE"), ok()]);
    expect(await outcomeOf(send(client), timing)).toBe("ok");
    expect(sent).toHaveLength(2);
  });
});

test("a person's session sees each failure at once, and makes no idempotency keys", async () => {
  const { client, sent, timing } = clientAnswering([lost(), ok()], { credential: { kind: "session" } });
  const request = client.post("/v1/accounts/{account}/api-keys", { path, body: { name: "ERP", roles: [] } });
  expect(await outcomeOf(request, timing)).toBe("UNREACHABLE");
  expect(sent).toMatchObject([{ idempotencyKey: null }]);
  expect(timing.waited).toEqual([]);
});

test("operations are called by their names too, and files are handed over unread", async () => {
  const { client, timing } = clientAnswering([ok(), new Response("a,b")]);
  const { data } = await client.request("GET /v1/accounts/{account}/api-keys", { path });
  expect(data.total).toBe(0);
  const file = await client.open("/v1/accounts/{account}/api-keys/export", { path, query: { format: "csv" } });
  expect(await file.text()).toBe("a,b");
  await expect(client.request("FETCH /v1/accounts" as never)).rejects.toThrow(TypeError);
  expect(timing.waited.filter((ms) => ms !== 30_000)).toEqual([]);
});

test("options out of bounds are refused", () => {
  expect(() => clientAnswering([], { retry: { attempts: 0 } })).toThrow(RangeError);
  expect(() => clientAnswering([], { retry: { firstDelayMs: -1 } })).toThrow(RangeError);
  expect(() => clientAnswering([], { timeoutMs: 0 })).toThrow(RangeError);
});
