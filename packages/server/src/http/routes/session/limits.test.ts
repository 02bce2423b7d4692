import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  type Answer,
  createTestServer,
  TEST_ORIGIN,
  type TestServer,
  type TestServerOptions,
} from "../../../test-server.ts";
import { addAccounts, addUser, expectProblem, PASSWORD, type TestUser } from "../../test-fixtures.ts";

let server: TestServer;
let person: TestUser;

const start = async (options: TestServerOptions = {}) => {
  server = await createTestServer({ realLimits: true, ...options });
  await addAccounts(server, "acme");
  person = await addUser(server, "acme", ["owner"]);
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});

afterEach(async () => {
  vi.useRealTimers();
  await server.close();
});

const attempt = (email: string, ip: string, password = "wrong password", headers: Record<string, string> = {}) =>
  server.call("POST", "/v1/session", {
    as: null,
    headers: { origin: TEST_ORIGIN, ...headers },
    ip,
    body: { email, password },
  });

/** Attempts until one is refused for being too many; answers how many weren't. What is no address costs no hash. */
async function attemptsLeft(send: (count: number) => Promise<Answer<unknown>>): Promise<number> {
  for (let count = 0; count < 200; count++) {
    const answer = await send(count);
    if (answer.status === 429) {
      expectProblem(answer, 429, "TOO_MANY_ATTEMPTS");
      return count;
    }
    expectProblem(answer, 401, "SIGN_IN_FAILED");
  }
  return Number.POSITIVE_INFINITY;
}

const passMinutes = (minutes: number) => vi.setSystemTime(Date.now() + minutes * 60_000);

describe("guessing at sign-in", () => {
  it("is limited per person and network, where the right password doesn't help then, and nobody else is kept out", async () => {
    await start();
    expect(await attemptsLeft(() => attempt(person.email, "203.0.113.9"))).toBe(10);
    const refused = await attempt(person.email, "203.0.113.9", PASSWORD);
    expectProblem(refused, 429, "TOO_MANY_ATTEMPTS");
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(800);
    expectProblem(await attempt(person.email.toUpperCase(), "203.0.113.9"), 429, "TOO_MANY_ATTEMPTS");
    const other = await addUser(server, "acme", []);
    expect((await attempt(other.email, "203.0.113.9", PASSWORD)).status).toBe(200);
    expect((await attempt(person.email, "203.0.113.10", PASSWORD)).status).toBe(200);
    passMinutes(16);
    expect((await attempt(person.email, "203.0.113.9", PASSWORD)).status).toBe(200);
  });

  it("is limited per person from however many addresses, whether or not there is such a person", async () => {
    await start();
    expect(await attemptsLeft((n) => attempt(person.email, `203.0.113.${n}`))).toBe(40);
    expectProblem(await attempt(person.email, "198.51.100.1", PASSWORD), 429, "TOO_MANY_ATTEMPTS");
    expect(await attemptsLeft((n) => attempt("nobody", `203.0.113.${n}`))).toBe(40);
  });

  it("is limited when many come at the same moment", async () => {
    await start();
    const answers = await Promise.all(Array.from({ length: 30 }, () => attempt(person.email, "203.0.113.9")));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(20);
  });

  it("is limited per network, whoever is tried, without using up the attempts of people", async () => {
    await start();
    expect(await attemptsLeft((n) => attempt(`nobody-${n}`, "203.0.113.9"))).toBe(50);
    for (let n = 0; n < 20; n++) await attempt(person.email, "203.0.113.9");
    expectProblem(await attempt(person.email, "::ffff:203.0.113.9", PASSWORD), 429, "TOO_MANY_ATTEMPTS");
    expect((await attempt(person.email, "203.0.113.10", PASSWORD)).status).toBe(200);
  });

  it("is limited per IPv6 network of 64 bits", async () => {
    await start();
    expect(await attemptsLeft((n) => attempt(`nobody-${n}`, `2001:db8:0:1::${n.toString(16)}`))).toBe(50);
    expect((await attempt(person.email, "2001:db8:0:2::1", PASSWORD)).status).toBe(200);
  });

  it("doesn't count who signs in", async () => {
    await start();
    for (let n = 0; n < 12; n++) expect((await attempt(person.email, "203.0.113.9", PASSWORD)).status).toBe(200);
    for (let n = 0; n < 9; n++) await attempt(person.email, "203.0.113.9");
    expect((await attempt(person.email, "203.0.113.9", PASSWORD)).status).toBe(200);
    expect(await attemptsLeft(() => attempt(person.email, "203.0.113.9"))).toBe(10);
  });

  it("can't get around it with a forwarded address where no proxy is trusted", async () => {
    await start();
    const left = await attemptsLeft((n) =>
      attempt(`nobody-${n}`, "203.0.113.9", "x", {
        "x-forwarded-for": `198.51.100.${n}`,
        forwarded: `for=198.51.100.${n}`,
        "x-real-ip": `198.51.100.${n}`,
      }),
    );
    expect(left).toBe(50);
  });

  it("is counted by the address that a trusted proxy has seen, not by what came before it", async () => {
    await start({ trustedProxies: ["10.0.0.0/8"] });
    const through = (email: string, forwarded: string, password?: string) =>
      attempt(email, "10.1.2.3", password, { "x-forwarded-for": forwarded });
    const left = await attemptsLeft((n) => through(`nobody-${n}`, `198.51.100.${n}, 203.0.113.9`));
    expect(left).toBe(50);
    expect((await through(person.email, "203.0.113.10", PASSWORD)).status).toBe(200);
    const direct = await attemptsLeft((n) =>
      attempt(`nobody-${n}`, "192.0.2.1", "x", { "x-forwarded-for": `198.51.100.${n}` }),
    );
    expect(direct).toBeLessThanOrEqual(50);
  });
});
