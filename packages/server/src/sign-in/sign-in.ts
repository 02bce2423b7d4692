import type { User } from "../domain/user.ts";

/** Who a browser's session cookie stands for, and what is to be sent back with the answer. */
export interface Session {
  readonly id: string;
  readonly user: User;
  /** `Set-Cookie` headers. */
  readonly cookies: readonly string[];
}

/** Sessions of people who have proven who they are; they lie in the database and can be ended there. */
export interface SignIn {
  /**
   * Begins a session under a new id, and ends the one that the browser had. `undefined` where the person is gone.
   *
   * @param ip address that it begins from
   */
  begin(user: User, headers: Headers, ip: string): Promise<Session | undefined>;
  /**
   * The session of a request's cookie, or `undefined`.
   *
   * @param options.refresh whether a session in use is to last longer; then `cookies` may hold it anew
   */
  session(headers: Headers, options: { refresh: boolean }): Promise<Session | undefined>;
  /** Ends a session, whoever's browser has its cookie. */
  end(session: Session): Promise<void>;
  /** Ends the session of a request's cookie, in the database too. Answers the headers that make the browser forget it. */
  signOut(headers: Headers): Promise<readonly string[]>;
}

/** Keeps passwords and codes from being guessed, whoever's and from wherever. */
export interface SignInLimit {
  /**
   * Counts an attempt before it is made, so that many at once don't slip through.
   *
   * @param who email, or id, of the person
   * @throws DomainError `TOO_MANY_ATTEMPTS`
   */
  attempt(who: string, ip: string): Promise<void>;
  /** The attempt wasn't a guess, and doesn't count. */
  succeeded(who: string, ip: string): Promise<void>;
}
