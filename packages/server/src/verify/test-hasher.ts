import type { SecretDigest } from "../domain/token.ts";
import type { SecretHasher } from "./secret-hasher.ts";

/** A hasher whose digests can be read, and which counts its comparisons: what a decision costs. */
export class CountingHasher implements SecretHasher {
  comparisons = 0;

  digest(secret: string): SecretDigest {
    return { bytes: new TextEncoder().encode(secret), secretId: "test" };
  }

  isSame(digest: SecretDigest, other: SecretDigest | undefined): boolean {
    this.comparisons++;
    return other !== undefined && Buffer.compare(digest.bytes, other.bytes) === 0;
  }
}
