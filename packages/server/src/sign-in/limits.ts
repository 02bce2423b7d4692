import { isIPv6 } from "node:net";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { DomainError } from "../domain/errors.ts";
import type { LinkLimit, LookUpLimit, MailLimit } from "../usecases/ports.ts";
import type { ReturnLimit, SignInLimit } from "./sign-in.ts";

export interface LimitSettings {
  readonly points: number;
  readonly windowSeconds: number;
}

/** From one network at one person: few enough against guessing, and nobody else is kept out by it. */
const PER_PAIR: LimitSettings = { points: 10, windowSeconds: 15 * 60 };
/** At one person from anywhere: rotating addresses doesn't help. */
const PER_PERSON: LimitSettings = { points: 40, windowSeconds: 15 * 60 };
/** From one network at anybody. */
const PER_NETWORK: LimitSettings = { points: 50, windowSeconds: 15 * 60 };
const LOOK_UPS: LimitSettings = { points: 60, windowSeconds: 10 * 60 };
/** From one network at any link: nobody guesses 256 bits, and nobody is to make us look for ever. */
const LINKS: LimitSettings = { points: 60, windowSeconds: 10 * 60 };

/**
 * Of codes after a right password. Each has six digits, three are right at any moment: ten guesses in a quarter of an hour
 * find one in years, and whoever makes them knows the password.
 */
const CODES = {
  pair: { points: 5, windowSeconds: 15 * 60 },
  person: { points: 10, windowSeconds: 15 * 60 },
} satisfies Record<string, LimitSettings>;

/** From one network, of returns from a provider: each has us ask the provider. */
const RETURNS: LimitSettings = { points: 50, windowSeconds: 15 * 60 };

/** Of one account's mails to people invited: more than any company needs, and too few to write to the world. */
const MAILS: LimitSettings = { points: 200, windowSeconds: 60 * 60 };

/** Counts in this process's memory. */
export function mailLimit(settings = MAILS): MailLimit {
  const perAccount = limiter(settings);
  return { attempt: (account) => consume(perAccount, account) };
}

/** Counts in this process's memory. */
export function returnLimit(settings = RETURNS): ReturnLimit {
  const perNetwork = limiter(settings);
  return {
    attempt: (ip) => consume(perNetwork, networkOf(ip)),
    async succeeded(ip) {
      await perNetwork.reward(networkOf(ip));
    },
  };
}

/** Counts in this process's memory. */
export function codeLimit(): SignInLimit {
  return signInLimit(CODES);
}

/** Counts in this process's memory. */
export function signInLimit({ pair = PER_PAIR, person = PER_PERSON, network = PER_NETWORK } = {}): SignInLimit {
  const perPair = limiter(pair);
  const perPerson = limiter(person);
  const perNetwork = limiter(network);
  return {
    async attempt(email, ip) {
      // What is refused by the first can't use up what the next one counts.
      await consume(perNetwork, networkOf(ip));
      await consume(perPair, `${networkOf(ip)} ${email}`);
      await consume(perPerson, email);
    },
    async succeeded(email, ip) {
      await perPair.delete(`${networkOf(ip)} ${email}`);
      await perPerson.reward(email);
      await perNetwork.reward(networkOf(ip));
    },
  };
}

function limiter({ points, windowSeconds }: LimitSettings): RateLimiterMemory {
  return new RateLimiterMemory({ points, duration: windowSeconds });
}

/** Counts in this process's memory. */
export function lookUpLimit(settings = LOOK_UPS): LookUpLimit {
  return missLimit(settings, "TOO_MANY_LOOKUPS");
}

/** Counts in this process's memory. */
export function linkLimit(settings = LINKS): LinkLimit {
  const limit = missLimit(settings, "TOO_MANY_ATTEMPTS");
  const nameOf = (ip: string | null) => (ip === null ? "" : networkOf(ip));
  return { check: (ip) => limit.check(nameOf(ip)), miss: (ip) => limit.miss(nameOf(ip)) };
}

function missLimit(settings: LimitSettings, code: Parameters<typeof tooMany>[0]) {
  const misses = limiter(settings);
  return {
    async check(name: string): Promise<void> {
      const state = await misses.get(name);
      if (state && state.consumedPoints >= settings.points) throw tooMany(code, state);
    },
    async miss(name: string): Promise<void> {
      await misses.penalty(name);
    },
  };
}

async function consume(counts: RateLimiterMemory, name: string): Promise<void> {
  try {
    await counts.consume(name);
  } catch (refusal) {
    throw refusal instanceof RateLimiterRes ? tooMany("TOO_MANY_ATTEMPTS", refusal) : refusal;
  }
}

function tooMany(code: "TOO_MANY_ATTEMPTS" | "TOO_MANY_LOOKUPS", { msBeforeNext }: RateLimiterRes): DomainError {
  const retryAfterSeconds = Math.max(1, Math.ceil(msBeforeNext / 1_000));
  return new DomainError(code, `Too many attempts: try again in ${retryAfterSeconds} seconds.`, { retryAfterSeconds });
}

/** What one subscriber commonly has: an IPv4 address, or an IPv6 network of 64 bits. */
export function networkOf(ip: string): string {
  if (!isIPv6(ip)) return ip;
  const groups = groupsOf(ip);
  const [high = 0, low = 0] = groups.slice(6);
  const isMappedIPv4 = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  if (isMappedIPv4) return [high >> 8, high & 255, low >> 8, low & 255].join(".");
  const network = groups.slice(0, 4).map((group) => group.toString(16));
  return `${network.join(":")}::/64`;
}

/** The eight groups of an IPv6 address. */
function groupsOf(ip: string): number[] {
  const [address = ""] = ip.split("%");
  // The URL parser writes every address in one form, also one that ends like IPv4.
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = "", tail = ""] = canonical.split("::");
  const before = head.split(":").filter(Boolean);
  const behind = tail.split(":").filter(Boolean);
  const zeros = Array.from({ length: 8 - before.length - behind.length }, () => "0");
  return [...before, ...zeros, ...behind].map((group) => Number.parseInt(group, 16));
}
