import { Told, UsageError } from "@latchkey/server/command-line";

/** What a command was told, in the words of this command's options. */
export class Input extends Told {
  /** @throws UsageError where it is missing */
  needed(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw new UsageError(`--${name} is needed`);
    return value;
  }

  /** @throws UsageError where it is none of them */
  choice<const C extends string>(name: string, choices: readonly C[]): C | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    const chosen = choices.find((choice) => choice === value);
    if (chosen === undefined) throw new UsageError(`--${name} must be ${choices.join(" or ")}`);
    return chosen;
  }

  /** A whole number, or `null` for `none`. @throws UsageError */
  numberOrNone(name: string): number | null | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (value === "none") return null;
    if (!/^\d{1,15}$/.test(value)) throw new UsageError(`--${name} must be a whole number, or none`);
    return Number(value);
  }

  /** How many items a list may have; absent: `absent`. @throws UsageError */
  most(absent: number): number {
    const value = this.text("limit");
    if (value === undefined) return absent;
    if (!/^[1-9]\d{0,8}$/.test(value)) throw new UsageError("--limit must be a whole number above 0");
    return Number(value);
  }

  /** Roles as `--role` and `--no-roles` say them; `undefined` where neither does. @throws UsageError where both do */
  roles(): string[] | undefined {
    return this.#textsOrNone("role", "no-roles");
  }

  /** Networks as `--network` and `--no-networks` say them. @throws UsageError as for roles */
  networks(): string[] | undefined {
    return this.#textsOrNone("network", "no-networks");
  }

  #textsOrNone(name: string, none: string): string[] | undefined {
    const texts = this.texts(name);
    if (!this.has(none)) return texts;
    if (texts) throw new UsageError(`--${name} and --${none} exclude each other`);
    return [];
  }
}

/** An object's fields that have a value, in the form that the client's parameters want. */
export function given<T extends Readonly<Record<string, unknown>>>(
  fields: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
