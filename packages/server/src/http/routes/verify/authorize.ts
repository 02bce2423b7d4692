import type { IncomingHttpHeaders } from "node:http";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { DomainError } from "../../../domain/errors.ts";
import { credentialOf } from "../../../verify/credential.ts";
import { decide } from "../../../verify/decide.ts";
import type { Decision, RefusalCode } from "../../../verify/decision.ts";
import type { Api, RouteParts } from "../../api.ts";
import { headerOf, presentedKey, requireFresh, serviceKeyOf } from "../../authenticate.ts";
import { type Refusal, replyWithRefusal } from "../../problem.ts";

/** What a refusal is as HTTP, for a gateway that hands it on. */
const REFUSALS = {
  INVALID_CREDENTIALS: [401, "Credentials are needed"],
  UNKNOWN_ACCOUNT: [403, "No such account"],
  ACCOUNT_SUSPENDED: [403, "The account is suspended"],
  OWNER_SUSPENDED: [403, "The key's owner is suspended"],
  KEY_INACTIVE: [403, "The key is inactive"],
  NOT_ADMITTED: [403, "The account has not added the key"],
  EXTERNAL_KEY_INACTIVE: [403, "The account has suspended the key"],
  EXTERNAL_KEY_EXPIRED: [403, "The key's time in the account has ended"],
  RESOURCE_DENIED: [403, "The key's roles don't allow this"],
} as const satisfies Record<RefusalCode, readonly [status: number, title: string]>;

/** Every method: a gateway asks with that of the request that it holds. */
export const FORWARD_AUTH_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

/**
 * Forward auth: the gateway hands on the headers of a request, and lets it through where this answers 200. In which account
 * and for which resource is the gateway's to say, beside its service key: a caller could have sent those headers itself.
 */
export function authorizeRoute(api: Api, parts: RouteParts): void {
  void api.register((scope, _options, done) => {
    // A body is the gateway's business, whatever it is: it is let run out unread.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, payload, parsed) => {
      payload.resume();
      parsed(null);
    });
    for (const method of FORWARD_AUTH_METHODS) {
      scope.route({
        method,
        url: "/v1/authorize",
        exposeHeadRoute: method === "GET",
        config: { authenticate: false },
        // Use is counted: a line in the log for each request would cost as much as answering it.
        logLevel: "warn",
        schema: {
          hide: method !== "GET",
          operationId: "authorize",
          summary: "Forward auth: may this request pass? By its own credential, in the account that the gateway names",
          tags: ["Verification"],
          response: { 200: z.null() },
        },
        handler: (request: FastifyRequest, reply: FastifyReply) => {
          const { headers, refusal, status } = forwardAuth(parts, request);
          void reply.code(status).headers(headers);
          return refusal ? replyWithRefusal(request, reply, refusal) : reply.send();
        },
      });
    }
    done();
  });
}

/** A request that a gateway holds, as far as the answer depends on it. */
export interface HeldRequest {
  readonly headers: IncomingHttpHeaders;
  /** The address that it came from. */
  readonly ip: string;
}

export interface ForwardAuthAnswer {
  readonly status: number;
  /** Who it is, for the gateway to hand on and to log: also with a refusal, once the token is proven. */
  readonly headers: Readonly<Record<string, string>>;
  /** `undefined` where the request may pass. */
  readonly refusal: Refusal | undefined;
}

/** @throws DomainError `STALE`; `FORBIDDEN` where no service key stands behind the question */
export function forwardAuth(
  { freshness, judge }: Pick<RouteParts, "freshness" | "judge">,
  { headers, ip }: HeldRequest,
): ForwardAuthAnswer {
  requireFresh(freshness);
  const gateway = headerOf(headers, "x-latchkey-service-key");
  const account = headerOf(headers, "x-latchkey-account");
  if (!gateway || !account || !serviceKeyOf(judge, gateway)) {
    throw new DomainError(
      "FORBIDDEN",
      "The gateway has to name the account (X-Latchkey-Account) beside its service key.",
    );
  }
  const resource = headerOf(headers, "x-latchkey-resource");
  const presented = presentedKey(headers);
  const credential = presented && credentialOf(presented.key, presented.token);
  const decision = decide(judge, { credential, account, resource, ip });
  if (decision.valid) return { status: 200, headers: whoItIs(decision), refusal: undefined };
  const [status, title] = REFUSALS[decision.code];
  return { status, headers: whoItIs(decision), refusal: { status, title, code: decision.code } };
}

function whoItIs(decision: Decision): Readonly<Record<string, string>> {
  if (decision.code === "INVALID_CREDENTIALS") return { "x-latchkey-code": decision.code };
  const { account, code, external, key, owner } = decision;
  const who = {
    "x-latchkey-code": code,
    "x-latchkey-account": account,
    "x-latchkey-key": key,
    "x-latchkey-owner": owner,
    "x-latchkey-external": external ? "true" : "false",
  };
  return decision.valid ? { ...who, "x-latchkey-roles": decision.roles.join(",") } : who;
}
