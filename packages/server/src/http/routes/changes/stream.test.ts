import type { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createTestServer, OPERATOR_TOKEN, type TestServer } from "../../../test-server.ts";
import { ChangeTail } from "../../../verify/change-tail.ts";
import { ChangeStreams } from "../../change-streams.ts";
import { addAccounts, addKey, addRole, admit, expectProblem } from "../../test-fixtures.ts";

interface Event {
  readonly event: string;
  readonly data: {
    readonly epoch?: string;
    readonly revision?: number;
    readonly changes?: object[];
    readonly ageMs?: number;
    readonly code?: string;
  };
}

let server: TestServer;

beforeEach(async () => {
  server = await createTestServer();
  await addAccounts(server, "acme", "zoom");
});

afterEach(() => server.close());

async function addServiceKey(): Promise<{ id: string; token: string }> {
  const { body } = await server.call<{ id: string; token: string }>("POST", "/v1/service-keys", {
    body: { name: "Orders" },
  });
  return body;
}

/** Follows the changes; `next` answers one event after the other, and `undefined` at the end. */
async function follow(token: string, query = "") {
  const answer = await server.app.inject({
    url: `/v1/changes/stream${query}`,
    headers: { authorization: `Bearer ${token}` },
    payloadAsStream: true,
  });
  const events = eventsOf(answer.stream());
  const next = async () => {
    const { value } = await events.next();
    return value ?? undefined;
  };
  return { answer, stream: answer.stream(), next };
}

async function* eventsOf(stream: AsyncIterable<Buffer>): AsyncGenerator<Event, void, void> {
  let text = "";
  for await (const chunk of stream) {
    text += String(chunk);
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const [event = "", data = ""] = text.slice(0, end).split("\n");
      text = text.slice(end + 2);
      yield { event: event.replace("event: ", ""), data: JSON.parse(data.replace("data: ", "")) as Event["data"] };
    }
  }
}

/** Follows from now on. */
async function followFromHere(token = OPERATOR_TOKEN) {
  const following = await follow(token);
  const startOver = await following.next();
  expect(startOver?.event).toBe("start-over");
  expect(startOver?.data).toEqual({ ...server.judge.directory.position });
  expect(await following.next()).toMatchObject({ event: "heartbeat", data: startOver?.data ?? {} });
  return { ...following, position: startOver?.data ?? {} };
}

describe("the stream of changes", () => {
  it("names each thing that changes, in order, before the reply to what changed it, and nothing that is secret", async () => {
    const { next, stream } = await followFromHere();
    const { key, token } = await addKey(server, "acme", [], "The name of the key");
    await admit(server, "zoom", key);
    const role = await addRole(server, "zoom", ["account.view-audit"]);
    const service = await addServiceKey();
    await server.call("PUT", "/v1/catalog", { body: { products: [], roles: [] } });
    await server.call("PATCH", "/v1/accounts/acme", { body: { status: "suspended" } });
    const waiting = stream.readableLength;
    expect(waiting).toBeGreaterThan(0);
    const heard: Event[] = [];
    for (let count = 0; count < 6; count++) heard.push((await next()) ?? { event: "none", data: {} });
    expect(heard.map(({ event }) => event)).toEqual(heard.map(() => "changes"));
    expect(heard.flatMap(({ data }) => data.changes)).toEqual([
      { kind: "key", key },
      { kind: "external-key", account: "zoom", key },
      { kind: "role", account: "zoom", role },
      { kind: "service-key", id: service.id },
      { kind: "catalog" },
      { kind: "account", account: "acme" },
    ]);
    const revisions = heard.map(({ data }) => data.revision ?? 0);
    expect(revisions).toEqual(revisions.toSorted((a, b) => a - b));
    const text = JSON.stringify(heard);
    for (const secret of [token, service.token, "The name of the key"]) expect(text).not.toContain(secret);
  });

  it("goes on where somebody left off, and has them start over where that can't be", async () => {
    const { position } = await followFromHere();
    await server.call("PATCH", "/v1/accounts/acme", { body: { displayName: "Other", status: "suspended" } });
    const { epoch = "", revision = 0 } = position;
    for (const query of [`?after=${revision}`, `?after=${revision}&epoch=${epoch}`]) {
      const { next } = await follow(OPERATOR_TOKEN, query);
      expect(await next()).toMatchObject({
        event: "changes",
        data: { changes: [{ kind: "account", account: "acme" }] },
      });
      expect(await next()).toMatchObject({ event: "heartbeat" });
    }
    for (const query of [`?after=${revision}&epoch=another`, `?after=${revision + 1_000}`]) {
      const { next } = await follow(OPERATOR_TOKEN, query);
      expect(await next()).toMatchObject({ event: "start-over", data: { epoch } });
    }
    for (const query of ["?after=-1", "?after=x", "?after=1.5", "?before=1"]) {
      expectProblem(await server.call("GET", `/v1/changes/stream${query}`), 422, "INVALID_INPUT");
    }
  });

  it("beats, and says how old what the node knows is", async () => {
    const { next } = await followFromHere();
    server.clock.monotonicMs += 1_500;
    server.changeStreams.beat();
    expect(await next()).toEqual({ event: "heartbeat", data: { ...server.judge.directory.position, ageMs: 1_500 } });
  });

  it("rule 12: ends with the service key, before the reply to its deletion", async () => {
    const { id, token } = await addServiceKey();
    const other = await addServiceKey();
    const [ended, goesOn] = [await followFromHere(token), await followFromHere(other.token)];
    expect((await server.call("DELETE", `/v1/service-keys/${id}`)).status).toBe(204);
    expect(server.changeStreams.size).toBe(1);
    expect(await ended.next()).toEqual({ event: "end", data: { code: "UNAUTHENTICATED" } });
    expect(await ended.next()).toBeUndefined();
    expect(await goesOn.next()).toMatchObject({ event: "changes", data: { changes: [{ kind: "service-key", id }] } });
    expect((await follow(token)).answer.statusCode).toBe(401);
  });

  it("rule 12: ends once what the node knows is too old, and begins on no such node", async () => {
    const { next } = await followFromHere();
    server.clock.monotonicMs += 61_000;
    server.changeStreams.beat();
    expect(await next()).toEqual({ event: "end", data: { code: "STALE" } });
    expect(await next()).toBeUndefined();
    expectProblem(await server.call("GET", "/v1/changes/stream"), 503, "STALE");
  });

  it("lets go of who goes away, and ends when the server does", async () => {
    const origin = await server.listen({ host: "127.0.0.1", port: 0 });
    const headers = { authorization: `Bearer ${OPERATOR_TOKEN}` };
    const goesAway = new AbortController();
    await fetch(`${origin}/v1/changes/stream`, { headers, signal: goesAway.signal });
    const stays = await fetch(`${origin}/v1/changes/stream`, { headers });
    expect(stays.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(server.changeStreams.size).toBe(2);
    goesAway.abort();
    await expect.poll(() => server.changeStreams.size).toBe(1);
    const [text] = await Promise.all([stays.text(), server.close()]);
    expect(text.endsWith('event: end\ndata: {"code":"UNAVAILABLE"}\n\n')).toBe(true);
    server = await createTestServer();
  });
});

describe("a follower that reads too slowly", () => {
  it("is cut off, and nobody else", async () => {
    const tail = new ChangeTail();
    tail.startOver({ epoch: "e", revision: 0 });
    const fresh = { ageMs: () => 0, isStale: () => false, revision: () => 0, catchUp: () => Promise.resolve() };
    const streams = new ChangeStreams(tail, fresh, 1_000);
    const open = () => streams.open({ mayFollow: () => true });
    const [slow, quick] = [open(), open()];
    const read: string[] = [];
    const keepReading = (stream: Readable) => stream.on("data", (chunk) => read.push(String(chunk)));
    keepReading(quick);
    for (let revision = 1; revision <= 100; revision++) {
      tail.append("e", [{ revision, atMs: 0, changes: [{ kind: "account", account: "acme" }] }]);
      await new Promise(setImmediate);
      expect(slow.readableLength).toBeLessThanOrEqual(1_000);
    }
    expect(slow.destroyed).toBe(true);
    expect(quick.destroyed).toBe(false);
    expect(streams.size).toBe(1);
    expect(read.join("")).toContain('"revision":100');
  });
});
