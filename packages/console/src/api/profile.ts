import type { RequestBody, ResponseBody } from "@latchkey/sdk/client";
import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { client } from "./client.ts";
import { sessionQuery } from "./session.ts";

const PROFILE = "/v1/profile";
const SESSIONS = "/v1/profile/sessions";
const TWO_FACTOR = "/v1/profile/two-factor";

export type Profile = ResponseBody<typeof PROFILE, "get">;
export type OwnSession = ResponseBody<typeof SESSIONS, "get">["items"][number];
export type TwoFactorStart = ResponseBody<typeof TWO_FACTOR, "post">;

/** What the signed-in person knows and may change of themselves. */
export const profileQuery = queryOptions({
  queryKey: ["profile"],
  queryFn: async ({ signal }) => (await client.get(PROFILE, { signal })).data,
});

/** The browsers in which the person is signed in. */
export const ownSessionsQuery = queryOptions({
  queryKey: ["profile", "sessions"],
  queryFn: async ({ signal }) => (await client.get(SESSIONS, { signal })).data,
});

/** Changes the profile, and what the session says of it. */
export async function changeProfile(
  queries: QueryClient,
  body: RequestBody<typeof PROFILE, "patch">,
): Promise<Profile> {
  const { data } = await client.patch(PROFILE, { body });
  queries.setQueryData(profileQuery.queryKey, data);
  queries.setQueryData(sessionQuery.queryKey, (session) =>
    session?.user ? { ...session, user: { ...session.user, name: data.name, language: data.language } } : session,
  );
  return data;
}

/** Ends the person's other sessions, too. Rejects with `WRONG_PASSWORD`. */
export async function changePassword(current: string, password: string): Promise<void> {
  await client.post("/v1/profile/password", { body: { current, password } });
}

/** Begins to turn two-factor on; it is on once a code has been confirmed. The answer holds the secret. */
export async function startTwoFactor(password: string): Promise<TwoFactorStart> {
  return (await client.post(TWO_FACTOR, { body: { password } })).data;
}

/** Turns two-factor on. The recovery codes are answered this once. Rejects with `WRONG_CODE`. */
export async function confirmTwoFactor(code: string): Promise<readonly string[]> {
  return (await client.post("/v1/profile/two-factor/confirm", { body: { code } })).data.recoveryCodes;
}

/** The recovery codes of before stop working. */
export async function replaceRecoveryCodes(password: string): Promise<readonly string[]> {
  return (await client.post("/v1/profile/two-factor/recovery-codes", { body: { password } })).data.recoveryCodes;
}

export async function turnTwoFactorOff(password: string): Promise<void> {
  await client.delete(TWO_FACTOR, { body: { password } });
}

export async function endOwnSession(id: string): Promise<void> {
  await client.delete("/v1/profile/sessions/{id}", { path: { id } });
}

/** Ends all sessions but this one. */
export async function endOtherSessions(): Promise<void> {
  await client.delete(SESSIONS);
}
