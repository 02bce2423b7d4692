import type { DigestText } from "../domain/token.ts";

/** The keyed digests of secrets: the one place in which the server secret and a token meet. */
export interface SecretHasher {
  /**
   * Digests under each server secret under which something may be kept, the current one first: one, and while the secret is being
   * rotated one more, always as many.
   */
  digests(secret: string): readonly [DigestText, ...DigestText[]];
  /** The same of the token of an imported key, and behind them the one under no secret (see `UNKEYED`). */
  importedDigests(token: string): readonly [DigestText, ...DigestText[]];
  /**
   * Whether one of a secret's digests is the same as one that is kept, compared in constant time. Costs the same whatever the answer;
   * `undefined` stands for a digest that isn't there, and costs that too (rule 13).
   */
  isSame(digests: readonly DigestText[], kept: DigestText | undefined): boolean;
}
