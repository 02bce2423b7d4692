// How long forward auth takes while others change and export keys. Requests come when they come, whether or not those before them are
// answered, and wait in the figure as they would wait in life.
import { setTimeout } from "node:timers/promises";
import { add, percentile, rounded, say } from "./figures.ts";
import {
  admitted,
  authorizeRequest,
  type Installation,
  loadOn,
  OPERATOR_TOKEN,
  prepared,
  ROLE,
  start,
} from "./installation.ts";

const KEYS = 100_000;
const CHANGES_PER_SECOND = 50;
const SECONDS = 20;

export async function measureOpenLoop(): Promise<void> {
  say(`open loop, beside ${CHANGES_PER_SECOND} changes a second and an export of ${KEYS} keys`);
  const { dataDir } = await prepared("open-loop", { owner: "owner", count: KEYS, role: ROLE });
  const server = await start({ LATCHKEY_DATA_DIR: dataDir });
  try {
    const asked = await admitted(server);
    const request = authorizeRequest(asked);
    await loadOn(server, [request]);
    const { requestsPerSecond: most } = await loadOn(server, [request], { seconds: 3 });
    const rate = Math.floor(most / 2);
    // What the machine gives to nothing but these requests.
    const alone = await loadOn(server, [request], { rate, seconds: SECONDS / 2 });
    const over = new AbortController();
    const changing = change(server, asked.key, over.signal);
    const exporting = exportAgain(server, over.signal);
    const { answers, failures, p50Ms, p99Ms } = await loadOn(server, [request], { rate, seconds: SECONDS });
    over.abort();
    const [changes, exports] = await Promise.all([changing, exporting]);
    if (failures > 0) throw new Error(`${failures} answers weren't 200`);
    const details = {
      p50Ms: rounded(p50Ms),
      aloneP99Ms: rounded(alone.p99Ms),
      offeredPerSecond: rate,
      answeredPerSecond: rounded(answers / SECONDS),
      changes: changes.took.length,
      changesRefused: changes.refused,
      changeP99Ms: rounded(percentile(changes.took, 0.99)),
      exports,
    };
    const figure = "GET /v1/authorize, p99, open loop at half of its maximum, beside changes and an export";
    add({ figure, value: p99Ms, unit: "ms", details }, { atMost: 5 });
  } finally {
    await server.stop();
  }
}

/** Changes something many times a second until it is over: how long each change took, in milliseconds, and how many were refused. */
async function change({ operator }: Installation, key: string, signal: AbortSignal) {
  const took: number[] = [];
  let refused = 0;
  const open: Promise<void>[] = [];
  const path = { account: "owner", key };
  for (let count = 0; !signal.aborted; count++) {
    const startMs = performance.now();
    const body = { name: `The one that asks, ${count}` };
    const changed = operator.patch("/v1/accounts/{account}/api-keys/{key}", { path, body });
    open.push(
      changed.then(
        () => void took.push(performance.now() - startMs),
        () => void refused++,
      ),
    );
    await setTimeout(1_000 / CHANGES_PER_SECOND);
  }
  await Promise.all(open);
  return { took, refused };
}

/** Exports all keys, again and again until it is over: how often. */
async function exportAgain({ baseUrl }: Installation, signal: AbortSignal): Promise<number> {
  for (let count = 0; ; count++) {
    const headers = { authorization: `Bearer ${OPERATOR_TOKEN}` };
    const url = `${baseUrl}/v1/accounts/owner/api-keys/export?format=csv`;
    try {
      const answer = await fetch(url, { headers, signal });
      if (!answer.ok) throw new Error(`the export answered ${answer.status}`);
      await answer.body?.pipeTo(new WritableStream(), { signal });
    } catch (error) {
      if (signal.aborted) return count;
      throw error;
    }
  }
}
