import { type BetterAuthOptions, betterAuth } from "better-auth";
import { APIError, createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { z } from "zod";
import { DomainError } from "../domain/errors.ts";
import type { User } from "../domain/user.ts";
import type { SqlEngine } from "../storage/engine.ts";
import type { Schema } from "../storage/schema.ts";
import type { SignIn } from "./sign-in.ts";
import { ColumnNames } from "../storage/column-names.ts";

const SESSION_SECONDS = 7 * 24 * 60 * 60;
/** A session in use is prolonged once it is this long since it was last. */
const SESSION_REFRESH_SECONDS = 24 * 60 * 60;
/** How exactly it is known when a session was seen, in milliseconds. */
const SEEN_EVERY_MS = 5 * 60 * 1_000;

/** better-auth's names for its tables and columns, in ours. */
const SIGN_IN_TABLES = {
  user: {
    modelName: "users",
    fields: { emailVerified: "email_verified", createdAt: "created_at", updatedAt: "updated_at" },
  },
  session: {
    modelName: "sessions",
    fields: {
      userId: "user_id",
      expiresAt: "expires_at",
      ipAddress: "ip_address",
      userAgent: "user_agent",
      createdAt: "created_at",
      updatedAt: "updated_at",
    },
  },
  account: {
    modelName: "credentials",
    fields: {
      accountId: "account_id",
      providerId: "provider_id",
      userId: "user_id",
      accessToken: "access_token",
      refreshToken: "refresh_token",
      idToken: "id_token",
      accessTokenExpiresAt: "access_token_expires_at",
      refreshTokenExpiresAt: "refresh_token_expires_at",
      createdAt: "created_at",
      updatedAt: "updated_at",
    },
  },
  verification: {
    modelName: "verifications",
    fields: { expiresAt: "expires_at", createdAt: "created_at", updatedAt: "updated_at" },
  },
} as const;

export interface BetterAuthParts {
  readonly engine: SqlEngine<Schema>;
  /** Signs session cookies. */
  readonly secret: string;
  /** Whether browsers reach us over https: then the cookie is bound to this host (`__Host-`). */
  readonly secure: boolean;
  /** The time by which expiry is judged, in milliseconds since 1970 (rule 15). */
  readonly nowMs: () => number;
  /** Keeps when a session was seen; called once in a while. */
  readonly seen: (sessionId: string, atMs: number) => void;
}

/**
 * Sessions as better-auth's own functions begin, find and prolong them, but by our clock: its own would have one that is over work
 * again where the machine's is set back (rule 15).
 */
function sessionsBy(nowMs: () => number) {
  const times = () => {
    const atMs = nowMs();
    return { updatedAt: new Date(atMs), expiresAt: new Date(atMs + SESSION_SECONDS * 1_000) };
  };
  /** For whoever has proven who they are. */
  const beginSession = createAuthEndpoint.serverOnly(
    { method: "POST", body: z.object({ userId: z.string(), ip: z.string() }) },
    async (context) => {
      const { internalAdapter } = context.context;
      const { ip, userId } = context.body;
      const user = await internalAdapter.findUserById(userId);
      const begun = { ...times(), createdAt: new Date(nowMs()), ipAddress: ip };
      const session = user && (await internalAdapter.createSession(userId, false, begun, true));
      // Removed meanwhile.
      if (!session) return undefined;
      await setSessionCookie(context, { session, user });
      return { session, user };
    },
  );
  const findSession = createAuthEndpoint.serverOnly(
    { method: "GET", query: z.object({ refresh: z.boolean() }) },
    async (context) => {
      const { authCookies, internalAdapter, secret } = context.context;
      const token = await context.getSignedCookie(authCookies.sessionToken.name, secret);
      const found = token ? await internalAdapter.findSession(token) : null;
      if (!found) return undefined;
      const leftSeconds = (found.session.expiresAt.getTime() - nowMs()) / 1_000;
      if (leftSeconds <= 0) return undefined;
      if (!context.query.refresh || leftSeconds > SESSION_SECONDS - SESSION_REFRESH_SECONDS) return found;
      const session = await internalAdapter.updateSession(found.session.token, times());
      // Ended meanwhile.
      if (!session) return undefined;
      await setSessionCookie(context, { ...found, session });
      return { ...found, session };
    },
  );
  return { beginSession, findSession };
}

/** How better-auth is set up; exported for the test that holds our tables against what it expects. */
export function betterAuthOptions({ engine, nowMs, secret, secure }: Omit<BetterAuthParts, "seen">) {
  return {
    // Only to build links with, which this part of it doesn't.
    baseURL: secure ? "https://latchkey.invalid" : "http://latchkey.invalid",
    secret,
    database: { db: engine.writer, type: engine.name, transaction: false },
    user: SIGN_IN_TABLES.user,
    account: SIGN_IN_TABLES.account,
    verification: SIGN_IN_TABLES.verification,
    session: {
      ...SIGN_IN_TABLES.session,
      additionalFields: {
        lastSeenAtMs: { type: "number", bigint: true, required: false, input: false, fieldName: "last_seen_at_ms" },
      },
      expiresIn: SESSION_SECONDS,
      cookieCache: { enabled: false },
    },
    advanced: {
      useSecureCookies: false,
      cookies: {
        session_token: {
          name: secure ? "__Host-latchkey-session" : "latchkey-session",
          attributes: { httpOnly: true, secure, sameSite: "lax", path: "/" },
        },
      },
      // With NODE_ENV=test these would be off.
      disableOriginCheck: false,
      disableCSRFCheck: false,
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
    plugins: [{ id: "latchkey", endpoints: sessionsBy(nowMs) }],
  } satisfies BetterAuthOptions;
}

/**
 * Sessions by better-auth's core, called as a library: none of its own routes can be reached, and it writes nothing but
 * sessions, beside which we note when somebody last began one: counted like use, and no change. People, their passwords and second
 * factors are written by our use cases, beside their audit event (rule 11).
 */
export function betterAuthSignIn({ seen, ...parts }: BetterAuthParts): SignIn {
  const { engine, nowMs } = parts;
  const writer = engine.writer.withPlugin(new ColumnNames());
  const auth = betterAuth(betterAuthOptions(parts));

  const findSession = (headers: Headers, refresh: boolean) =>
    auth.api.findSession({ headers: cookiesOf(headers), query: { refresh }, returnHeaders: true });
  const endSession = (id: string) => engine.writer.deleteFrom("sessions").where("id", "=", id).execute();

  return {
    begin: ({ id }, headers, ip) =>
      available(engine, async () => {
        const { response: before } = await findSession(headers, false);
        const { headers: answer, response } = await auth.api.beginSession({
          body: { userId: id, ip },
          headers: cookiesOf(headers),
          returnHeaders: true,
        });
        if (!response) return undefined;
        if (before) await endSession(before.session.id);
        const { session, user } = response;
        await writer.updateTable("users").set({ lastSignInAtMs: nowMs() }).where("id", "=", id).execute();
        return { id: session.id, user: toUser(user), cookies: answer.getSetCookie() };
      }),

    session: (headers, { refresh }) =>
      available(engine, async () => {
        const { headers: answer, response } = await findSession(headers, refresh);
        if (!response) return undefined;
        const { session, user } = response;
        const atMs = nowMs();
        const { lastSeenAtMs } = session as { readonly lastSeenAtMs?: number | null };
        if (atMs - (lastSeenAtMs ?? session.createdAt.getTime()) > SEEN_EVERY_MS) seen(session.id, atMs);
        return { id: session.id, user: toUser(user), cookies: answer.getSetCookie() };
      }),

    end: ({ id }) =>
      available(engine, async () => {
        await endSession(id);
      }),

    signOut: (headers) =>
      available(engine, async () => {
        // By ourselves: better-auth answers that it is done also where it couldn't reach the database.
        const { response: before } = await findSession(headers, false);
        if (before) await endSession(before.session.id);
        const { headers: answer } = await auth.api.signOut({ headers: cookiesOf(headers), returnHeaders: true });
        return answer.getSetCookie();
      }),
  };
}

/** Says of a database that can't be reached what the store says of it. */
async function available<T>(engine: SqlEngine<Schema>, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // better-auth wraps what it didn't expect.
    const cause = error instanceof APIError ? error.cause : error;
    if (!engine.isUnavailable(cause)) throw error;
    throw new DomainError("UNAVAILABLE", "The database can't be reached at the moment.", { retryAfterSeconds: 1 });
  }
}

/**
 * All that better-auth is told of a request. What a browser calls itself and what is said to have forwarded it are anything
 * that the caller likes, a token even, and would be kept with the session (rule 2).
 */
function cookiesOf(headers: Headers): Headers {
  const cookie = headers.get("cookie");
  return new Headers(cookie === null ? {} : { cookie });
}

function toUser({ id, email, name }: User): User {
  return { id, email, name };
}
