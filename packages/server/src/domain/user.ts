/** A person who signs in to the console. */
export interface User {
  readonly id: string;
  /** Lower case: addresses are compared without case. */
  readonly email: string;
  readonly name: string;
}

/** A user in one account. */
export interface Member extends User {
  readonly account: string;
  readonly addedAtMs: number;
}

/** Shortest and longest password, in characters (NIST SP 800-63B: at least 8, and room for a sentence). */
export const PASSWORD_LENGTH = { least: 8, most: 200 } as const;
