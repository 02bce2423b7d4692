import type { KnownAdmission } from "./known.ts";

/** Admissions by key and host. Most keys have one host: only a second one makes it a map, which takes four times the room. */
export class Admissions {
  readonly #byKey = new Map<string, KnownAdmission | Map<string, KnownAdmission>>();

  #size = 0;

  /** Admissions of all keys by all hosts. */
  get size(): number {
    return this.#size;
  }

  get(key: string, host: string): KnownAdmission | undefined {
    const found = this.#byKey.get(key);
    if (found instanceof Map) return found.get(host);
    return found?.account === host ? found : undefined;
  }

  /** Names of the accounts that admitted a key. */
  hostsOf(key: string): string[] {
    const found = this.#byKey.get(key);
    if (found instanceof Map) return [...found.keys()];
    return found ? [found.account] : [];
  }

  set(key: string, admission: KnownAdmission): void {
    // Looked for once: among millions each look costs more than all the rest.
    const found = this.#byKey.get(key);
    const isKnown = found instanceof Map ? found.has(admission.account) : found?.account === admission.account;
    if (!isKnown) this.#size++;
    if (found instanceof Map) {
      found.set(admission.account, admission);
    } else if (found && !isKnown) {
      const both = [found, admission].map((each) => [each.account, each] as const);
      this.#byKey.set(key, new Map(both));
    } else {
      this.#byKey.set(key, admission);
    }
  }

  delete(key: string, host: string): void {
    if (this.get(key, host)) this.#size--;
    const found = this.#byKey.get(key);
    if (found instanceof Map) {
      found.delete(host);
      if (found.size === 0) this.#byKey.delete(key);
    } else if (found?.account === host) {
      this.#byKey.delete(key);
    }
  }
}
