import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { DomainError } from "../../../domain/errors.ts";
import { type IdentityProvider, ProviderError } from "../../../sign-in/sign-in.ts";
import { signInByProvider } from "../../../usecases/sign-in-by-provider.ts";
import type { Api, RouteParts } from "../../api.ts";
import { originOf } from "../../origin.ts";
import { cookieValue, giveCookie, type ShortCookie, takeCookie } from "../../cookies.ts";
import { beginSession } from "./begin.ts";

/** What a browser keeps while it is at the provider: without it, nobody's answer signs anybody in. */
const JOURNEY_COOKIE: ShortCookie = { name: "latchkey-oidc", seconds: 10 * 60, sameSite: "Lax" };

/** Where the console says that it didn't work. */
const FAILED = "/sign-in?failed=oidc";
/** Longest path to come back to, in characters: it travels in a cookie. */
const PATH_MAX_LENGTH = 1_000;

const providerParams = z.object({ id: z.string() });
// Part of no client's API: a browser goes there, and comes back.
const hidden = { hide: true } as const;

/** Sign-in by a provider: where a browser is sent there, and where it comes back. */
export function oidcRoutes(api: Api, parts: RouteParts): void {
  const { https, ports, providers, publicUrl, returnLimit } = parts;
  const providerOf = (id: string): IdentityProvider => {
    const provider = providers.find((one) => one.id === id);
    if (!provider) throw new DomainError("NOT_FOUND", "There is no such provider.");
    return provider;
  };

  api.get(
    "/v1/session/oidc/:id",
    {
      config: { authenticate: false },
      schema: { ...hidden, params: providerParams, querystring: z.object({ to: z.string().optional() }) },
    },
    async (request, reply) => {
      const provider = providerOf(request.params.id);
      const to = ownPath(request.query.to, publicUrl());
      const begun = await orFailure(request, () => provider.begin(callbackOf(provider, publicUrl()), to));
      if (!begun) return failed(reply, https);
      return reply.header("set-cookie", giveCookie(JOURNEY_COOKIE, begun.journey, https)).redirect(begun.url, 303);
    },
  );

  api.get(
    "/v1/session/oidc/:id/callback",
    { config: { authenticate: false }, schema: { ...hidden, params: providerParams } },
    async (request, reply) => {
      const provider = providerOf(request.params.id);
      const journey = cookieValue(JOURNEY_COOKIE, request, https);
      if (journey === undefined) return failed(reply, https);
      await returnLimit.attempt(request.ip);
      const { search } = new URL(request.url, "http://path.invalid");
      const answer = new URL(`${callbackOf(provider, publicUrl())}${search}`);
      const returned = await orFailure(request, () => provider.finish(answer, journey));
      const proven = returned && (await signInByProvider(ports, originOf(request), returned.identity));
      if (!proven) {
        if (returned) request.log.warn({ reason: "UNKNOWN_PERSON" }, "nobody was signed in by the provider");
        return failed(reply, https);
      }
      await returnLimit.succeeded(request.ip);
      const session = await beginSession(parts, request, reply, proven, [takeCookie(JOURNEY_COOKIE, https)]);
      return session ? reply.redirect(returned.to, 303) : failed(reply, https);
    },
  );
}

/** What a provider's part of it came to; `undefined`, and a line in the log, where it failed. */
async function orFailure<T>(request: FastifyRequest, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    request.log.warn({ reason: error.message }, "nobody was signed in by the provider");
    return undefined;
  }
}

function failed(reply: FastifyReply, https: boolean): FastifyReply {
  return reply.header("set-cookie", takeCookie(JOURNEY_COOKIE, https)).redirect(FAILED, 303);
}

function callbackOf({ id }: IdentityProvider, publicUrl: string): string {
  return `${publicUrl}/v1/session/oidc/${id}/callback`;
}

/** A path of the console as it was asked for; whatever would lead elsewhere is its first page. */
function ownPath(to: string | undefined, publicUrl: string): string {
  if (to === undefined || to.length > PATH_MAX_LENGTH || !to.startsWith("/")) return "/";
  const url = URL.parse(to, publicUrl);
  if (!url || url.origin !== new URL(publicUrl).origin || url.pathname.startsWith("//")) return "/";
  return url.pathname.startsWith("/v1/") ? "/" : `${url.pathname}${url.search}${url.hash}`;
}
