import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { LatchkeyError } from "./latchkey-error.ts";
import { createLocalVerifier, type LocalVerifier, type LocalVerifierOptions } from "./local-verifier.ts";
import { ACCOUNT, OWNER, TestService } from "./test-service.ts";
import { settled, TestTiming } from "./test-timing.ts";
import type { Decision } from "./verifier.ts";

const KEY = "lk-1";
const question = { account: ACCOUNT, key: KEY, token: "lkt_secret", resource: "oms.view-order" };

let service: TestService;
let timing: TestTiming;
let verifier: LocalVerifier;
let problems: unknown[];

function create(options: Partial<LocalVerifierOptions> = {}): LocalVerifier {
  return createLocalVerifier({
    baseUrl: "https://keys.example.com",
    serviceKey: "lks_test",
    fetch: service.fetch,
    timing,
    onProblem: (problem) => problems.push(problem),
    ...options,
  });
}

beforeEach(async () => {
  service = new TestService();
  timing = new TestTiming();
  problems = [];
  verifier = create();
  await follow();
});

afterEach(() => verifier.close());

async function follow(): Promise<void> {
  await settled();
  service.connect();
  await settled();
}

/** Asks, and has the service answer at once where it is asked. */
async function ask(more: Partial<typeof question> = {}): Promise<Decision["code"]> {
  const decision = Promise.resolve(verifier.verify({ ...question, ...more }));
  await settled();
  service.answerAll();
  return (await decision).code;
}

async function failureOf(decision: unknown): Promise<LatchkeyError> {
  const error = await Promise.resolve(decision).catch((reason: unknown) => reason);
  if (!(error instanceof LatchkeyError)) throw new Error("no LatchkeyError", { cause: error });
  return error;
}

describe("a repeated question", () => {
  test("is answered without asking, synchronously and as before", async () => {
    expect(await ask()).toBe("VALID");
    const again = verifier.verify(question);
    expect(again).toMatchObject({
      valid: true,
      account: ACCOUNT,
      key: KEY,
      owner: OWNER,
      external: true,
      name: "Partner",
      roles: ["viewer"],
      resources: ["oms.view-order"],
    });
    expect(service.asked).toBe(1);
  });

  test("about another resource is answered from what the key may do", async () => {
    await ask();
    expect(verifier.verify({ ...question, resource: "oms.cancel-order" })).toMatchObject({
      code: "RESOURCE_DENIED",
      owner: OWNER,
    });
    const { resource: _resource, ...whether } = question;
    expect(verifier.verify(whether)).toMatchObject({ valid: true });
    expect(service.asked).toBe(1);
  });

  test("with another token, key or account is another question", async () => {
    await ask();
    await ask({ token: "lkt_other" });
    await ask({ account: "zoom" });
    await ask({ key: `${KEY}l`, token: "kt_secret" });
    expect(service.asked).toBe(4);
  });

  test("that was refused is answered from memory too, but never that a credential is wrong", async () => {
    service.history = ["inactive"];
    expect(await ask()).toBe("KEY_INACTIVE");
    expect(verifier.verify({ ...question, resource: "anything" })).toMatchObject({ code: "KEY_INACTIVE" });
    const wrong = { ...question, token: "lkt_wrong" };
    for (let turn = 1; turn <= 2; turn++) {
      const answer = Promise.resolve(verifier.verify(wrong));
      await settled();
      service.questions.shift()?.answer(Response.json({ valid: false, code: "INVALID_CREDENTIALS", revision: 0 }));
      expect(await answer).toEqual({ valid: false, code: "INVALID_CREDENTIALS" });
      expect(service.asked).toBe(1 + turn);
    }
  });

  test("is asked each time where the service doesn't say that its answer may be remembered", async () => {
    service.validity = undefined;
    await ask();
    await ask();
    expect(service.asked).toBe(2);
  });

  test("is asked again once the answer's time is up, counted from when it was asked", async () => {
    service.validity = { maxAgeMs: 1_500 };
    const first = Promise.resolve(verifier.verify(question));
    await settled();
    await timing.advance(1_000);
    service.beat();
    service.answerAll();
    await first;
    await timing.advance(499);
    expect(verifier.verify(question)).toMatchObject({ valid: true });
    await timing.advance(1);
    service.history = ["inactive"];
    expect(await ask()).toBe("KEY_INACTIVE");
  });

  test("by many at once is asked once", async () => {
    const answers = Array.from({ length: 50 }, () => Promise.resolve(verifier.verify(question)));
    await settled();
    expect(service.questions).toHaveLength(1);
    service.answerAll();
    expect((await Promise.all(answers)).every(({ valid }) => valid)).toBe(true);
    expect(service.asked).toBe(1);
  });

  test("is forgotten where too many others came since, those first that nobody asks about", async () => {
    await verifier.close();
    verifier = create({ mostRemembered: 3 });
    await follow();
    for (const token of ["one", "two", "three"]) await ask({ token });
    await ask({ token: "one" });
    await ask({ token: "four" });
    const before = service.asked;
    await ask({ token: "one" });
    expect(service.asked).toBe(before);
    await ask({ token: "two" });
    expect(service.asked).toBe(before + 1);
  });

  test.each([{ key: "" }, { token: "" }, { token: "x".repeat(1_001) }])(
    "that can't be right isn't asked: %j",
    (part) => {
      expect(verifier.verify({ ...question, ...part })).toEqual({ valid: false, code: "INVALID_CREDENTIALS" });
    },
  );
});

describe("a question about a key that is bound to networks", () => {
  const from = (ip: string | undefined, more: Partial<typeof question> = {}) =>
    verifier.verify({ ...question, ...more, ip });
  const askFrom = async (ip: string | undefined, more: Partial<typeof question> = {}) => {
    const decision = Promise.resolve(from(ip, more));
    await settled();
    service.answerAll();
    return (await decision).code;
  };

  beforeEach(() => {
    service.allowed = ["203.0.113.9", "2001:db8::1"];
  });

  test("is answered from memory for the same address, and asked for each other", async () => {
    expect(await askFrom("203.0.113.9")).toBe("VALID");
    expect(from("203.0.113.9")).toMatchObject({ valid: true });
    expect(from("203.0.113.9", { resource: "oms.cancel-order" })).toMatchObject({ code: "RESOURCE_DENIED" });
    expect(service.asked).toBe(1);
    expect(await askFrom("2001:db8::1")).toBe("VALID");
    expect(await askFrom("198.51.100.7")).toBe("IP_DENIED");
    expect(await askFrom(undefined)).toBe("IP_DENIED");
    expect(service.asked).toBe(4);
    expect(from("198.51.100.7")).toMatchObject({ code: "IP_DENIED", networksSetBy: "host", owner: OWNER });
    expect(from(undefined, { resource: "oms.cancel-order" })).toMatchObject({ code: "IP_DENIED" });
    expect(from("203.0.113.9")).toMatchObject({ valid: true });
    expect(service.asked).toBe(4);
  });

  test("by several at once from several addresses gets each its own answer", async () => {
    const ips = ["203.0.113.9", "198.51.100.7", undefined, "203.0.113.9", "2001:db8::1"];
    const answers = ips.map((ip) => Promise.resolve(from(ip)));
    for (let turn = 0; turn < 3; turn++) {
      await settled();
      service.answerAll();
    }
    const codes = (await Promise.all(answers)).map(({ code }) => code);
    expect(codes).toEqual(["VALID", "IP_DENIED", "IP_DENIED", "VALID", "VALID"]);
  });

  test("finds no other's answer, whatever account or address somebody makes up", async () => {
    await askFrom("203.0.113.9");
    for (const [account, ip] of [
      [`${ACCOUNT} 203.0.113.9`, undefined],
      [`${ACCOUNT}203.0.113.9`, ""],
      [` 11 203.0.113.9 ${ACCOUNT}`, ""],
      [ACCOUNT, " 203.0.113.9"],
      [ACCOUNT, "203.0.113.9 "],
    ] as const) {
      const before = service.asked;
      await askFrom(ip, { account });
      expect(service.asked).toBe(before + 1);
    }
  });

  test("is asked again once it is bound, bound otherwise, or bound no more", async () => {
    service.allowed = undefined;
    await askFrom("198.51.100.7");
    expect(from("192.0.2.1")).toMatchObject({ valid: true });
    const change = async (allowed: readonly string[] | undefined) => {
      service.allowed = allowed;
      service.commit("active", { kind: "external-key", account: ACCOUNT, key: KEY });
      service.tellAll();
      await settled();
    };
    await change(["203.0.113.9"]);
    expect(await askFrom("198.51.100.7")).toBe("IP_DENIED");
    expect(await askFrom("203.0.113.9")).toBe("VALID");
    await change(["198.51.100.7"]);
    expect(await askFrom("203.0.113.9")).toBe("IP_DENIED");
    expect(await askFrom("198.51.100.7")).toBe("VALID");
    await change(undefined);
    expect(await askFrom("203.0.113.9")).toBe("VALID");
    expect(from("192.0.2.1")).toMatchObject({ valid: true });
  });

  test("is reported as it was answered, with whose networks refused it", async () => {
    await askFrom("198.51.100.7");
    await askFrom("198.51.100.7");
    await askFrom("203.0.113.9");
    await askFrom("203.0.113.9");
    await timing.advance(10_000);
    expect(service.reports.flat()).toMatchObject([
      { code: "IP_DENIED", count: 1, ip: "198.51.100.7", networksSetBy: "host" },
      { code: "VALID", count: 1, ip: "203.0.113.9" },
    ]);
  });
});

describe("a change", () => {
  test.each([
    { kind: "key", key: KEY },
    { kind: "external-key", account: ACCOUNT, key: KEY },
    { kind: "account", account: ACCOUNT },
    { kind: "account", account: OWNER },
    { kind: "role", account: ACCOUNT, role: "viewer" },
    { kind: "catalog" },
    { kind: "something-new" },
  ])("that concerns it has a question asked again: %j", async (change) => {
    await ask();
    service.commit("inactive", change);
    service.tellAll();
    await settled();
    expect(await ask()).toBe("KEY_INACTIVE");
  });

  test.each([
    { kind: "key", key: "lk-2" },
    { kind: "external-key", account: "zoom", key: KEY },
    { kind: "external-key", account: ACCOUNT, key: "lk-2" },
    { kind: "account", account: "zoom" },
    { kind: "role", account: OWNER, role: "viewer" },
    { kind: "service-key", id: "1" },
  ])("that doesn't concern it lets an answer stand: %j", async (change) => {
    await ask();
    service.commit("active", change);
    service.tellAll();
    await settled();
    expect(verifier.verify(question)).toMatchObject({ valid: true });
  });

  test("that comes while a question is on its way has it asked once more, and the old answer is not remembered", async () => {
    const answer = Promise.resolve(verifier.verify(question));
    await settled();
    const [onItsWay] = service.questions.splice(0);
    const old = service.reply();
    service.commit("inactive", { kind: "key", key: KEY });
    service.tellAll();
    await settled();
    onItsWay?.answer(old);
    await settled();
    expect(service.questions[0]?.body["atLeastRevision"]).toBe(1);
    service.answerAll();
    expect((await answer).code).toBe("KEY_INACTIVE");
    expect(verifier.verify(question)).toMatchObject({ code: "KEY_INACTIVE" });
  });

  test("that an answer knows of already lets it stand", async () => {
    service.commit("inactive", { kind: "key", key: KEY });
    expect(await ask()).toBe("KEY_INACTIVE");
    service.tellAll();
    await settled();
    expect(verifier.verify(question)).toMatchObject({ code: "KEY_INACTIVE" });
  });

  test("of history has everything asked again", async () => {
    await ask();
    service.epoch = "e2";
    service.history = ["inactive"];
    service.changes = [[]];
    service.cut();
    await settled();
    await timing.advance(5_000);
    await follow();
    expect(await ask()).toBe("KEY_INACTIVE");
  });
});

describe("when the stream is lost", () => {
  test.each<[string, () => Promise<void>]>([
    ["is cut", () => Promise.resolve(service.cut())],
    ["is silent", () => timing.advance(3_001)],
    ["ends", () => Promise.resolve(service.end("STALE"))],
    ["may be hours old, as the machine was asleep", async () => void (timing.wallOffsetMs += 3_600_000)],
  ])("each question goes to the service: it %s", async (_what, happens) => {
    await ask();
    await happens();
    await settled();
    expect(verifier.standing()).toBe("lost");
    service.history = ["inactive"];
    expect(await ask()).toBe("KEY_INACTIVE");
    expect(service.asked).toBe(2);
  });

  test("and the service can't be reached, nothing is answered", async () => {
    await ask();
    service.cut();
    await settled();
    const answer = failureOf(verifier.verify(question));
    for (let attempt = 0; attempt < 2; attempt++) {
      await settled();
      service.questions.shift()?.fail(new TypeError("fetch failed"));
      await settled();
      await timing.advance(1_000);
    }
    expect((await answer).code).toBe("UNREACHABLE");
  });

  test("it is followed again from where it was lost, and what didn't change meanwhile is still known", async () => {
    await ask();
    await ask({ token: "lkt_other" });
    service.cut();
    await settled();
    service.commit("inactive", { kind: "account", account: "zoom" });
    await timing.advance(5_000);
    await follow();
    service.tellAll();
    await settled();
    expect(verifier.standing()).toBe("current");
    expect(verifier.verify(question)).toMatchObject({ valid: true });
    expect(problems).not.toEqual([]);
  });
});

describe("past maxStaleness", () => {
  test("nothing is answered, although heartbeats come", async () => {
    await ask();
    service.beat(59_000);
    await settled();
    expect(verifier.verify(question)).toMatchObject({ valid: true });
    await timing.advance(1_001);
    const failure = await failureOf(verifier.verify(question));
    expect([failure.status, failure.code]).toEqual([503, "STALE"]);
    service.beat(0);
    await settled();
    expect(verifier.verify(question)).toMatchObject({ valid: true });
  });
});

describe("what is answered from memory", () => {
  test("is reported: how often, when and from where the last was", async () => {
    await ask();
    for (const ip of ["203.0.113.1", "203.0.113.2"]) void verifier.verify({ ...question, ip });
    void verifier.verify({ ...question, resource: "oms.cancel-order" });
    for (let second = 0; second < 10; second++) {
      await timing.advance(1_000);
      service.beat();
      await settled();
    }
    const use = { account: ACCOUNT, key: KEY, tokenId: "token-1", lastUsedAgoMs: 10_000 };
    expect(service.reports).toEqual([
      [
        { ...use, resource: "oms.view-order", code: "VALID", count: 2, ip: "203.0.113.2" },
        { ...use, resource: "oms.cancel-order", code: "RESOURCE_DENIED", count: 1 },
      ],
    ]);
    void verifier.verify(question);
    await verifier.close();
    expect(service.reports[1]).toMatchObject([{ count: 1 }]);
  });

  test("is reported later where the service took nothing, and not twice where nobody knows", async () => {
    await ask();
    void verifier.verify(question);
    service.reportStatus = 503;
    await timing.advance(10_000);
    await follow().catch(() => undefined);
    expect(problems.some((problem) => problem instanceof LatchkeyError && problem.code === "UNAVAILABLE")).toBe(true);
    service.reportStatus = 204;
    await timing.advance(10_000);
    expect(service.reports).toMatchObject([[{ count: 1 }]]);
    await timing.advance(10_000);
    expect(service.reports).toHaveLength(1);
  });

  test("isn't kept by the token: nothing in memory holds it", async () => {
    await ask({ token: "lkt_canary-0123456789" });
    expect(JSON.stringify(verifier, replaceMaps)).not.toContain("canary");
  });
});

function replaceMaps(_name: string, value: unknown): unknown {
  return value instanceof Map || value instanceof Set ? [...value] : value;
}

test("whoever waits for it to follow hears when it is closed first", async () => {
  const another = create();
  const waiting = failureOf(another.ready());
  await another.close();
  expect((await waiting).code).toBe("UNREACHABLE");
  expect((await failureOf(another.ready())).code).toBe("UNREACHABLE");
});

test("options out of bounds are refused", () => {
  expect(() => create({ baseUrl: "" })).toThrow(TypeError);
  expect(() => create({ maxStalenessMs: 100 })).toThrow(RangeError);
  expect(() => create({ mostRemembered: 0 })).toThrow(RangeError);
});
