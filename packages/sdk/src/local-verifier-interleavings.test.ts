import fc from "fast-check";
import { test } from "vitest";
import { createLocalVerifier, type LocalVerifier } from "./local-verifier.ts";
import { ACCOUNT, type KeyState, OWNER, TestService } from "./test-service.ts";
import { settled, TestTiming } from "./test-timing.ts";

const KEY = "lk-1";
const CODES = { active: "VALID", inactive: "KEY_INACTIVE", unadmitted: "NOT_ADMITTED" } as const;

type Step =
  | {
      readonly do: "change";
      readonly to: KeyState;
      readonly by: "key" | "account" | "external-key" | "catalog" | "role";
    }
  | { readonly do: "ask" | "tell" | "beat" | "cut" | "connect" | "restore" }
  /** A node that is this many revisions behind works out an answer, which then is on its way. */
  | { readonly do: "decide"; readonly which: number; readonly behind: number }
  | { readonly do: "deliver"; readonly which: number };

const states = fc.constantFrom<KeyState>("active", "inactive", "unadmitted");
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("change"),
      to: states,
      by: fc.constantFrom("key", "account", "external-key", "catalog", "role"),
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constantFrom("ask", "ask", "ask", "tell", "tell", "beat", "cut", "connect", "restore"),
    }),
  },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("decide"), which: fc.nat(3), behind: fc.nat(2) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("deliver"), which: fc.nat(3) }) },
);

/** A verifier and a service whose every message a test moves. */
class World {
  readonly service = new TestService();
  readonly timing = new TestTiming();
  readonly verifier: LocalVerifier = createLocalVerifier({
    baseUrl: "https://keys.example.com",
    serviceKey: "lks_test",
    fetch: this.service.fetch,
    timing: this.timing,
    lostAfterMs: 1_000_000,
  });
  readonly #onTheirWay: (() => void)[] = [];
  /** Each answer that came, with the first revision that it had to take into account. */
  readonly #answers: Promise<void>[] = [];
  /** Histories that were replaced, so that their answers count for nothing. */
  #restores = 0;

  async run(step: Step): Promise<void> {
    const { service } = this;
    switch (step.do) {
      case "change":
        service.commit(step.to, changeBy(step.by));
        break;
      case "ask":
        this.#ask();
        break;
      case "tell":
        service.tellOne();
        break;
      case "beat":
        service.beat();
        break;
      case "cut":
        service.cut();
        break;
      case "connect":
        await this.timing.advance(5_000);
        if (service.followers.length > 0) service.connect();
        break;
      case "restore":
        this.#restore();
        break;
      case "decide":
        this.#decide(step.which, step.behind);
        break;
      case "deliver":
        this.#onTheirWay.splice(step.which % Math.max(1, this.#onTheirWay.length), 1)[0]?.();
    }
    await settled();
  }

  /** In the end everything is told and answered: the verifier then knows what is so. */
  async end(): Promise<void> {
    const { service, timing } = this;
    for (let turn = 0; turn < 8; turn++) {
      if (!service.isFollowed) await timing.advance(5_000);
      if (service.followers.length > 0) service.connect();
      service.tellAll();
      service.beat();
      await settled();
      service.answerAll();
      for (const deliver of this.#onTheirWay.splice(0)) deliver();
      await timing.advance(1_000);
    }
    await Promise.all(this.#answers);
    for (let turn = 0; turn < 2; turn++) {
      const answer = Promise.resolve(this.verifier.verify({ account: ACCOUNT, key: KEY, token: "lkt_1" }));
      await settled();
      service.answerAll();
      const { code } = await answer;
      const state = service.history[service.revision] ?? "active";
      if (code !== CODES[state]) throw new Error(`in the end: ${code}, but it is ${state}`);
    }
    await this.verifier.close();
  }

  #ask(): void {
    const { service, verifier } = this;
    const isFollowing = verifier.standing() === "current";
    const heard = isFollowing && service.isFollowed ? service.told : 0;
    const restores = this.#restores;
    const asked = verifier.verify({ account: ACCOUNT, key: KEY, token: "lkt_1" });
    const check = ({ code }: { code: string }): void => {
      if (this.#restores !== restores) return;
      const possible = new Set(service.history.slice(heard).map((state) => CODES[state]));
      if (!possible.has(code as never))
        throw new Error(`${code} after ${heard} was heard; possible: ${[...possible].join()}`);
    };
    // A question may fail; it may never be answered as something that isn't so.
    this.#answers.push(Promise.resolve(asked).then(check, () => undefined));
  }

  #decide(which: number, behind: number): void {
    const { service } = this;
    const [question] = service.questions.splice(which % Math.max(1, service.questions.length), 1);
    if (!question) return;
    const at = Math.max(0, service.revision - behind, Number(question.body["atLeastRevision"] ?? 0));
    const reply =
      at <= service.revision
        ? service.reply(at)
        : Response.json({ status: 503, code: "STALE", detail: "" }, { status: 503 });
    this.#onTheirWay.push(() => question.answer(reply));
  }

  /** A backup takes the place of what was there. */
  #restore(): void {
    const { service } = this;
    service.cut();
    this.#restores++;
    service.epoch = `e${this.#restores + 1}`;
    service.history = [service.history[0] ?? "active"];
    service.changes = [[]];
  }
}

function changeBy(by: string) {
  switch (by) {
    case "key":
      return { kind: by, key: KEY };
    case "account":
      return { kind: by, account: OWNER };
    case "external-key":
      return { kind: by, account: ACCOUNT, key: KEY };
    case "role":
      return { kind: by, account: ACCOUNT, role: "viewer" };
    default:
      return { kind: by };
  }
}

test("rule 12: whatever the order in which answers and changes come, no answer is older than what was heard before it was asked for", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 60 }), async (steps) => {
      const world = new World();
      await settled();
      await world.run({ do: "connect" });
      for (const one of steps) await world.run(one);
      await world.end();
    }),
    { numRuns: 300 },
  );
});
