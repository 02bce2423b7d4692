import { type Change, ChangeFollower, type Position, type Standing } from "./change-follower.ts";
import { type Client, createClient } from "./client.ts";
import { credentialDigest } from "./credential-digest.ts";
import { concerns, DecisionMemory, type Remembered, type Subject } from "./decision-memory.ts";
import { LatchkeyError } from "./latchkey-error.ts";
import { platformTiming, type Timing } from "./timing.ts";
import { UseReport } from "./use-report.ts";
import {
  type Decision,
  decisionOf,
  INVALID_CREDENTIALS,
  isPlausible,
  type Question,
  type Verifier,
  type WireDecision,
} from "./verifier.ts";

export interface LocalVerifierOptions {
  /** Where the service answers, such as `https://keys.example.com`. */
  readonly baseUrl: string;
  /** The token of a service key (`lks_…`). */
  readonly serviceKey: string;
  /**
   * How old what is known may be before nothing is answered from memory any more, in milliseconds: at least 2,000, default 60,000. The
   * service says how old what it knows is; past this every question fails with `STALE`.
   */
  readonly maxStalenessMs?: number;
  /** After how long a silence the stream of changes counts as lost, in milliseconds: at least 2,000, default 3,000. */
  readonly lostAfterMs?: number;
  /** Credentials that are remembered at most, each with the account it was asked about: default 10,000. */
  readonly mostRemembered?: number;
  /** How often what was answered from memory is reported, in milliseconds: default 10,000. */
  readonly reportEveryMs?: number;
  /** How long the service may take to answer a question, in milliseconds: default 5,000. */
  readonly timeoutMs?: number;
  /** Hears of what goes wrong on the side: the stream was lost, a report failed. For the log. */
  readonly onProblem?: (error: unknown) => void;
  /** Default: the platform's `fetch`. */
  readonly fetch?: typeof globalThis.fetch;
  /** For tests. Default: the platform's. */
  readonly timing?: Timing;
}

/** A verifier that answers a repeated question by itself, for as long as it hears of every change. */
export interface LocalVerifier extends Verifier {
  /**
   * Whether questions are answered from memory (`current`), by asking the service each time (`lost`: nothing is heard of changes), or not
   * at all (`stale`: what the service knows is too old).
   */
  readonly standing: () => Standing;
  /** Resolves once it hears of changes. Questions may be asked before. Rejects with `LatchkeyError` where it is closed first. */
  readonly ready: () => Promise<void>;
  /** Stops following and reports what was counted. Questions go to the service from then on. */
  readonly close: () => Promise<void>;
}

/** Answers that are asked for again because a change came while they were on the way. */
const ASKS_MOST = 3;

/** A question that is on its way to the service. */
interface Ask {
  /** What has changed since it was sent. */
  readonly changes: { readonly revision: number; readonly changes: readonly Change[] }[];
  /** Where everything started over since it was sent. */
  startedOver: Position | undefined;
}

/**
 * Remembers decisions, by the digest of the credential, and forgets them as `GET /v1/changes/stream` says. Each is forgotten before
 * the service answers whoever brought the change about, or within its network delay.
 *
 * @throws {TypeError} where `baseUrl` is not an absolute http(s) URL
 * @throws {RangeError} where an option is out of bounds
 */
export function createLocalVerifier(options: LocalVerifierOptions): LocalVerifier {
  return new FollowingVerifier(options);
}

class FollowingVerifier implements LocalVerifier {
  readonly #client: Client;
  readonly #timing: Timing;
  readonly #follower: ChangeFollower;
  readonly #memory: DecisionMemory;
  readonly #use: UseReport;
  readonly #asks = new Set<Ask>();
  readonly #asked = new Map<string, Promise<unknown>>();
  readonly #stopped = new AbortController();
  readonly #running: Promise<unknown>;

  constructor(options: LocalVerifierOptions) {
    const {
      baseUrl,
      mostRemembered = 10_000,
      onProblem = () => undefined,
      serviceKey,
      timing = platformTiming,
    } = options;
    const { lostAfterMs = 3_000, maxStalenessMs = 60_000, reportEveryMs = 10_000, timeoutMs = 5_000 } = options;
    for (const [name, value, least] of [
      ["lostAfterMs", lostAfterMs, 2_000],
      ["maxStalenessMs", maxStalenessMs, 2_000],
      ["reportEveryMs", reportEveryMs, 1],
      ["mostRemembered", mostRemembered, 1],
    ] as const) {
      if (!(value >= least)) throw new RangeError(`${name} must be at least ${least}`);
    }
    if (baseUrl === "") throw new TypeError("baseUrl must be an absolute URL");
    const send = options.fetch === undefined ? {} : { fetch: options.fetch };
    const credential = { kind: "bearer", token: serviceKey } as const;
    this.#client = createClient({
      baseUrl,
      credential,
      retry: { attempts: 2, longestDelayMs: 1_000 },
      timeoutMs,
      timing,
      ...send,
    });
    const once = createClient({ baseUrl, credential, retry: false, timeoutMs, timing, ...send });
    this.#timing = timing;
    this.#memory = new DecisionMemory(mostRemembered);
    this.#use = new UseReport({ client: once, timing, onProblem });
    const listener = {
      startOver: (position: Position) => this.#startOver(position),
      changed: (revision: number, changes: readonly Change[]) => this.#changed(revision, changes),
      onProblem,
    };
    this.#follower = new ChangeFollower({ client: once, listener, timing, maxStalenessMs, lostAfterMs });
    const { signal } = this.#stopped;
    this.#running = Promise.all([this.#follower.run(signal), this.#report(reportEveryMs, signal)]);
  }

  verify(question: Question): Decision | Promise<Decision> {
    if (!isPlausible(question)) return INVALID_CREDENTIALS;
    switch (this.standing()) {
      case "lost":
        return this.#ask(question);
      case "stale":
        return Promise.reject(
          new LatchkeyError({
            status: 503,
            code: "STALE",
            detail: "What is known is too old to answer from.",
            retryAfterSeconds: 1,
          }),
        );
      case "current": {
        const digest = credentialDigest(question.key, question.token);
        return typeof digest === "string"
          ? this.#answer(question, `${digest}${question.account}`)
          : digest.then((text) => this.#answer(question, `${text}${question.account}`));
      }
    }
  }

  standing(): Standing {
    return this.#follower.standing(this.#timing.nowMs());
  }

  ready(): Promise<void> {
    return this.#follower.current();
  }

  async close(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
    await this.#use.send();
  }

  #answer(question: Question, name: string): Decision | Promise<Decision> {
    const known = this.#recall(question, name);
    return known ? known.decision : this.#learn(question, name);
  }

  #recall({ ip, resource }: Question, name: string): Remembered | undefined {
    const nowMs = this.#timing.nowMs();
    const known = this.#memory.recall(name, resource, nowMs) ?? this.#memory.recall(nameAt(name, ip), resource, nowMs);
    if (known) this.#use.count(known, nowMs, ip);
    return known;
  }

  /** Asks once for all who want to know the same at the same time; what comes of it is then remembered, if it may be. */
  async #learn(question: Question, name: string): Promise<Decision> {
    const asked = `${name} ${question.resource ?? ""}`;
    const underWay = this.#asked.get(asked);
    if (underWay) {
      await underWay.catch(() => undefined);
      const known = this.standing() === "current" ? this.#recall(question, name) : undefined;
      return known ? known.decision : this.#ask(question, name);
    }
    const asking = this.#ask(question, name);
    this.#asked.set(asked, asking);
    try {
      return await asking;
    } finally {
      this.#asked.delete(asked);
    }
  }

  /**
   * Asks the service, until the answer takes into account everything that has been heard of meanwhile.
   *
   * @param name by which the answer is to be remembered
   * @throws LatchkeyError `STALE` where changes come faster than answers
   */
  async #ask(question: Question, name?: string): Promise<Decision> {
    const { account, ip, key, resource, token } = question;
    const heard = this.standing() === "current" ? this.#follower.position?.revision : undefined;
    const ask: Ask = { changes: [], startedOver: undefined };
    this.#asks.add(ask);
    try {
      let atLeastRevision = heard;
      for (let asks = 0; asks < ASKS_MOST; asks++) {
        const sentMs = this.#timing.nowMs();
        const { data } = await this.#client.post("/v1/verify", {
          body: {
            account,
            key,
            token,
            expand: ["resources", "validity"],
            ...(resource === undefined ? {} : { resource }),
            ...(ip === undefined ? {} : { ip }),
            ...(atLeastRevision === undefined ? {} : { atLeastRevision }),
          },
        });
        // From here to its being remembered nothing may be awaited: a change that came in between would be missed.
        const needed = neededRevision(ask, { account, key, owner: data.owner });
        const isOfOldHistory = ask.startedOver !== undefined && validityOf(data)?.epoch !== ask.startedOver.epoch;
        if (data.revision >= needed && (!isOfOldHistory || asks > 0)) {
          const decision = decisionOf(data);
          const mayKeep = heard !== undefined && data.revision >= (ask.startedOver?.revision ?? heard);
          if (name !== undefined && mayKeep) this.#keep(name, question, data, { decision, sentMs });
          return decision;
        }
        atLeastRevision = needed;
      }
      const detail = "Changes come faster than answers.";
      throw new LatchkeyError({ status: 503, code: "STALE", detail, retryAfterSeconds: 1 });
    } finally {
      this.#asks.delete(ask);
    }
  }

  #keep(
    name: string,
    { account, ip, key, resource }: Question,
    wire: WireDecision,
    { decision, sentMs }: { readonly decision: Decision; readonly sentMs: number },
  ): void {
    const { owner, revision } = wire;
    const validity = validityOf(wire);
    if (!validity || owner === undefined || validity.epoch !== this.#follower.position?.epoch) return;
    const { maxAgeMs, tokenId } = validity;
    const endsMs = maxAgeMs === null ? Number.POSITIVE_INFINITY : sentMs + maxAgeMs;
    const told = { decision, subject: { account, key, owner }, tokenId, revision, endsMs };
    this.#memory.keep(wire.validity ? name : nameAt(name, ip), resource, told);
  }

  #startOver(position: Position): void {
    this.#memory.clear();
    for (const ask of this.#asks) {
      ask.changes.length = 0;
      ask.startedOver = position;
    }
  }

  #changed(revision: number, changes: readonly Change[]): void {
    this.#memory.forget(revision, changes);
    for (const ask of this.#asks) ask.changes.push({ revision, changes });
  }

  async #report(everyMs: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#timing.wait(everyMs, signal);
      if (!signal.aborted) await this.#use.send();
    }
  }
}

function validityOf({ validity, validityForIp }: WireDecision): WireDecision["validity"] {
  return validity ?? validityForIp;
}

/**
 * Names what is remembered of a key that is bound to networks: of each address by itself. It begins as no other name does, and says how long
 * the address is: no account, and no address, that somebody makes up leads to another's answer.
 */
function nameAt(name: string, ip = ""): string {
  return ` ${ip.length} ${ip} ${name}`;
}

/** What an answer has to know of, for all that has been heard since it was asked for. */
function neededRevision({ changes, startedOver }: Ask, subject: Subject): number {
  const concerning = changes.filter((one) => one.changes.some((change) => concerns(change, subject)));
  return Math.max(startedOver?.revision ?? -1, ...concerning.map(({ revision }) => revision));
}
