// A process of its own that asks as fast as a server answers, over connections that stay open, one request at a time on each.
// wrk would do; npm has no generator that a bare Node server can't outrun.
import { connect, type Socket } from "node:net";

/** What to send, and how hard; given as JSON in the first argument. */
export interface Load {
  readonly port: number;
  /** Whole HTTP/1.1 requests, drawn in a random order that is the same each time. */
  readonly requests: readonly string[];
  readonly connections: number;
  readonly seconds: number;
  /** How many requests a second are due in all, whatever the answers do; absent: as many as are answered. */
  readonly perSecond?: number | undefined;
}

/** What came of it; printed as JSON. */
export interface LoadResult {
  readonly requestsPerSecond: number;
  readonly answers: number;
  /** In milliseconds, from the first byte sent, or from when that was due, until the last byte came. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answers that weren't 200. */
  readonly failures: number;
}

const HEAD_END = Buffer.from("\r\n\r\n");
/** How many latencies are kept: enough for a 99th percentile. */
const KEPT_LATENCIES = 200_000;

async function run({ connections, perSecond, port, requests, seconds }: Load): Promise<LoadResult> {
  const sent = requests.map((request) => Buffer.from(request));
  const latencies: number[] = [];
  let [count, failures, state] = [0, 0, 1];
  let isOver = false;
  const next = (): Buffer => {
    // A linear congruential generator, after Numerical Recipes.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return sent[state % sent.length] ?? Buffer.alloc(0);
  };

  const everyMs = perSecond === undefined ? 0 : (connections / perSecond) * 1_000;

  function ask(socket: Socket, firstMs: number): void {
    let received: Buffer = Buffer.alloc(0);
    let startMs = firstMs;
    const send = () => socket.write(next());
    const sendWhenDue = () => {
      const inMs = startMs - performance.now();
      if (inMs > 0) setTimeout(send, inMs);
      else send();
    };
    sendWhenDue();
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
      startMs = perSecond === undefined ? nowMs : startMs + everyMs;
      sendWhenDue();
    });
  }

  const sockets = await Promise.all(
    Array.from({ length: connections }, () => {
      const { promise, reject, resolve } = Promise.withResolvers<Socket>();
      const socket = connect({ port, host: "127.0.0.1", noDelay: true });
      socket.once("connect", () => resolve(socket)).once("error", reject);
      return promise;
    }),
  );
  const startMs = performance.now();
  for (const [index, socket] of sockets.entries()) ask(socket, startMs + (everyMs * index) / connections);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  isOver = true;
  const tookSeconds = (performance.now() - startMs) / 1000;
  const answered = count;
  for (const socket of sockets) socket.destroy();
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
  return { requestsPerSecond: answered / tookSeconds, answers: answered, p50Ms: at(0.5), p99Ms: at(0.99), failures };
}

process.stdout.write(JSON.stringify(await run(JSON.parse(process.argv[2] ?? "") as Load)));
