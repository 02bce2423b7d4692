import type { Client } from "./client.ts";
import type { Remembered } from "./decision-memory.ts";
import { LatchkeyError } from "./latchkey-error.ts";
import type { Timing } from "./timing.ts";

/** Uses that one request reports. */
const USES_MOST = 500;
/** The service takes no use that is older, in milliseconds. */
const AGO_MOST_MS = 60 * 60 * 1_000;

export interface UseReportParts {
  readonly client: Pick<Client, "post">;
  readonly timing: Timing;
  readonly onProblem: (error: unknown) => void;
}

/**
 * Counts what was answered from memory, for `POST /v1/use`: the owner of a key and its hosts then see all of its use. A report of
 * which nobody knows whether it arrived is not sent again: what is seen may be too little, by what is counted between two reports, and
 * never too much.
 */
export class UseReport {
  readonly #parts: UseReportParts;
  #unreported: Remembered[] = [];
  #sending: Promise<void> = Promise.resolve();
  /** Not while the service has just said that it is asked too much: then the next report comes when its time has come. */
  #mayHurry = true;

  constructor(parts: UseReportParts) {
    this.#parts = parts;
  }

  /** Takes note of one use. */
  count(remembered: Remembered, nowMs: number, ip: string | undefined): void {
    const isFirst = remembered.count === 0;
    remembered.count++;
    remembered.lastUsedMs = nowMs;
    remembered.ip = ip;
    if (isFirst && this.#unreported.push(remembered) >= USES_MOST && this.#mayHurry) void this.send();
  }

  /** Reports what was counted. Never rejects: problems are told to `onProblem`. */
  send(): Promise<void> {
    const taken = this.#unreported.map((remembered) => ({ remembered, use: this.#takenFrom(remembered) }));
    this.#unreported = [];
    this.#sending = this.#sending.then(async () => {
      for (let from = 0; from < taken.length; from += USES_MOST) await this.#post(taken.slice(from, from + USES_MOST));
    });
    return this.#sending;
  }

  #takenFrom(remembered: Remembered): Taken["use"] {
    const { account, count, decision, ip, key, lastUsedMs, resource, tokenId } = remembered;
    remembered.count = 0;
    const networksSetBy = decision.valid ? undefined : decision.networksSetBy;
    const optional = {
      ...(resource === undefined ? {} : { resource }),
      ...(ip === undefined ? {} : { ip }),
      ...(networksSetBy === undefined ? {} : { networksSetBy }),
    };
    return { use: { account, key, tokenId, code: decision.code, count, ...optional }, lastUsedMs };
  }

  async #post(taken: readonly Taken[]): Promise<void> {
    const { client, onProblem, timing } = this.#parts;
    const nowMs = timing.nowMs();
    const uses = taken.map(({ use: { lastUsedMs, use } }) => ({
      ...use,
      lastUsedAgoMs: Math.min(AGO_MOST_MS, Math.max(0, Math.round(nowMs - lastUsedMs))),
    }));
    try {
      await client.post("/v1/use", { body: { uses } });
      this.#mayHurry = true;
    } catch (error) {
      onProblem(error);
      if (!(error instanceof LatchkeyError && isKnownUndone(error))) return;
      this.#mayHurry = false;
      for (const each of taken) this.#takeBack(each);
    }
  }

  /** The service has said that it took nothing. */
  #takeBack({ remembered, use: { lastUsedMs, use } }: Taken): void {
    if (remembered.count === 0) {
      this.#unreported.push(remembered);
      remembered.lastUsedMs = lastUsedMs;
      remembered.ip = use.ip;
    }
    remembered.count += use.count;
  }
}

interface Taken {
  readonly remembered: Remembered;
  readonly use: {
    readonly lastUsedMs: number;
    readonly use: {
      readonly account: string;
      readonly key: string;
      readonly tokenId: string;
      readonly code: Remembered["decision"]["code"];
      readonly count: number;
      readonly resource?: string;
      readonly ip?: string;
      readonly networksSetBy?: "owner" | "host";
    };
  };
}

function isKnownUndone({ code, status }: LatchkeyError): boolean {
  return code !== "UNEXPECTED_REPLY" && (status === 429 || status === 503);
}
