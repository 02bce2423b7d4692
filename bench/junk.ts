// How long valid requests take beside credentials that are none.
import { add, median, rounded, say } from "./figures.ts";
import {
  admitted,
  authorizeHeaders,
  authorizeRequest,
  getRequest,
  loadOn,
  prepared,
  ROLE,
  start,
} from "./installation.ts";

const JUNK_PER_SECOND = 5_000;
const VALID_PER_SECOND = 500;
const ROUNDS = 5;
const SECONDS = 3;

export async function measureJunk(): Promise<void> {
  say("junk beside valid traffic");
  const { dataDir } = await prepared("junk", { owner: "owner", count: 1_000, role: ROLE });
  const server = await start({ LATCHKEY_DATA_DIR: dataDir });
  try {
    const asked = await admitted(server);
    const valid = authorizeRequest(asked);
    const changed = (headers: Record<string, string>) =>
      getRequest("/v1/authorize", { ...authorizeHeaders(asked), ...headers });
    const junk = [
      changed({ "x-api-key": "lk-nobody-00000000000R" }),
      changed({ "x-api-token": "no token" }),
      changed({ "x-api-token": asked.token.replaceAll(/[0-9]/g, "7") }),
      changed({ "x-api-key": "x".repeat(200), "x-api-token": "y".repeat(200) }),
    ];
    const put = (requests: readonly string[], rate: number) => loadOn(server, requests, { rate, seconds: SECONDS });
    await put([valid], VALID_PER_SECOND);
    const rounds: { aloneMs: number; besideMs: number; junkPerSecond: number }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const alone = await put([valid], VALID_PER_SECOND);
      const [beside, thrown] = await Promise.all([put([valid], VALID_PER_SECOND), put(junk, JUNK_PER_SECOND)]);
      if (alone.failures + beside.failures > 0) throw new Error("valid requests were refused");
      rounds.push({ aloneMs: alone.p99Ms, besideMs: beside.p99Ms, junkPerSecond: thrown.requestsPerSecond });
    }
    const details = {
      aloneP99Ms: rounded(median(rounds.map(({ aloneMs }) => aloneMs))),
      besideP99Ms: rounded(median(rounds.map(({ besideMs }) => besideMs))),
      junkPerSecond: rounded(median(rounds.map(({ junkPerSecond }) => junkPerSecond))),
    };
    const value = median(rounds.map(({ aloneMs, besideMs }) => besideMs / aloneMs));
    const figure = `p99 of ${VALID_PER_SECOND} valid requests a second beside ${JUNK_PER_SECOND} junk ones, against by themselves`;
    add({ figure, value, unit: "×", details }, { atMost: 2 });
  } finally {
    await server.stop();
  }
}
