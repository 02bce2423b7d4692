// Very many keys, each admitted by another account.
import { randomInt } from "node:crypto";
import { add, median, ROUNDS, rounded, say } from "./figures.ts";
import { authorizeRequest, type Installation, measure, prepared, ROLE, start } from "./installation.ts";
import type { Credential } from "./seed.ts";

const MILLION = 1_000_000;
const FEW = 1_000;
/** Different requests that are drawn from: of so many that no cache holds what they ask about. */
const DRAWN = 100_000;

export async function measureHuge(): Promise<void> {
  say(`${MILLION} keys with an admission each`);
  const many = await prepared("huge", { owner: "owner", host: "host", count: MILLION, role: ROLE, known: DRAWN });
  const few = await prepared("as-few", { owner: "owner", host: "host", count: FEW, role: ROLE, known: FEW });
  await using stack = new AsyncDisposableStack();
  const server = await start({ LATCHKEY_DATA_DIR: many.dataDir });
  stack.defer(() => server.stop());
  await addStart(MILLION, server, { atMost: 15 }, { atMost: 700 });

  const other = await start({ LATCHKEY_DATA_DIR: few.dataDir });
  stack.defer(() => other.stop());
  const turns = [
    { server, requests: await requestsOf(server, many.known) },
    { server: other, requests: await requestsOf(other, few.known) },
  ] as const;
  const turn = ({ requests, server: one }: (typeof turns)[number]) => measure(one, requests);
  for (const each of turns) await turn(each);
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const [one, another] = [await turn(turns[0]), await turn(turns[1])];
    ratios.push(one.perSecond / another.perSecond);
  }
  const figure = `GET /v1/authorize with ${MILLION} keys, drawn uniformly, against ${FEW}`;
  add({ figure, value: median(ratios), unit: "×", details: { drawn: DRAWN } }, { atLeast: 0.9 });
}

/** Ten times as many: with a heap that takes them, which a deployment of that size sets too. Takes half an hour, 15 GB of disk and 24 of memory. */
export async function measureTenMillion(): Promise<void> {
  const count = 10 * MILLION;
  say(`${count} keys with an admission each`);
  const { dataDir } = await prepared("ten-million", { owner: "owner", host: "host", count, role: ROLE });
  const server = await start({ LATCHKEY_DATA_DIR: dataDir, NODE_OPTIONS: "--max-old-space-size=16384" });
  try {
    await addStart(count, server, "measured", "measured");
  } finally {
    await server.stop();
  }
}

type Goal = Parameters<typeof add>[1];

async function addStart(count: number, server: Installation, startGoal: Goal, memoryGoal: Goal): Promise<void> {
  const details = { cpuSeconds: rounded((await server.cpuSeconds()) ?? Number.NaN) };
  add({ figure: `start with ${count} keys`, value: server.startSeconds, unit: "s", details }, startGoal);
  add({ figure: `memory with ${count} keys`, value: (await server.memoryMib()) ?? 0, unit: "MiB" }, memoryGoal);
}

/** Gateways' questions about keys that are drawn with the same chance each. */
async function requestsOf({ operator }: Installation, known: readonly Credential[]): Promise<string[]> {
  const { data } = await operator.post("/v1/service-keys", { body: { name: "bench" } });
  const service = data.token ?? "";
  return Array.from({ length: DRAWN }, () => {
    const { key = "", token = "" } = known[randomInt(known.length)] ?? {};
    return authorizeRequest({ key, token, service });
  });
}
