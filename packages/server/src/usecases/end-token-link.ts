import type { Actor } from "../domain/actor.ts";
import type { TokenLink } from "../domain/token-link.ts";
import type { Changes } from "../storage/store.ts";

/**
 * Ends a link that waits, unopened, and takes the token behind it away. A renewal is thereby undone; a key whose only token it
 * was has none until it is renewed. The log says both. Answers `false`, and does nothing, where it doesn't wait any more.
 */
export async function endTokenLink(
  tx: Changes,
  actor: Actor,
  { id, account, key }: Pick<TokenLink, "id" | "account" | "key">,
  state: "expired" | "void",
): Promise<boolean> {
  if (!(await tx.tokenLinks.close(account, id, state))) return false;
  const { tokens = [] } = (await tx.keys.find(account, key)) ?? {};
  const token = tokens.find(({ link }) => link?.id === id);
  if (token) await tx.keys.deleteToken(account, key, token.state);
  const isRenewal = token?.state === "renewed";
  const action = state === "void" ? "token-link.voided" : "token-link.expired";
  const before = { link: id, token: token?.id ?? null };
  await tx.record({ account, actor, action, target: key, before, after: { keyHasToken: isRenewal } });
  if (isRenewal) {
    const cause = { link: id, linkState: state };
    await tx.record({
      account,
      actor,
      action: "key.renewal-undone",
      target: key,
      before: { token: token.id },
      after: cause,
    });
  }
  return true;
}
