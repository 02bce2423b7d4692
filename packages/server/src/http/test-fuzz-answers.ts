import type { WireAnswer } from "./test-wire.ts";

/** Holds answers against what holds for every one of them: no secret of anybody's, no trace, no cause, headers as they should be. */
export class AnswerWatch {
  /** Every secret that a caller has held, with the text of the one answer that may tell it. */
  readonly #secrets = new Map<string, string | null>();

  /** Notes secrets that no answer may tell. */
  keep(...secrets: readonly string[]): void {
    for (const secret of secrets) this.#secrets.set(secret, null);
  }

  /** What about an answer isn't as it should be; empty where all is. */
  faultsOf({ headers, status, text }: WireAnswer): string[] {
    const faults: string[] = [];
    if (/\.ts:\d|node_modules|\n\s+at \w|SQLITE_|ZodError/.test(text)) faults.push("a trace");
    if (headers["x-content-type-options"] !== "nosniff") faults.push("may be sniffed");
    if (!/frame-ancestors 'none'/.test(String(headers["content-security-policy"]))) faults.push("may be framed");
    if (headers["referrer-policy"] !== "no-referrer") faults.push("may be told to others");
    if (status === 401 && headers["www-authenticate"] === undefined) faults.push("no challenge");
    for (const secret of this.#told(text)) faults.push(`tells the secret ${secret.slice(0, 6)}…`);
    return faults;
  }

  /** What a log holds that it mustn't. */
  faultsOfLog(log: string): string[] {
    const faults = [...this.#secrets.keys()].filter((secret) => log.includes(secret)).map((one) => one.slice(0, 6));
    if (!log.includes('"msg":"request"')) faults.push("no request in it");
    if (log.includes("unexpected error")) faults.push("an unexpected error");
    return faults;
  }

  /** Secrets of an answer that another has told before, or that were never to be told. */
  #told(text: string): string[] {
    const secrets = [...this.#secrets];
    const told = secrets.filter(([secret, where]) => where !== text && text.includes(secret)).map(([one]) => one);
    const fresh = text.matchAll(/\b(?:lk[ts]_\w{40,}|whsec_[\w+/=]{20,}|eyJ[\w-]{20,}\.eyJ[\w-]+\.[\w-]+)/g);
    for (const [secret] of fresh) if (!this.#secrets.has(secret)) this.#secrets.set(secret, text);
    return told;
  }
}
