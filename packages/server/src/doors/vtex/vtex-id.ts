import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { DomainError } from "../../domain/errors.ts";
import type { Api, RouteParts } from "../../http/api.ts";
import { requireFresh } from "../../http/authenticate.ts";
import { toTime } from "../../http/wire.ts";
import type { Access } from "../../usecases/access.ts";
import { completeRenewal } from "../../usecases/complete-renewal.ts";
import type { GeneratedKeyView } from "../../usecases/generated-key-view.ts";
import { renewToken } from "../../usecases/renew-token.ts";
import { credentialOf } from "../../verify/credential.ts";
import { decideProven, provenKey } from "../../verify/decide.ts";
import { accountOf, accountQuery } from "./account-of.ts";
import { keyOfSession, type SessionParts, sessionToken } from "./session-token.ts";

const RENEWAL = "/api/vtexid/apikey/:apiKey/apitoken";
const querystring = accountQuery;
const params = z.object({ apiKey: z.string() });
/** VTEX counts the time after which a token should be renewed in days. */
const DAYS_OF_MONTH = 30;

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
    return {
      id: key.key,
      keyName: key.key,
      creationDateToken: madeAt(key, "current"),
      creationDateNewToken: madeAt(key, "renewed"),
      expirationPeriod: renewalMonths * DAYS_OF_MONTH,
      newToken: delivered?.kind === "inline" ? delivered.token : null,
    };
  });
  api.patch(`${RENEWAL}/finish-renewal`, { schema: { querystring, params } }, async (request) => {
    const key = await completeRenewal(ports, await accessOf(request), request.params.apiKey, "now");
    return { id: key.key, creationDateToken: madeAt(key, "current"), creationDateNewToken: madeAt(key, "renewed") };
  });
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
        return reply.code(401).send({ authStatus: "WrongCredentials", token: null, expires: 0 });
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
      if (!proven) return reply.code(401).send({ authStatus: "InvalidToken" });
      const { key } = proven.key;
      return { authStatus: "Success", id: key, user: key, account, audience: "admin", tokenType: "appkey" };
    },
  );
}
