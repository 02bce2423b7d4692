import { DomainError } from "../domain/errors.ts";
import { networkAround } from "../domain/network.ts";
import type { LinkLimit, LookUpLimit, MailLimit } from "../usecases/ports.ts";
import { type Counting, type Limiter, type LimitSettings, type Tried, inMemory } from "./limiter.ts";
import type { ReturnLimit, SignInLimit } from "./sign-in.ts";

export interface SignInSettings {
  /** From one network at one person: few enough against guessing, and nobody else is kept out by it. */
  readonly pair: LimitSettings;
  /** At one person from anywhere: rotating addresses doesn't help. */
  readonly person: LimitSettings;
  /** From one network at anybody. */
  readonly network: LimitSettings;
}

export interface GuessSettings {
  readonly signIn: SignInSettings;
  /**
   * Of codes after a right password. Each has six digits, three are right at any moment: ten guesses in a quarter of an hour
   * find one in years, and whoever makes them knows the password.
   */
  readonly code: SignInSettings;
  /** Of one account, at keys that there aren't. */
  readonly lookUp: LimitSettings;
  /** From one network at any link: nobody guesses 256 bits, and nobody is to make us look for ever. */
  readonly link: LimitSettings;
  /** From one network, of returns from a provider: each has us ask the provider. */
  readonly providerReturn: LimitSettings;
  /** Of one account's mails to people invited: more than any company needs, and too few to write to the world. */
  readonly mail: LimitSettings;
}

const QUARTER_HOUR = 15 * 60;
const TEN_MINUTES = 10 * 60;
const DEFAULTS: GuessSettings = {
  signIn: {
    pair: { points: 10, windowSeconds: QUARTER_HOUR },
    person: { points: 40, windowSeconds: QUARTER_HOUR },
    network: { points: 50, windowSeconds: QUARTER_HOUR },
  },
  code: {
    pair: { points: 5, windowSeconds: QUARTER_HOUR },
    person: { points: 10, windowSeconds: QUARTER_HOUR },
    network: { points: 50, windowSeconds: QUARTER_HOUR },
  },
  lookUp: { points: 60, windowSeconds: TEN_MINUTES },
  link: { points: 60, windowSeconds: TEN_MINUTES },
  providerReturn: { points: 50, windowSeconds: QUARTER_HOUR },
  mail: { points: 200, windowSeconds: 60 * 60 },
};

/** Everything that is counted so that nobody can go on trying. */
export interface GuessLimits {
  readonly signIn: SignInLimit;
  readonly code: SignInLimit;
  readonly lookUp: LookUpLimit;
  readonly link: LinkLimit;
  readonly providerReturn: ReturnLimit;
  readonly mail: MailLimit;
}

/** @param settings in place of those for real */
export function guessLimits(counting: Counting = inMemory, settings: Partial<GuessSettings> = {}): GuessLimits {
  const { code, link, lookUp, mail, providerReturn, signIn } = { ...DEFAULTS, ...settings };
  return {
    signIn: signInLimit("sign-in", signIn, counting),
    code: signInLimit("code", code, counting),
    lookUp: missLimit(lookUp, "TOO_MANY_LOOKUPS", counting("look-up", lookUp)),
    link: linkLimit(link, counting("link", link)),
    providerReturn: returnLimit(providerReturn, counting("return", providerReturn)),
    mail: { attempt: attemptOf(mail, counting("mail", mail)) },
  };
}

function signInLimit(kind: string, { network, pair, person }: SignInSettings, counting: Counting): SignInLimit {
  const perPair = counting(`${kind} pair`, pair);
  const perPerson = counting(`${kind} person`, person);
  const perNetwork = counting(`${kind} network`, network);
  const [attemptPair, attemptPerson, attemptNetwork] = [
    attemptOf(pair, perPair),
    attemptOf(person, perPerson),
    attemptOf(network, perNetwork),
  ];
  return {
    async attempt(who, ip) {
      // What is refused by the first can't use up what the next one counts.
      await attemptNetwork(networkOf(ip));
      await attemptPair(`${networkOf(ip)} ${who}`);
      await attemptPerson(who);
    },
    async succeeded(who, ip) {
      await perPair.clear(`${networkOf(ip)} ${who}`);
      await perPerson.takeBack(who);
      await perNetwork.takeBack(networkOf(ip));
    },
  };
}

function returnLimit(settings: LimitSettings, perNetwork: Limiter): ReturnLimit {
  const attempt = attemptOf(settings, perNetwork);
  return { attempt: (ip) => attempt(networkOf(ip)), succeeded: (ip) => perNetwork.takeBack(networkOf(ip)) };
}

function linkLimit(settings: LimitSettings, misses: Limiter): LinkLimit {
  const limit = missLimit(settings, "TOO_MANY_ATTEMPTS", misses);
  const nameOf = (ip: string | null) => (ip === null ? "" : networkOf(ip));
  return { check: (ip) => limit.check(nameOf(ip)), miss: (ip) => limit.miss(nameOf(ip)) };
}

function missLimit({ points }: LimitSettings, code: Parameters<typeof tooMany>[0], misses: Limiter) {
  return {
    async check(name: string): Promise<void> {
      const tried = await misses.find(name);
      if (tried && tried.points >= points) throw tooMany(code, tried);
    },
    async miss(name: string): Promise<void> {
      await misses.add(name);
    },
  };
}

function attemptOf({ points }: LimitSettings, counts: Limiter): (name: string) => Promise<void> {
  return async (name) => {
    const tried = await counts.add(name);
    if (tried.points > points) throw tooMany("TOO_MANY_ATTEMPTS", tried);
  };
}

function tooMany(code: "TOO_MANY_ATTEMPTS" | "TOO_MANY_LOOKUPS", { leftMs }: Tried): DomainError {
  const retryAfterSeconds = Math.max(1, Math.ceil(leftMs / 1_000));
  return new DomainError(code, `Too many attempts: try again in ${retryAfterSeconds} seconds.`, { retryAfterSeconds });
}

/** What one subscriber commonly has: an IPv4 address, or an IPv6 network of 64 bits. */
export function networkOf(ip: string): string {
  return networkAround(ip, { 4: 32, 6: 64 }) ?? ip;
}
