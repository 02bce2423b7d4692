import { expect, test } from "vitest";
import { RateLimiter } from "./rate-limiter.ts";
import { answerOf, ask, combinations, directoryOf, KEY, sorted, VALUES, WITHIN, type World } from "./test-world.ts";

test("a decision looks at networks behind what closes an account to a key, and before limits", () => {
  const spent = new RateLimiter(() => 0);
  spent.take([{ setBy: "owner", name: KEY, requestsPerMinute: 1 }]);
  spent.take([{ setBy: "host", name: `${KEY} host`, requestsPerMinute: 1 }]);
  const counts = new Map<string, number>();
  const wrong: unknown[] = [];
  const token = { presented: ["current"], current: ["never"], renewed: ["none"] } as const;
  const values = { ...VALUES, ...token, roles: [[], ["viewer"]] } as const;
  const places = { bound: ["owner", "host", "both"], ip: [undefined, ...Object.keys(WITHIN)] } as const;
  const resource = [undefined, "oms.view", "not.in.catalog"];
  for (const world of combinations<World>({ ...values, ...places, resource, spent: [undefined, "owner"] })) {
    const { asked: account, ip, presented: token } = world;
    const question = { credential: { key: KEY, token }, account, ip, resource: world.resource };
    const {
      rateLimit: _state,
      retryAfterSeconds: _wait,
      ...decision
    } = {
      rateLimit: undefined,
      retryAfterSeconds: undefined,
      ...ask(directoryOf(world), question, spent).decision,
    };
    const bySide = decision.code === "IP_DENIED" ? `${decision.code} ${decision.networksSetBy}` : decision.code;
    counts.set(bySide, (counts.get(bySide) ?? 0) + 1);
    const expected = answerOf(world);
    if (JSON.stringify(sorted(decision)) !== JSON.stringify(sorted(expected)))
      wrong.push({ world, decision, expected });
  }
  expect(wrong.slice(0, 3)).toEqual([]);
  const reached = ["IP_DENIED owner", "IP_DENIED host", "RATE_LIMITED", "RESOURCE_DENIED", "VALID"];
  expect(Math.min(...reached.map((code) => counts.get(code) ?? 0))).toBeGreaterThan(20);
  // Whoever is refused for where they come from uses nothing of a limit up.
  const wanted = spent.demands().reduce((sum, { demand }) => sum + demand, 0);
  expect(wanted).toBe(2 + (counts.get("RATE_LIMITED") ?? 0));
});
