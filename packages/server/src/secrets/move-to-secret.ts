import { inBatches } from "../domain/batches.ts";
import type { Follower } from "../feed/follower.ts";
import type { ServerSecret, TextSealer } from "./server-secret.ts";
import type { Store } from "../storage/store.ts";
import type { DigestMoves } from "../verify/digest-moves.ts";

/** Digests that are moved at a time: whoever changes or follows something comes between. */
const BATCH = 200;

export interface MoveParts {
  readonly store: Store;
  readonly follower: Follower;
  readonly moves: DigestMoves;
  readonly secret: ServerSecret;
  /** Of second factors. */
  readonly sealer: TextSealer;
  /** Of webhooks' secrets. */
  readonly webhookSealer: TextSealer;
}

/**
 * Moves what is kept under the server secret of before, or of imported tokens under none, over to the present one: digests that
 * were proven right since, and second factors and webhooks' secrets, which can be sealed anew without anybody. No change: what
 * opens what stays as it was.
 */
export async function moveToSecret({
  follower,
  moves,
  sealer,
  secret,
  store,
  webhookSealer,
}: MoveParts): Promise<void> {
  for (const batch of inBatches(moves.take(), BATCH)) {
    await store.digests.move(batch);
    await follower.reread(
      batch.map(({ of }) => (of.kind === "token" ? { kind: "key", key: of.key } : { kind: "service-key", id: of.id })),
    );
  }
  if (!secret.previous) return;
  for (const { sealed, userId } of await store.digests.twoFactorsUnder(secret.previous.id)) {
    const text = sealer.open(sealed, userId);
    if (text !== undefined) await store.digests.resealTwoFactor(userId, sealed, sealer.seal(text, userId));
  }
  for (const { before, id, sealed } of await store.digests.webhookSecretsUnder(secret.previous.id)) {
    const text = webhookSealer.open(sealed, id);
    const textBefore = before && webhookSealer.open(before, id);
    if (text === undefined) continue;
    const again = textBefore === undefined ? undefined : webhookSealer.seal(textBefore, id);
    await store.digests.resealWebhook(id, sealed, webhookSealer.seal(text, id), again);
  }
}
