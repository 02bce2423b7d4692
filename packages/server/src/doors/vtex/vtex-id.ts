import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { DomainError } from "../../domain/errors.ts";
import { addMonths } from "../../domain/months.ts";
import type { Api, RouteParts } from "../../http/api.ts";
import { requireFresh } from "../../http/authenticate.ts";
import { challengesOf } from "../../http/problem.ts";
import { toTime } from "../../http/wire.ts";
import type { Access } from "../../usecases/access.ts";
import { completeRenewal } from "../../usecases/complete-renewal.ts";
import type { GeneratedKeyView, TokenView } from "../../usecases/generated-key-view.ts";
import { renewToken } from "../../usecases/renew-token.ts";
import { credentialOf } from "../../verify/credential.ts";
import { decideProven, provenKey } from "../../verify/decide.ts";
import { accountOf, accountQuery } from "./account-of.ts";
import { keyOfSession, type SessionParts, sessionToken } from "./session-token.ts";

const RENEWAL = "/api/vtexid/apikey/:apiKey/apitoken";
const querystring = accountQuery;
const params = z.object({ apiKey: z.string() });
const DAY_MS = 86_400_000;

type AccessOf = (request: FastifyRequest) => Promise<Access>;

/** VTEX ID's renewal of a key's token: begun, and finished. */
export function renewalRoutes(api: Api, { ports }: RouteParts, accessOf: AccessOf): void {
  api.patch(`${RENEWAL}/renew`, { schema: { querystring, params } }, async (request) => {
    const access = await accessOf(request);
    const { delivered, key } = await renewToken(ports, access, request.params.apiKey, {
      tokenDelivery: "inline",
      oldToken: "later",
    });
    const { renewalMonths } = await ports.reads.keySettings.find(access.account);
    const made = newestOf(key);
    return {
      id: made.id,
      keyName: key.key,
      creationDateToken: madeAt(key, "current"),
      creationDateNewToken: madeAt(key, "renewed"),
      expirationPeriod: daysOf(made, renewalMonths),
      newToken: delivered?.kind === "inline" ? delivered.token : null,
    };
  });
  api.patch(`${RENEWAL}/finish-renewal`, { schema: { querystring, params } }, async (request) => {
    const key = await completeRenewal(ports, await accessOf(request), request.params.apiKey, "now");
    const { id } = newestOf(key);
    return { id, creationDateToken: madeAt(key, "current"), creationDateNewToken: madeAt(key, "renewed") };
  });
}

/** The token that a renewal is about: the new one, which is the only one once it has ended. */
function newestOf({ key, tokens }: GeneratedKeyView): TokenView {
  const newest = tokens.at(-1);
  if (!newest) throw new Error(`${key} was renewed and has no token`);
  return newest;
}

/** After how many whole days a token ends, or should be renewed where the account has none end. */
function daysOf({ createdAtMs, expiresAtMs }: TokenView, renewalMonths: number): number {
  return Math.floor(((expiresAtMs ?? addMonths(createdAtMs, renewalMonths)) - createdAtMs) / DAY_MS);
}

function madeAt({ tokens }: GeneratedKeyView, state: "current" | "renewed"): string | null {
  const token = tokens.find((each) => each.state === state);
  return token ? toTime(token.createdAtMs) : null;
}

/** VTEX ID's login by key and token, and its answer to whom a login belongs. Neither has a credential but the one in its body. */
export function loginRoutes(api: Api, { freshness, judge }: RouteParts, session: SessionParts): void {
  api.post(
    "/api/vtexid/apptoken/login",
    {
      config: { secretFields: ["/apptoken"] },
      schema: {
        querystring,
        body: z.object({ appkey: z.string().max(1_000), apptoken: z.string().max(1_000) }),
      },
    },
    async (request, reply) => {
      requireFresh(freshness);
      const account = accountOf(request);
      const { appkey, apptoken } = request.body;
      const credential = credentialOf(appkey, apptoken);
      const proven = credential && provenKey(judge, credential);
      const decision = decideProven(judge, proven, { account, ip: request.ip });
      if (!proven || decision.code === "INVALID_CREDENTIALS") {
        return refuse(request, reply, { token: null, expires: 0 });
      }
      if (!decision.valid) {
        const { retryAfterSeconds } = decision;
        if (retryAfterSeconds === undefined) throw new DomainError("FORBIDDEN", "The key doesn't open this account.");
        throw new DomainError("TOO_MANY_ATTEMPTS", "The key's limit is used up.", { retryAfterSeconds });
      }
      const { expiresAtSeconds, token } = await sessionToken(session, proven, decision);
      return { authStatus: "Success", token, expires: expiresAtSeconds };
    },
  );
  api.post(
    "/api/vtexid/credential/validate",
    {
      config: { secretFields: ["/token"] },
      schema: { querystring, body: z.object({ token: z.string().max(4_000) }) },
    },
    async (request, reply) => {
      requireFresh(freshness);
      const account = accountOf(request);
      const proven = await keyOfSession(session, request.body.token, account);
      if (!proven) return refuse(request, reply, {});
      const { key } = proven.key;
      return { authStatus: "Success", id: key, user: key, account, audience: "admin", tokenType: "appkey" };
    },
  );
}

/** As VTEX says that nobody is let in, with the challenge that goes with every 401 (RFC 9110, 15.5.2). */
function refuse(request: FastifyRequest, reply: FastifyReply, fields: object): FastifyReply {
  const challenge = challengesOf(request.headers, request.routeOptions.url ?? "");
  return reply
    .code(401)
    .header("www-authenticate", challenge)
    .send({ authStatus: "WrongCredentials", ...fields });
}
