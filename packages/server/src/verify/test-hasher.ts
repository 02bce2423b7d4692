import type { SecretDigest } from "../domain/token.ts";
import type { SecretHasher } from "./secret-hasher.ts";

/** A hasher whose digests can be read, and which counts its comparisons: what a decision costs. */
export class CountingHasher implements SecretHasher {
  comparisons = 0;

  digest(secret: string): SecretDigest {
    return { bytes: new TextEncoder().encode(secret), secretId: "test" };
  }

  digests(secret: string): readonly [SecretDigest] {
    return [this.digest(secret)];
  }

  isSame(digests: readonly SecretDigest[], kept: SecretDigest | undefined): boolean {
    this.comparisons++;
    return kept !== undefined && digests.some((digest) => Buffer.compare(digest.bytes, kept.bytes) === 0);
  }
}
