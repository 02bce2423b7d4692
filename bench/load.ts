// A process of its own that asks as fast as a server answers, over connections that stay open, one request at a time on each.
// wrk would do; npm has no generator that a bare Node server can't outrun.
import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { setImmediate, setTimeout } from "node:timers/promises";
import { percentile } from "./figures.ts";

/** What to send, and how hard; given as JSON on standard input. */
export interface Load {
  readonly port: number;
  /** Whole HTTP/1.1 requests, drawn in a random order that is the same each time. */
  readonly requests: readonly string[];
  readonly connections: number;
  readonly seconds: number;
  /**
   * Requests a second, whether or not those before them are answered (an open loop): each waits for a connection that is free, and its
   * time begins when it was due. `null`: each connection asks again once it is answered.
   */
  readonly rate: number | null;
}

/** What came of it; printed as JSON. */
export interface LoadResult {
  readonly requestsPerSecond: number;
  readonly answers: number;
  /** In milliseconds, from when it was sent, or was due, until the last byte came. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answers that weren't 200. */
  readonly failures: number;
}

const HEAD_END = Buffer.from("\r\n\r\n");
/** How many latencies are kept: enough for a 99th percentile. */
const KEPT_LATENCIES = 2_000_000;

async function run({ connections, port, rate, requests, seconds }: Load): Promise<LoadResult> {
  const sent = requests.map((request) => Buffer.from(request));
  const latencies: number[] = [];
  let [count, failures, state] = [0, 0, 1];
  let isOver = false;
  const next = (): Buffer => {
    // A linear congruential generator, after Numerical Recipes; its low bits would take turns.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return sent[(state >>> 8) % sent.length] ?? Buffer.alloc(0);
  };
  /** Sends one request, whose time began then. */
  type Ask = (sinceMs: number) => void;
  const free: Ask[] = [];
  /** When those were due that wait for a connection, from `waitingFrom` on. */
  const waiting: number[] = [];
  let waitingFrom = 0;

  function asker(socket: Socket): Ask {
    let received: Buffer = Buffer.alloc(0);
    let startMs = 0;
    const ask = (sinceMs: number): void => {
      startMs = sinceMs;
      socket.write(next());
    };
    socket.on("data", (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const headEnd = received.indexOf(HEAD_END);
      if (headEnd < 0) return;
      const head = received.toString("latin1", 0, headEnd);
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (received.length < headEnd + HEAD_END.length + length) return;
      received = Buffer.alloc(0);
      count++;
      if (!head.startsWith("HTTP/1.1 200")) failures++;
      const nowMs = performance.now();
      if (latencies.length < KEPT_LATENCIES) latencies.push(nowMs - startMs);
      if (isOver) return;
      const dueMs = rate === null ? nowMs : waiting[waitingFrom];
      if (dueMs === undefined) {
        free.push(ask);
        return;
      }
      if (rate !== null) waitingFrom++;
      ask(dueMs);
    });
    return ask;
  }

  const sockets = await Promise.all(
    Array.from({ length: connections }, () => {
      const { promise, reject, resolve } = Promise.withResolvers<Socket>();
      const socket = connect({ port, host: "127.0.0.1", noDelay: true });
      socket.once("connect", () => resolve(socket)).once("error", reject);
      return promise;
    }),
  );
  const askers = sockets.map(asker);
  const startMs = performance.now();
  if (rate === null) {
    for (const ask of askers) ask(performance.now());
    // Turning round and round instead of sleeping: to wake a processor that sleeps can cost a server more than to answer, and the slower
    // of two would wake it more often.
    while (performance.now() - startMs < seconds * 1_000) await setImmediate();
  } else {
    free.push(...askers);
    for (let due = 0; due < rate * seconds;) {
      for (; due < ((performance.now() - startMs) * rate) / 1000; due++) {
        const dueMs = startMs + (due / rate) * 1000;
        const ask = free.pop();
        if (ask) ask(dueMs);
        else waiting.push(dueMs);
      }
      // Not by turning round and round: the server needs the processor too. How late that is counts against it.
      await setTimeout(1);
    }
  }
  isOver = true;
  const tookSeconds = (performance.now() - startMs) / 1000;
  const answered = count;
  for (const socket of sockets) socket.destroy();
  const [p50Ms, p99Ms] = [percentile(latencies, 0.5), percentile(latencies, 0.99)];
  return { requestsPerSecond: answered / tookSeconds, answers: answered, p50Ms, p99Ms, failures };
}

process.stdout.write(JSON.stringify(await run(JSON.parse(await text(process.stdin)) as Load)));
