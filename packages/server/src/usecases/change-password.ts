import type { OwnAccess } from "./own-access.ts";
import type { Ports } from "./ports.ts";
import { changeOwnByPassword } from "./prove-password.ts";

/**
 * Replaces one's password, and ends one's other sessions: whoever else may have known the old one is out. A link to
 * another password counts no more.
 *
 * @throws DomainError `WRONG_PASSWORD`, `NO_PASSWORD`
 */
export async function changePassword(
  ports: Ports,
  access: OwnAccess,
  { current, password }: { readonly current: string; readonly password: string },
): Promise<void> {
  const passwordHash = await ports.hashPassword(password);
  await changeOwnByPassword(ports, access, { field: "current", password: current }, async (tx, { profile, record }) => {
    await tx.profiles.setPassword(profile.id, passwordHash);
    await tx.passwordResets.deleteOf(profile.id);
    await tx.sessions.endAll(profile.id, access.sessionId);
    await record({ action: "user.password-changed" });
  });
}
