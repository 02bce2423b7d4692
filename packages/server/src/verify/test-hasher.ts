import type { DigestText, SecretDigest } from "../domain/token.ts";
import { digestText, UNKEYED } from "../domain/token.ts";
import type { SecretHasher } from "./secret-hasher.ts";

/** A hasher whose digests can be read, and which counts its comparisons: what a decision costs. */
export class CountingHasher implements SecretHasher {
  comparisons = 0;

  /** The digest as it is stored. */
  digest(secret: string): SecretDigest {
    return { bytes: new TextEncoder().encode(secret), secretId: "test" };
  }

  digests(secret: string): readonly [DigestText] {
    return [digestText(this.digest(secret))];
  }

  importedDigests(token: string): readonly [DigestText, DigestText] {
    return [...this.digests(token), `${UNKEYED}${token}`];
  }

  isSame(digests: readonly DigestText[], kept: DigestText | undefined): boolean {
    this.comparisons++;
    return kept !== undefined && digests.includes(kept);
  }
}
