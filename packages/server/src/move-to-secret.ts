import type { Follower } from "./feed/follower.ts";
import type { ServerSecret, TextSealer } from "./server-secret.ts";
import type { Store } from "./storage/store.ts";
import type { DigestMoves } from "./verify/digest-moves.ts";

export interface MoveParts {
  readonly store: Store;
  readonly follower: Follower;
  readonly moves: DigestMoves;
  readonly secret: ServerSecret;
  /** Of second factors. */
  readonly sealer: TextSealer;
}

/**
 * Moves what is kept under the server secret of before over to the present one: digests that were proven right since, and second factors,
 * which can be sealed anew without the person. No change: what opens what stays as it was.
 */
export async function moveToSecret({ follower, moves, sealer, secret, store }: MoveParts): Promise<void> {
  const noted = moves.take();
  if (noted.length > 0) {
    await store.digests.move(noted);
    await follower.reread(
      noted.map(({ of }) => (of.kind === "token" ? { kind: "key", key: of.key } : { kind: "service-key", id: of.id })),
    );
  }
  if (!secret.previous) return;
  for (const { sealed, userId } of await store.digests.twoFactorsUnder(secret.previous.id)) {
    const text = sealer.open(sealed, userId);
    if (text !== undefined) await store.digests.resealTwoFactor(userId, sealed, sealer.seal(text, userId));
  }
}
