import type { ResponseBody } from "@latchkey/sdk/client";
import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { client } from "./client.ts";
import { type GivenLink, withLink } from "./given-link.ts";
import { forgetSession, sessionQuery } from "./session.ts";

/** Whose password a link resets. */
export type PasswordReset = ResponseBody<"/v1/password-resets/{id}/look-up", "post">;

/**
 * Makes a link with which a user chooses a new password; the answer holds it, this once. Rejects with `ROLE_NOT_HELD` for
 * somebody who has more, and with `FORBIDDEN` for somebody who belongs to other accounts too.
 */
export async function beginPasswordReset(account: string, userId: string): Promise<GivenLink> {
  const path = { account, userId };
  return withLink((await client.post("/v1/accounts/{account}/users/{userId}/password-reset", { path, body: {} })).data);
}

/** The same for an operator. */
export async function beginOperatorPasswordReset(userId: string): Promise<GivenLink> {
  return withLink((await client.post("/v1/operators/{userId}/password-reset", { path: { userId }, body: {} })).data);
}

/**
 * Whose password a link resets. Consumes nothing, so it may be asked again. Rejects with `UNKNOWN_RESET`, `RESET_USED` or
 * `RESET_EXPIRED`.
 */
export const passwordResetQuery = (id: string, secret: string) =>
  queryOptions({
    queryKey: ["password-reset", id, secret],
    queryFn: async () =>
      (await client.post("/v1/password-resets/{id}/look-up", { path: { id }, body: { secret } })).data,
    staleTime: Infinity,
    gcTime: 0,
  });

/** Sets a new password, which nobody can do a second time. Rejects as looking does, and with `RESET_NOT_BACKED`. */
export async function resetPassword(
  queries: QueryClient,
  id: string,
  body: { readonly secret: string; readonly password: string },
  email: string,
): Promise<void> {
  await client.post("/v1/password-resets/{id}/use", { path: { id }, body });
  // The person's sessions have ended, this browser's among them.
  if (queries.getQueryData(sessionQuery.queryKey)?.user?.email === email) forgetSession(queries);
}
