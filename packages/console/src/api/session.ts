import type { ResponseBody } from "@latchkey/sdk/client";
import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { client } from "./client.ts";

export type Session = ResponseBody<"/v1/session", "get">;
export type User = NonNullable<Session["user"]>;
export type AccountSummary = Session["accounts"][number];

/** Who is signed in, and to which accounts they belong. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: async ({ signal }) => (await client.get("/v1/session", { signal })).data,
  staleTime: 60_000,
});

/**
 * Signs in and forgets whatever was remembered of somebody else. Rejects with `SIGN_IN_FAILED` or `TOO_MANY_ATTEMPTS`.
 *
 * @returns whether a code has to follow: nobody is signed in until then
 */
export async function signIn(queries: QueryClient, email: string, password: string): Promise<boolean> {
  const { data } = await client.post("/v1/session", { body: { email, password } });
  if ("twoFactorNeeded" in data) return true;
  beginSession(queries, data);
  return false;
}

/** Signs in by the code that has to follow the password. Rejects as `signIn` does. */
export async function signInByCode(queries: QueryClient, code: string): Promise<void> {
  beginSession(queries, (await client.post("/v1/session/two-factor", { body: { code } })).data);
}

/** Forgets whatever was remembered of somebody else: a session has begun. */
export function beginSession(queries: QueryClient, session: Session): void {
  queries.clear();
  queries.setQueryData(sessionQuery.queryKey, session);
}

/**
 * Address at which a provider's sign-in begins; the browser has to go there itself.
 *
 * @param to page of the console to arrive at; left out for the first one
 */
export function providerHref(id: string, to: string | undefined): string {
  const query = to === undefined ? "" : `?${new URLSearchParams({ to })}`;
  return `/v1/session/oidc/${encodeURIComponent(id)}${query}`;
}

/** Ends the session at the service, then forgets everything. */
export async function signOut(queries: QueryClient): Promise<void> {
  await client.delete("/v1/session");
  forgetSession(queries);
}

/** Forgets everything: the session is over already. */
export function forgetSession(queries: QueryClient): void {
  const providers = queries.getQueryData(sessionQuery.queryKey)?.providers ?? [];
  queries.clear();
  queries.setQueryData(sessionQuery.queryKey, { user: null, operator: false, accounts: [], providers });
}
