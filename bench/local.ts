// What the SDK's local verifier does in a process of its own: how many repeated questions it answers, and how soon it sees that
// something was revoked.
import { setImmediate } from "node:timers/promises";
import { createLocalVerifier, type LocalVerifier } from "@latchkey/sdk/local-verifier";
import { add, median, percentile, ROUNDS, rounded, say } from "./figures.ts";
import { admitted, type Installation, prepared, questionOf, ROLE, start } from "./installation.ts";

const ROUND_ANSWERS = 300_000;
const REVOCATIONS = 1_000;

type Question = ReturnType<typeof questionOf>;

export async function measureLocal(): Promise<void> {
  say("the SDK's local verifier");
  const { dataDir } = await prepared("local", { owner: "owner", count: 1_000, role: ROLE });
  await using stack = new AsyncDisposableStack();
  const server = await start({ LATCHKEY_DATA_DIR: dataDir });
  stack.defer(() => server.stop());
  const asked = await admitted(server);
  const verifier = createLocalVerifier({ baseUrl: server.baseUrl, serviceKey: asked.service });
  stack.defer(() => verifier.close());
  await verifier.ready();

  const question = questionOf(asked);
  const rates: number[] = [];
  for (let round = -1; round < ROUNDS; round++) {
    const rate = await answersPerSecond(verifier, question);
    // The first is for the just-in-time compiler.
    if (round >= 0) rates.push(rate);
  }
  const value = median(rates);
  add({ figure: "local verifier, repeated questions", value, unit: "answers/s" }, { atLeast: 300_000 });

  const delays: number[] = [];
  for (let count = 0; count < REVOCATIONS; count++) delays.push(await delayOfRevocation(verifier, server, question));
  const details = { p50Ms: rounded(percentile(delays, 0.5)), revocations: REVOCATIONS };
  const figure = "local verifier, from a revocation's acknowledgement until it refuses, p99";
  add({ figure, value: percentile(delays, 0.99), unit: "ms", details }, { atMost: 250 });
}

async function answersPerSecond(verifier: LocalVerifier, question: Question): Promise<number> {
  await verifier.verify(question);
  // As a server would: between two turns of the event loop, so that the stream is heard.
  await setImmediate();
  const startMs = performance.now();
  for (let count = 0; count < ROUND_ANSWERS; count++) {
    const answer = verifier.verify({ ...question });
    if (answer instanceof Promise || !answer.valid) throw new Error("not answered from memory");
  }
  return ROUND_ANSWERS / ((performance.now() - startMs) / 1_000);
}

/** From the acknowledgement of a revocation until the verifier refuses, in milliseconds. */
async function delayOfRevocation(
  verifier: LocalVerifier,
  { operator }: Installation,
  question: Question,
): Promise<number> {
  const path = { account: "owner", key: question.key };
  await operator.patch("/v1/accounts/{account}/api-keys/{key}", { path, body: { status: "active" } });
  while (!(await verifier.verify(question)).valid) await setImmediate();
  await operator.patch("/v1/accounts/{account}/api-keys/{key}", { path, body: { status: "inactive" } });
  const acknowledgedMs = performance.now();
  for (;;) {
    const answer = verifier.verify(question);
    // What isn't in memory any more isn't let through from there.
    if (answer instanceof Promise) {
      const delayMs = performance.now() - acknowledgedMs;
      if (!(await answer).valid) return delayMs;
    } else if (!answer.valid) return performance.now() - acknowledgedMs;
    await setImmediate();
  }
}
