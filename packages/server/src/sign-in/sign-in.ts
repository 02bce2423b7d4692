import type { ProviderIdentity, User } from "../domain/user.ts";

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

/** Keeps a network from having us ask a provider over and over. */
export interface ReturnLimit {
  /** @throws DomainError `TOO_MANY_ATTEMPTS` */
  attempt(ip: string): Promise<void>;
  succeeded(ip: string): Promise<void>;
}

/** Somebody else who says who people are. */
export interface IdentityProvider {
  /** Names it in our addresses. */
  readonly id: string;
  /** As people know it. */
  readonly name: string;
  /**
   * Begins a sign-in there.
   *
   * @param redirectUri our address at which the answer arrives
   * @param to path of ours at which the person is to arrive afterwards
   * @returns the address to send the browser to, and what it has to bring back, sealed
   * @throws ProviderError
   */
  begin(redirectUri: string, to: string): Promise<{ readonly url: string; readonly journey: string }>;
  /**
   * Finds out who came back.
   *
   * @param answer our address as it was called, with what the provider put into its query
   * @throws ProviderError where that isn't the answer to this browser's question
   */
  finish(answer: URL, journey: string): Promise<{ readonly identity: ProviderIdentity; readonly to: string }>;
}

/** Nobody was signed in by a provider. The message is a reason for the log, and holds nothing that came from outside. */
export class ProviderError extends Error {
  override readonly name = "ProviderError";
}
