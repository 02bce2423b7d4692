import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFile, stat } from "node:fs/promises";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { addressOf, freePort, latchkey, npmStart, temporaryFolder } from "../support/latchkey.ts";
import { Program } from "../support/program.ts";

const OPERATOR_TOKEN = "operator-token-of-the-tests-0123456789";
const hasCurl = spawnSync("curl", ["--version"]).status === 0;
/** What fits on a screen. */
const SCREEN_LINES = 24;

test("the first start says how to go on, the next keeps the data, and --reset starts over", async () => {
  const environment = { LATCHKEY_DATA_DIR: await temporaryFolder() };
  const first = npmStart([], environment);
  const address = await addressOf(first);
  expect(await first.printed("To start the demo over: npm start -- --reset")).toBe(true);
  const greeting = first.output;
  expect(greeting.trim().split("\n").length).toBeLessThanOrEqual(SCREEN_LINES);
  expect(greeting).toContain(`Latchkey is ready: ${address}`);
  expect(greeting).not.toContain('"level"');
  const password = /with the password (\S+) as/.exec(greeting)?.[1] ?? "";
  for (const who of ["owner@acme.example", "viewer@acme.example", "staff@acme.example"]) {
    expect(greeting).toContain(who);
    expect((await signIn(address, who, password)).status).toBe(200);
  }
  const page = await fetch(address, { headers: { accept: "text/html" } });
  expect(await page.text()).toContain("<title>");

  const command = greeting.slice(greeting.indexOf("curl "), greeting.indexOf("\n\nThe token"));
  const answer = hasCurl ? await asPastedInShell(command) : await asPasted(command);
  expect(answer).toMatchObject({ valid: true, code: "VALID", account: "acme", owner: "farmaciasapp", external: true });
  expect(await first.stop()).toBe(0);

  const second = npmStart([], environment);
  const moved = command.replace(address, await addressOf(second));
  expect(await second.printed("npm start -- --reset")).toBe(true);
  expect(second.output).not.toContain("curl");
  expect(await asPasted(moved)).toMatchObject({ valid: true });
  expect(await second.stop("SIGINT")).toBe(0);

  const third = npmStart(["--reset"], environment);
  const anew = command.replace(address, await addressOf(third));
  expect(await third.printed("To start the demo over")).toBe(true);
  expect(third.output).toContain("curl ");
  expect(await asPasted(anew)).toMatchObject({ code: "UNAUTHENTICATED" });
  expect(await third.stop()).toBe(0);
});

test("what is made at the first start is for its owner alone", async () => {
  const folder = join(await temporaryFolder(), "data");
  const server = latchkey(["start"], { LATCHKEY_DATA_DIR: folder });
  await addressOf(server);
  await server.stop();
  const modeOf = async (path: string) => ((await stat(path)).mode & 0o777).toString(8);
  expect(await modeOf(folder)).toBe("700");
  for (const file of ["secret", "operator-token", "latchkey.db"]) expect(await modeOf(join(folder, file))).toBe("600");
  expect(server.output).not.toContain((await readFile(join(folder, "secret"), "utf8")).trim());
});

test("--reset leaves data alone that is not the demo's", async () => {
  const environment = { LATCHKEY_DATA_DIR: await temporaryFolder(), LATCHKEY_DEMO: "off" };
  const server = latchkey(["start"], environment);
  const address = await addressOf(server);
  expect(server.output).not.toContain("password");
  await createAccount(address, await readFile(join(environment.LATCHKEY_DATA_DIR, "operator-token"), "utf8"));
  await server.stop();

  const reset = latchkey(["start", "--reset"], environment);
  expect(await reset.exited).toBe(1);
  expect(reset.output).toMatch(/^latchkey: --reset: .*latchkey\.db is not demo data\n$/);
});

test.for(["SIGTERM", "SIGINT"] as const)(
  "%s ends it within five seconds and finishes the request in flight",
  async (signal) => {
    const folder = await temporaryFolder();
    const server = latchkey(["serve"], { LATCHKEY_DATA_DIR: folder, LATCHKEY_OPERATOR_TOKEN: OPERATOR_TOKEN });
    const address = await addressOf(server);
    // Connections that nobody uses don't hold it up.
    await fetch(`${address}/healthz`);
    const body = JSON.stringify({ name: "acme", displayName: "Acme" });
    const inFlight = request(`${address}/v1/accounts`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${OPERATOR_TOKEN}`,
        "content-type": "application/json",
        "content-length": body.length,
        expect: "100-continue",
      },
    });
    inFlight.flushHeaders();
    // The server has the request once it asks for the rest.
    await once(inFlight, "continue");
    inFlight.write(body.slice(0, 10));
    const startedAtMs = performance.now();
    server.kill(signal);
    // It has taken the signal once it takes no more connections.
    await expect
      .poll(() =>
        fetch(`${address}/healthz`).then(
          () => "open",
          () => "closed",
        ),
      )
      .toBe("closed");
    inFlight.end(body.slice(10));
    const [answer] = (await once(inFlight, "response")) as [{ statusCode?: number; resume(): void }];
    answer.resume();
    expect(answer.statusCode).toBe(201);
    expect(await server.exited).toBe(0);
    expect(performance.now() - startedAtMs).toBeLessThan(3_500);
  },
);

test("a request that never ends doesn't keep it beyond five seconds", async () => {
  const folder = await temporaryFolder();
  const server = latchkey(["serve"], { LATCHKEY_DATA_DIR: folder, LATCHKEY_OPERATOR_TOKEN: OPERATOR_TOKEN });
  const hanging = request(`${await addressOf(server)}/v1/accounts`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${OPERATOR_TOKEN}`,
      "content-type": "application/json",
      expect: "100-continue",
      "content-length": 100,
    },
  });
  hanging.on("error", () => {});
  hanging.flushHeaders();
  await once(hanging, "continue");
  const startedAtMs = performance.now();
  expect(await server.stop("SIGTERM", 8_000)).toBe(0);
  expect(performance.now() - startedAtMs).toBeLessThan(5_000);
});

test("two first starts at once in one folder, on two ports, serve the same data", async () => {
  const environment = { LATCHKEY_DATA_DIR: await temporaryFolder() };
  const both = [latchkey(["start"], environment), latchkey(["start"], environment)];
  const addresses = await Promise.all(both.map(addressOf));
  for (const server of both) expect(await server.printed("start the demo over")).toBe(true);
  const greetings = both.map((server) => server.output).filter((output) => output.includes("curl "));
  expect(greetings).toHaveLength(1);
  const [greeting = ""] = greetings;
  const command = greeting.slice(greeting.indexOf("curl "), greeting.indexOf("\n\nThe token"));
  for (const address of addresses) {
    expect(await asPasted(command.replace(/http:\/\/[^/]+/, address))).toMatchObject({ valid: true });
  }
  expect(await Promise.all(both.map((server) => server.stop()))).toEqual([0, 0]);
});

test("two first starts at once in one folder, on one port: one serves, the other says so in one line", async () => {
  const environment = { LATCHKEY_DATA_DIR: await temporaryFolder(), PORT: String(freePort()) };
  const both = [latchkey(["start"], environment), latchkey(["start"], environment)];
  const loser = await Promise.race(both.map(async (server) => [await server.exited, server] as const));
  expect(loser[0]).toBe(1);
  expect(loser[1].output).toMatch(/^latchkey: HOST 127\.0\.0\.1, PORT \d+ can't be listened on: EADDRINUSE\n$/);
  const winner = both.find((server) => server !== loser[1]);
  expect(await winner?.printed("Latchkey is ready")).toBe(true);
  expect(await winner?.stop()).toBe(0);
});

test("a port in use is said in one line", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void other.close());
  await once(other, "listening");
  const { port } = other.address() as AddressInfo;
  const environment = { LATCHKEY_DATA_DIR: await temporaryFolder(), LATCHKEY_OPERATOR_TOKEN: OPERATOR_TOKEN };
  const server = latchkey(["serve"], { ...environment, PORT: String(port) });
  expect(await server.exited).toBe(1);
  expect(server.output).toBe(`latchkey: HOST 127.0.0.1, PORT ${port} can't be listened on: EADDRINUSE\n`);
});

async function signIn(address: string, email: string, password: string): Promise<Response> {
  return fetch(`${address}/v1/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ email, password }),
  });
}

async function createAccount(address: string, operatorToken: string): Promise<void> {
  const answer = await fetch(`${address}/v1/accounts`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${operatorToken.trim()}` },
    body: JSON.stringify({ name: "acme", displayName: "Acme" }),
  });
  expect(answer.status).toBe(201);
}

async function asPastedInShell(command: string): Promise<unknown> {
  const shell = new Program("sh", ["-c", command]);
  await shell.exited;
  return JSON.parse(shell.output);
}

/** What the curl command asks for, for machines without curl. */
async function asPasted(command: string): Promise<unknown> {
  const [url = ""] = /http:\S+/.exec(command) ?? [];
  const headers = [...command.matchAll(/-H '([^:]+): ([^']+)'/g)].map(
    ([, name = "", value = ""]) => [name, value] as [string, string],
  );
  const body = /-d '([^']+)'/.exec(command)?.[1] ?? "";
  const answer = await fetch(url, { method: "POST", headers, body });
  return answer.json();
}
