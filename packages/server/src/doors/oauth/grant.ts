import type { z } from "zod";
import type { RouteParts } from "../../http/api.ts";
import { REFUSALS } from "../../http/routes/verify/authorize.ts";
import { compareCodeUnits } from "../../domain/text.ts";
import type { Credential } from "../../verify/credential.ts";
import { decideForKey, decideProven, type Judge, type Proven, provenKey } from "../../verify/decide.ts";
import type { Allowed, Refused } from "../../verify/decision.ts";
import { audienceOf } from "./access-token.ts";
import { invalidClient, invalidTarget, OAuthError } from "./oauth-error.ts";
import type { tokenForm } from "./schema.ts";

type Form = z.output<typeof tokenForm>;

/** Longest scope that is granted to whoever asks for none, in characters: gateways take headers of 8 KiB. */
const SCOPE_MAX_LENGTH = 4_096;

/** What a client asks for. */
export interface Asked {
  readonly account: string;
  /** The client's address, which the networks that bind a key are held against. */
  readonly ip: string;
  /** Resources of the catalog; `undefined` where it asks for all that it may have. */
  readonly resources: readonly string[] | undefined;
}

/**
 * Reads what a client asks for.
 *
 * @throws OAuthError `unsupported_grant_type`, `invalid_target`, `invalid_scope`
 */
export function askedBy(form: Form, issuer: string, ip: string): Asked {
  if (form.grant_type !== "client_credentials") {
    throw new OAuthError(400, "unsupported_grant_type", "The grant type has to be client_credentials.");
  }
  return { account: accountIn(form, issuer), ip, resources: resourcesIn(form.scope) };
}

function accountIn({ audience, resource }: Pick<Form, "audience" | "resource">, issuer: string): string {
  const prefix = audienceOf(issuer, "");
  const named = [resource, audience].filter((place) => place !== undefined);
  if (named.length === 0) throw invalidTarget("resource or audience has to name the account.");
  const [account, ...others] = named.map((place) =>
    place.startsWith(prefix) ? place.slice(prefix.length) : undefined,
  );
  if (account === undefined || account === "" || others.some((other) => other !== account)) {
    throw invalidTarget(`An account is named as ${audienceOf(issuer, "{account}")}.`);
  }
  return account;
}

/** Names divided by single spaces (RFC 6749, 3.3); twice the same is once. */
function resourcesIn(scope: string | undefined): string[] | undefined {
  if (scope === undefined) return undefined;
  if (!/^[\x21\x23-\x5b\x5d-\x7e]+(?: [\x21\x23-\x5b\x5d-\x7e]+)*$/.test(scope)) {
    throw new OAuthError(400, "invalid_scope", "The scope is not well-formed.");
  }
  return [...new Set(scope.split(" "))];
}

/** What was decided to be granted. */
export interface Granted {
  readonly proven: Proven;
  readonly allowed: Allowed;
  readonly scope: string;
}

/**
 * Decides what a client gets: all that it asked for, or nothing. It is one verification, and counts as one.
 *
 * @throws OAuthError `invalid_client` (401) for a credential that isn't right; 429 beyond a limit; otherwise 403, `invalid_target` for an
 *   account that there isn't, `invalid_scope` for a resource that no role opens, `unauthorized_client` for a key that doesn't open the account
 */
export function grant(
  { judge, metrics }: Pick<RouteParts, "judge" | "metrics">,
  credential: Credential | undefined,
  asked: Asked,
): Granted {
  const { account, ip, resources } = asked;
  const nowMs = judge.nowMs();
  const proven = credential && provenKey(judge, credential, nowMs);
  const decision = decideProven(judge, proven, { account, ip, resource: deniedOf(judge, proven, asked) }, nowMs);
  metrics.tally.count("token", decision);
  if (!proven || decision.code === "INVALID_CREDENTIALS") throw invalidClient();
  if (!decision.valid) throw refusalOf(decision);
  return { proven, allowed: decision, scope: resources?.join(" ") ?? wholeScope(judge, decision) };
}

/** The first of several resources that isn't open to a key, which is what the decision is then about. */
function deniedOf(
  judge: Judge,
  proven: Proven | undefined,
  { account, ip, resources = [] }: Asked,
): string | undefined {
  const open = proven && decideForKey(judge, proven.key, { account, ip });
  if (!open?.valid) return resources[0];
  return resources.find((resource) => !judge.directory.opens(account, open.roles, resource)) ?? resources[0];
}

function wholeScope(judge: Judge, { account, roles }: Allowed): string {
  const scope = [...judge.directory.resourcesOfRoles(account, roles)].toSorted(compareCodeUnits).join(" ");
  if (scope.length <= SCOPE_MAX_LENGTH) return scope;
  throw new OAuthError(400, "invalid_scope", "The key may do more than a token holds: ask for a scope.");
}

function refusalOf({ code, retryAfterSeconds }: Refused): OAuthError {
  const [, reason] = REFUSALS[code];
  switch (code) {
    case "RATE_LIMITED":
      return new OAuthError(429, "temporarily_unavailable", reason, { retryAfterSeconds });
    case "RESOURCE_DENIED":
      return new OAuthError(403, "invalid_scope", reason);
    case "UNKNOWN_ACCOUNT":
      return new OAuthError(403, "invalid_target", reason);
    default:
      return new OAuthError(403, "unauthorized_client", reason);
  }
}
