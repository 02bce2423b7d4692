import type { User } from "../domain/user.ts";

/** Who a browser's session cookie stands for, and what is to be sent back with the answer. */
export interface Session {
  readonly user: User;
  /** `Set-Cookie` headers. */
  readonly cookies: readonly string[];
}

/** Signing people in and out; sessions lie in the database and can be ended there. */
export interface SignIn {
  /**
   * Begins a session under a new id, and ends the one that the browser had. `undefined` alike for an unknown email and a
   * wrong password, at the same cost.
   */
  signIn(email: string, password: string, headers: Headers): Promise<Session | undefined>;
  /**
   * The session of a request's cookie, or `undefined`.
   *
   * @param options.refresh whether a session in use is to last longer; then `cookies` may hold it anew
   */
  session(headers: Headers, options: { refresh: boolean }): Promise<Session | undefined>;
  /** Ends the session, in the database too. Answers the headers that make the browser forget it. */
  signOut(headers: Headers): Promise<readonly string[]>;
}

/** Keeps passwords from being guessed, whoever's and from wherever. */
export interface SignInLimit {
  /** Counts an attempt before it is made, so that many at once don't slip through. @throws DomainError `TOO_MANY_ATTEMPTS` */
  attempt(email: string, ip: string): Promise<void>;
  /** The attempt wasn't a guess, and doesn't count. */
  succeeded(email: string, ip: string): Promise<void>;
}
