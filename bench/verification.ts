// How many questions a server answers, against a bare server that gives the same answers.
import type { BareAnswer } from "./bare-server.ts";
import { type ServerProcess, startServer } from "./child.ts";
import { add, median, ROUNDS, rounded, say } from "./figures.ts";
import {
  admitted,
  answerHeaders,
  authorizeHeaders,
  authorizeRequest,
  type Measured,
  measure,
  postRequest,
  prepared,
  questionOf,
  ROLE,
  start,
} from "./installation.ts";

const BATCH = 100;

export async function measureVerification(): Promise<void> {
  say("verification");
  const { dataDir } = await prepared("few", { owner: "owner", count: 1_000, role: ROLE });
  await using stack = new AsyncDisposableStack();
  const server = await start({ LATCHKEY_DATA_DIR: dataDir });
  stack.defer(() => server.stop());
  const asked = await admitted(server);

  const authorized = await fetch(`${server.baseUrl}/v1/authorize`, { headers: authorizeHeaders(asked) });
  await againstBare(server, authorizeRequest(asked), { headers: answerHeaders(authorized), body: null }, stack, {
    figure: "GET /v1/authorize against a bare node:http server with the same headers",
    atLeast: 0.8,
  });

  const question = questionOf(asked);
  const verified = await fetch(`${server.baseUrl}/v1/verify`, {
    method: "POST",
    headers: { authorization: `Bearer ${asked.service}`, "content-type": "application/json" },
    body: JSON.stringify(question),
  });
  const body = (await verified.json()) as object;
  const verify = postRequest("/v1/verify", asked.service, question);
  await againstBare(server, verify, { headers: answerHeaders(verified), body }, stack, {
    figure: "POST /v1/verify against the same server with a JSON body read and written",
    atLeast: 0.65,
  });

  const batch = postRequest("/v1/verify/batch", asked.service, { checks: Array(BATCH).fill(question) });
  await measure(server, [batch]);
  const rounds: Measured[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await measure(server, [batch]));
  const value = median(rounds.map(({ perSecond }) => perSecond)) * BATCH;
  const details = { cpuMicrosecondsPerCheck: micros(median(rounds.map(({ cpuSeconds }) => cpuSeconds)) / BATCH) };
  add({ figure: `POST /v1/verify/batch of ${BATCH}`, value, unit: "checks/s", details }, { atLeast: 300_000 });
}

/** Takes turns with a bare server that gives the same answer. */
async function againstBare(
  server: ServerProcess,
  request: string,
  answer: BareAnswer,
  stack: AsyncDisposableStack,
  { atLeast, figure }: { figure: string; atLeast: number },
): Promise<void> {
  const file = new URL("./bare-server.ts", import.meta.url).pathname;
  const bare = await startServer([file, JSON.stringify(answer)], {}, /port (\d+)/);
  stack.defer(() => bare.stop());
  const { details, ratio } = await takeTurns({ server: bare, request }, { server, request });
  const renamed = {
    requestsPerSecond: details.perSecond,
    bareRequestsPerSecond: details.otherPerSecond,
    cpuMicrosecondsPerRequest: details.cpuMicroseconds,
    bareCpuMicrosecondsPerRequest: details.otherCpuMicroseconds,
  };
  add({ figure, value: ratio, unit: "×", details: renamed }, { atLeast });
}

interface Turn {
  readonly server: ServerProcess;
  readonly request: string;
}

/** How many more requests one answers than another, in turns, and what each of them is. */
export async function takeTurns(other: Turn, one: Turn) {
  const turn = ({ request, server }: Turn) => measure(server, [request]);
  // Just-in-time compilers need to have seen it.
  for (const each of [other, one]) await turn(each);
  const rounds: { other: Measured; one: Measured }[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push({ other: await turn(other), one: await turn(one) });
  const of = (value: (round: (typeof rounds)[number]) => number) => median(rounds.map(value));
  return {
    ratio: of((round) => round.one.perSecond / round.other.perSecond),
    details: {
      perSecond: rounded(of((round) => round.one.perSecond)),
      otherPerSecond: rounded(of((round) => round.other.perSecond)),
      cpuMicroseconds: micros(of((round) => round.one.cpuSeconds)),
      otherCpuMicroseconds: micros(of((round) => round.other.cpuSeconds)),
    },
  };
}

function micros(seconds: number): number | null {
  return Number.isNaN(seconds) ? null : rounded(seconds * 1e6);
}
