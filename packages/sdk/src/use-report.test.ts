import { expect, test, vi } from "vitest";
import type { Remembered } from "./decision-memory.ts";
import { LatchkeyError } from "./latchkey-error.ts";
import { TestTiming } from "./test-timing.ts";
import { UseReport, type UseReportParts } from "./use-report.ts";

const EARLY = 500;

function remembered(key: string): Remembered {
  const decision = { valid: true, code: "VALID" } as Remembered["decision"];
  return { account: "acme", key, tokenId: "t", decision, resource: undefined, count: 0, lastUsedMs: 0, ip: undefined };
}

test("is sent early where much was counted, but not while the service has just refused it", async () => {
  const sent: number[] = [];
  let refusal: LatchkeyError | undefined = new LatchkeyError({ status: 429, code: "RATE_LIMITED", detail: "later" });
  const post = vi.fn(async (_path: string, { body }: { body: { uses: unknown[] } }) => {
    sent.push(body.uses.length);
    if (refusal) throw refusal;
  });
  const client = { post } as unknown as UseReportParts["client"];
  const report = new UseReport({ client, timing: new TestTiming(), onProblem: () => undefined });
  const count = (from: number, to: number) => {
    for (let index = from; index < to; index++) report.count(remembered(`lk-${index}`), index, undefined);
  };
  count(0, EARLY);
  await vi.waitFor(() => expect(sent).toEqual([EARLY]));
  // All are taken back, and nothing hurries any more.
  count(EARLY, 3 * EARLY);
  expect(sent).toEqual([EARLY]);
  refusal = undefined;
  await report.send();
  expect(sent).toEqual([EARLY, EARLY, EARLY, EARLY]);
  count(0, EARLY);
  await vi.waitFor(() => expect(sent).toHaveLength(5));
});
