// What the SDK's local verifier does in a process of its own: how many repeated questions it answers, and how soon it sees that
// something was revoked.
import { setImmediate } from "node:timers/promises";
import type { Client } from "@latchkey/sdk/client";
import { createLocalVerifier, type LocalVerifier } from "@latchkey/sdk/local-verifier";

/** What is asked, of which service. */
export interface LocalQuestion {
  readonly baseUrl: string;
  readonly operator: Client;
  /** The service key's token. */
  readonly service: string;
  readonly key: string;
  readonly token: string;
  readonly account: string;
  readonly owner: string;
  readonly resource: string;
}

export interface LocalFigures {
  /** Median over the rounds. */
  readonly answersPerSecond: number;
  /** From the acknowledgement of a revocation until the verifier refuses, in milliseconds. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly revocations: number;
}

const ROUNDS = 15;
const ROUND_ANSWERS = 300_000;
const REVOCATIONS = 1_000;

export async function measureLocalVerifier(asked: LocalQuestion): Promise<LocalFigures> {
  const verifier = createLocalVerifier({ baseUrl: asked.baseUrl, serviceKey: asked.service });
  try {
    await verifier.ready();
    const rates: number[] = [];
    for (let round = -1; round < ROUNDS; round++) {
      const rate = await answersPerSecond(verifier, asked);
      // The first is for the just-in-time compiler.
      if (round >= 0) rates.push(rate);
    }
    const delays: number[] = [];
    for (let count = 0; count < REVOCATIONS; count++) delays.push(await delayOfRevocation(verifier, asked));
    const [sortedRates, sortedDelays] = [rates, delays].map((values) => values.toSorted((a, b) => a - b));
    return {
      answersPerSecond: sortedRates?.[Math.floor(ROUNDS / 2)] ?? 0,
      p50Ms: sortedDelays?.[Math.floor(REVOCATIONS * 0.5)] ?? 0,
      p99Ms: sortedDelays?.[Math.floor(REVOCATIONS * 0.99)] ?? 0,
      revocations: REVOCATIONS,
    };
  } finally {
    await verifier.close();
  }
}

async function answersPerSecond(
  verifier: LocalVerifier,
  { account, key, resource, token }: LocalQuestion,
): Promise<number> {
  await verifier.verify({ account, key, token, resource });
  // As a server would: between two turns of the event loop, so that the stream is heard.
  await setImmediate();
  const startMs = performance.now();
  for (let count = 0; count < ROUND_ANSWERS; count++) {
    const answer = verifier.verify({ account, key, token, resource });
    if (answer instanceof Promise || !answer.valid) throw new Error("not answered from memory");
  }
  return ROUND_ANSWERS / ((performance.now() - startMs) / 1_000);
}

async function delayOfRevocation(verifier: LocalVerifier, asked: LocalQuestion): Promise<number> {
  const { account, key, operator, owner, resource, token } = asked;
  const path = { account: owner, key };
  const question = { account, key, token, resource };
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
