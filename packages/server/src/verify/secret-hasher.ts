import type { DigestText } from "../domain/token.ts";

/** The keyed digests of secrets: the one place in which the server secret and a token meet. */
export interface SecretHasher {
  /** Digest under the current server secret. */
  digestText(secret: string): DigestText;
  /**
   * Whether two digests are the same, compared in constant time. Costs the same whatever the answer; `undefined` stands for
   * a digest that isn't there, and costs that too (rule 13).
   */
  isSame(digest: DigestText, other: DigestText | undefined): boolean;
}
