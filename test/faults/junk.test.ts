import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { Agent, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, expect, test, vi } from "vitest";
import { generateSecret } from "../../packages/server/src/domain/token.ts";
import {
  addAccounts,
  addKey,
  admit,
  type KeyCredentials,
  UNISSUED_KEY,
} from "../../packages/server/src/http/test-fixtures.ts";
import type { Schema } from "../../packages/server/src/storage/schema.ts";
import { openSqlite } from "../../packages/server/src/storage/sqlite.ts";
import { createTestServer, TEST_ORIGIN, type TestServer } from "../../packages/server/src/test-server.ts";

const SECONDS = 5;
const JUNK_AT_ONCE = 32;
const VALID_AT_ONCE = 4;
/** What “at once” is on a busy machine, in milliseconds. */
const AT_ONCE_MS = 2_000;

afterEach(() => vi.restoreAllMocks());

/** A server that counts its statements, and remembers of what it made digests. */
async function startWatched() {
  const folder = await mkdtemp(join(tmpdir(), "latchkey-junk-"));
  const engine = await openSqlite<Schema>(join(folder, "latchkey.db"));
  let statements = 0;
  const counter: Parameters<typeof engine.reader.withPlugin>[0] = {
    transformQuery({ node }) {
      statements++;
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  };
  const counted = { ...engine, writer: engine.writer.withPlugin(counter), reader: engine.reader.withPlugin(counter) };
  const server = await createTestServer({ engine: counted, publicUrl: TEST_ORIGIN });
  const digested: string[] = [];
  const { hasher } = server.judge;
  for (const method of ["digests", "importedDigests"] as const) {
    const make = hasher[method].bind(hasher);
    vi.spyOn(hasher, method).mockImplementation((secret) => {
      digested.push(secret);
      return make(secret);
    });
  }
  await server.listen({ host: "127.0.0.1", port: 0 });
  return {
    server,
    port: (server.app.server.address() as AddressInfo).port,
    statements: () => statements,
    digested,
    async [Symbol.asyncDispose]() {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Ask {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** What has to be in the answer, its status before its body. */
  readonly answer: RegExp;
}

/** Another last character: the checksum is wrong. */
const miswritten = (secret: string) => secret.slice(0, -1) + (secret.endsWith("0") ? "1" : "0");

/** Each way in which something can be no credential, on each way in. */
function junkFor(serviceKey: string, right: KeyCredentials): Ask[] {
  const pairs: KeyCredentials[] = [
    { key: right.key, token: miswritten(right.token) },
    { key: right.key, token: right.token.slice(0, -1) },
    { key: right.key, token: `${right.token}0` },
    { key: right.key, token: right.token.toUpperCase() },
    { key: right.key, token: generateSecret("lks_", randomBytes) },
    { key: right.key, token: "no token" },
    { key: right.key, token: "y".repeat(2_000) },
    { key: miswritten(UNISSUED_KEY), token: right.token },
    { key: right.key.toLowerCase(), token: right.token },
    { key: "x".repeat(200), token: right.token },
    { key: "__proto__", token: right.token },
    { key: right.token, token: right.key },
  ];
  const asService = { "x-latchkey-service-key": serviceKey, "x-latchkey-account": "acme" };
  const json = { "content-type": "application/json", authorization: `Bearer ${serviceKey}` };
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const basic = ({ key, token }: KeyCredentials) => `Basic ${Buffer.from(`${key}:${token}`).toString("base64")}`;
  return pairs.flatMap((pair): Ask[] => {
    const headers = { "x-api-key": pair.key, "x-api-token": pair.token };
    const body = JSON.stringify({ account: "acme", ...pair });
    return [
      { method: "GET", path: "/v1/authorize", headers: { ...asService, ...headers }, answer: /^401 / },
      { method: "POST", path: "/v1/verify", headers: json, body, answer: /^200 .*"INVALID_CREDENTIALS"|^422 / },
      { method: "GET", path: "/v1/accounts/acme", headers, answer: /^401 / },
      { method: "GET", path: "/v1/accounts/acme", headers: { authorization: basic(pair) }, answer: /^401 / },
      {
        method: "POST",
        path: "/oauth2/token",
        headers: { ...form, authorization: basic(pair) },
        body: "grant_type=client_credentials&resource=http%3A%2F%2Flocalhost%2Faccounts%2Facme",
        answer: /^401 /,
      },
      {
        method: "POST",
        path: "/v1/verify",
        headers: { ...json, authorization: `Bearer ${miswritten(serviceKey)}` },
        body,
        answer: /^401 /,
      },
    ];
  });
}

test(
  "junk is refused by what it looks like alone: no digest is made of it, the database hears nothing, and valid requests go on",
  { timeout: (SECONDS + 60) * 1_000 },
  async () => {
    await using watched = await startWatched();
    const { digested, port, server, statements } = watched;
    const { serviceKey, right } = await fill(server);
    const asService = { "x-latchkey-service-key": serviceKey, "x-latchkey-account": "acme" };
    const headers = { ...asService, "x-api-key": right.key, "x-api-token": right.token };
    const valid: Ask = { method: "GET", path: "/v1/authorize", headers, answer: /^200 / };
    const junk = junkFor(serviceKey, right);
    const before = statements();
    digested.length = 0;
    const agent = new Agent({ keepAlive: true, maxSockets: JUNK_AT_ONCE + VALID_AT_ONCE });

    const counts = { junk: 0, valid: 0 };
    let slowestValidMs = 0;
    const endsMs = performance.now() + SECONDS * 1_000;
    /** Asks one thing after another, once answered, until the time is over and everything was asked. */
    const goOn = async (kind: keyof typeof counts, asks: readonly Ask[], from: number) => {
      for (let turn = from; performance.now() < endsMs || turn < from + asks.length; turn++) {
        const one = asks[turn % asks.length] ?? assert.fail();
        const askedMs = performance.now();
        assert.match(await send(agent, port, one), one.answer, JSON.stringify(one));
        if (kind === "valid") slowestValidMs = Math.max(slowestValidMs, performance.now() - askedMs);
        counts[kind]++;
      }
    };
    await Promise.all([
      ...Array.from({ length: JUNK_AT_ONCE }, (_, index) => goOn("junk", junk, index)),
      ...Array.from({ length: VALID_AT_ONCE }, () => goOn("valid", [valid], 0)),
    ]);
    agent.destroy();

    console.log(
      `${counts.junk} junk and ${counts.valid} valid requests; the slowest valid one took ${Math.round(slowestValidMs)} ms`,
    );
    expect(counts.junk).toBeGreaterThanOrEqual(JUNK_AT_ONCE * junk.length);
    expect(counts.valid).toBeGreaterThan(SECONDS * VALID_AT_ONCE);
    expect(slowestValidMs).toBeLessThan(AT_ONCE_MS);
    // Of what names the asking service, and of the right token; of no other.
    expect(new Set(digested)).toEqual(new Set([serviceKey, right.token]));
    expect(statements() - before).toBe(0);
    // The right token was digested for valid requests alone, though junk had it beside other keys.
    expect(digested.filter((secret) => secret === right.token)).toHaveLength(counts.valid);
  },
);

/** A key that another account admitted, and a service that may ask. */
async function fill(server: TestServer): Promise<{ serviceKey: string; right: KeyCredentials }> {
  await addAccounts(server, "acme", "partner");
  const right = await addKey(server, "partner");
  await admit(server, "acme", right.key);
  const { body } = await server.call<{ token: string }>("POST", "/v1/service-keys", { body: { name: "Gateway" } });
  return { serviceKey: body.token, right };
}

/** Answers the status and the body, a space between them. */
async function send(agent: Agent, port: number, { body = "", headers, method, path }: Ask): Promise<string> {
  const length = body === "" ? {} : { "content-length": Buffer.byteLength(body) };
  const sent = request({ agent, port, host: "127.0.0.1", method, path, headers: { ...headers, ...length } });
  sent.end(body);
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  return `${answer.statusCode} ${await text(answer)}`;
}
