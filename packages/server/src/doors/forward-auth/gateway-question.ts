import { DomainError } from "../../domain/errors.ts";
import type { GatewayQuestion, ReadGatewayQuestion } from "../../http/api.ts";
import { type GatewayRequest, originalRequest } from "./original-request.ts";
import type { RouteMap } from "./route-map.ts";

export interface GatewayQuestionParts {
  /** `undefined`: gateways have to name the account themselves. */
  readonly routeMap: RouteMap | undefined;
  readonly isServiceKey: (connection: object, token: string) => boolean;
  /** Whether an address is one of a gateway that is believed without a service key. */
  readonly isTrustedPeer: (address: string | undefined) => boolean;
}

/**
 * Makes what reads a gateway's question. `X-Latchkey-Account` and `X-Latchkey-Resource`, and what is forwarded of the original
 * request, count only beside a service key or from a trusted proxy. Where there is a route map, a request that says where it
 * goes has to be in it, and headers can't say otherwise.
 */
export function gatewayQuestions(parts: GatewayQuestionParts): ReadGatewayQuestion {
  const { isServiceKey, isTrustedPeer, routeMap } = parts;
  return (asked) => {
    const serviceKey = asked.headers["x-latchkey-service-key"];
    const { connection } = asked;
    const isBelieved = serviceKey
      ? isServiceKey(connection, String(serviceKey))
      : isTrustedPeer(connection.remoteAddress);
    // A key that is none is a gateway's mistake, which a trusted address or a path would cover up.
    if (serviceKey && !isBelieved) throw notAsked();
    const named = isBelieved ? namedIn(asked.headers) : undefined;
    const original = routeMap && originalRequest(asked, isBelieved);
    if (!original) {
      if (named) return named;
      throw notAsked();
    }
    if ("problem" in original) throw refused(original.problem);
    const routed = routeMap.match(original);
    if ("problem" in routed) throw refused(routed.problem);
    const agrees =
      !named ||
      (named.account === routed.account && (named.resource === undefined || named.resource === routed.resource));
    if (!agrees) throw refused("its headers ask for something else than its route");
    return routed;
  };
}

function namedIn(headers: GatewayRequest["headers"]): GatewayQuestion | undefined {
  const account = headers["x-latchkey-account"];
  const resource = headers["x-latchkey-resource"];
  if (account) return { account: String(account), resource: resource ? String(resource) : undefined };
  if (resource) throw refused("X-Latchkey-Resource stands without X-Latchkey-Account");
  return undefined;
}

function notAsked(): DomainError {
  return new DomainError(
    "FORBIDDEN",
    "The gateway has to name the account (X-Latchkey-Account) beside its service key.",
  );
}

function refused(problem: string): DomainError {
  return new DomainError("FORBIDDEN", `The request is in no route: ${problem}.`);
}
