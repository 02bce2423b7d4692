/** What an account has decided about the age of its tokens. It counts for all its keys, old and new. */
export interface KeySettings {
  /** How old a token may get before its renewal is recommended, in calendar months. */
  readonly renewalMonths: RenewalMonths;
  readonly enforcement: Enforcement;
}

export type RenewalMonths = 3 | 6;

/** `alert`: an old token is pointed out and works on. `expire`: it stops working at that age. */
export type Enforcement = "alert" | "expire";

/** What holds where an account has decided nothing. */
export const DEFAULT_KEY_SETTINGS: KeySettings = { renewalMonths: 3, enforcement: "alert" };

/** The age at which the tokens of an account stop working, in calendar months; `null` where they don't. */
export function tokenLifetimeMonths({ enforcement, renewalMonths }: KeySettings): RenewalMonths | null {
  return enforcement === "expire" ? renewalMonths : null;
}
