import { betterAuth } from "better-auth";
import { APIError } from "better-auth/api";
import { DomainError } from "../domain/errors.ts";
import type { User } from "../domain/user.ts";
import type { SqlEngine } from "../storage/engine.ts";
import type { Schema } from "../storage/schema.ts";
import { isPassword } from "./password.ts";
import type { SignIn } from "./sign-in.ts";

const SESSION_SECONDS = 7 * 24 * 60 * 60;
/** A session in use is prolonged once it is this old. */
const SESSION_REFRESH_SECONDS = 24 * 60 * 60;

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
  readonly hashPassword: (password: string) => Promise<string>;
}

/**
 * Sign-in by better-auth's core, called as a library: none of its own routes can be reached, and it writes nothing but
 * sessions. People and their passwords are written by our use cases, beside their audit event (rule 11).
 */
export function betterAuthSignIn({ engine, secret, secure, hashPassword }: BetterAuthParts): SignIn {
  const auth = betterAuth({
    // Only to build links with, which this part of it doesn't.
    baseURL: secure ? "https://latchkey.invalid" : "http://latchkey.invalid",
    secret,
    database: { db: engine.writer, type: engine.name, transaction: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      password: { hash: hashPassword, verify: ({ hash, password }) => isPassword(password, hash) },
    },
    user: SIGN_IN_TABLES.user,
    account: SIGN_IN_TABLES.account,
    verification: SIGN_IN_TABLES.verification,
    session: {
      ...SIGN_IN_TABLES.session,
      expiresIn: SESSION_SECONDS,
      updateAge: SESSION_REFRESH_SECONDS,
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
  });

  const endSession = (id: string) => engine.writer.deleteFrom("sessions").where("id", "=", id).execute();

  return {
    signIn: (email, password, headers) =>
      available(engine, async () => {
        const before = await auth.api.getSession({ headers: cookiesOf(headers), query: { disableRefresh: true } });
        const signedIn = await auth.api
          .signInEmail({ body: { email, password }, headers: cookiesOf(headers), returnHeaders: true })
          .catch((error: unknown) => {
            if (error instanceof APIError && error.statusCode < 500) return undefined;
            throw error;
          });
        if (!signedIn) return undefined;
        if (before) await endSession(before.session.id);
        return { user: toUser(signedIn.response.user), cookies: signedIn.headers.getSetCookie() };
      }),

    session: (headers, { refresh }) =>
      available(engine, async () => {
        const { headers: answer, response } = await auth.api.getSession({
          headers: cookiesOf(headers),
          query: { disableRefresh: !refresh },
          returnHeaders: true,
        });
        return response ? { user: toUser(response.user), cookies: answer.getSetCookie() } : undefined;
      }),

    signOut: (headers) =>
      available(engine, async () => {
        // By ourselves: better-auth answers that it is done also where it couldn't reach the database.
        const before = await auth.api.getSession({ headers: cookiesOf(headers), query: { disableRefresh: true } });
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
