import { createServer } from "node:http";
import fastify, { type FastifyBaseLogger, type FastifyRequest, LogController } from "fastify";
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from "fastify-type-provider-zod";
import { withVtexErrors } from "../doors/vtex/routes.ts";
import { DomainError, unauthenticated } from "../domain/errors.ts";
import type { IdentityProvider, ReturnLimit, SignIn, SignInLimit } from "../sign-in/sign-in.ts";
import type { Ports } from "../usecases/ports.ts";
import { countUse, type Judge } from "../verify/decide.ts";
import type { Api, Freshness, GatewayQuestion, RouteParts } from "./api.ts";
import { authenticate } from "./authenticate.ts";
import type { ChangeStreams } from "./change-streams.ts";
import { serveConsole } from "./console.ts";
import { refuseUncleanInput } from "./hygiene.ts";
import { openAccount, reopenAccount, requireOperator, requirePerson } from "./open-account.ts";
import { takeIdempotencyKeys } from "./idempotency.ts";
import { fastPath } from "./fast-path.ts";
import type { Metrics } from "./metrics/metrics.ts";
import { describeRoutes } from "./openapi.ts";
import { originOf } from "./origin.ts";
import { replyWithProblem } from "./problem.ts";
import { serveReference } from "./reference/serve-reference.ts";
import { ROUTES } from "./routes.ts";
import { sameOriginAs } from "./same-origin.ts";
import { isApi, securityHeaders, sendSecurityHeaders } from "./security-headers.ts";
import type { RequestTracing } from "./tracing.ts";
import { refuseAddress, refuseUnreadable } from "./unroutable.ts";

/** Largest body that a route takes unless it says otherwise, in bytes. */
const BODY_MAX_BYTES = 128 * 1024;
/** How long a request may take to arrive, in milliseconds. */
const REQUEST_TIMEOUT_MS = 30_000;
/** How long a connection stays open between two requests, in milliseconds: longer than gateways keep theirs. */
const KEEP_ALIVE_MS = 72_000;

export interface AppParts {
  readonly ports: Ports;
  readonly judge: Judge;
  readonly metrics: Metrics;
  readonly freshness: Freshness;
  readonly changeStreams: ChangeStreams;
  readonly signIn: SignIn;
  readonly signInLimit: SignInLimit;
  readonly codeLimit: SignInLimit;
  readonly returnLimit: ReturnLimit;
  readonly providers: readonly IdentityProvider[];
  readonly isOperatorToken: (token: string) => boolean;
  /** Origin by which people and scripts reach us; known once the server listens. */
  readonly publicUrl: () => string;
  readonly https: boolean;
  readonly trustedProxies: readonly string[];
  readonly gatewayQuestion: GatewayQuestion;
  readonly isVtexOpen: boolean;
  /** Folder of the built console, or `undefined` for the API alone. */
  readonly consoleFolder: string | undefined;
  readonly logger: FastifyBaseLogger;
  readonly newId: () => string;
  /** `undefined`: nothing is traced. */
  readonly tracing: RequestTracing | undefined;
}

/** The HTTP server, ready to listen. */
export async function buildApp(parts: AppParts): Promise<Api> {
  const { tracing } = parts;
  const browserHeaders = securityHeaders({ https: parts.https });
  let isClosing = false;
  const replyWithError = parts.isVtexOpen ? withVtexErrors(replyWithProblem) : replyWithProblem;
  const api = fastify({
    serverFactory: (handler) => {
      const listener = fastPath({ ...parts, securityHeaders: browserHeaders, isClosing: () => isClosing }, handler);
      return createServer(
        { requestTimeout: REQUEST_TIMEOUT_MS, keepAliveTimeout: KEEP_ALIVE_MS },
        tracing ? tracing.traced(listener) : listener,
      );
    },
    loggerInstance: parts.logger,
    // Its own lines hold the URL, in which somebody may have pasted a secret: ours names the route.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: parts.newId,
    bodyLimit: BODY_MAX_BYTES,
    trustProxy: parts.trustedProxies.length > 0 ? [...parts.trustedProxies] : false,
    forceCloseConnections: "idle",
    frameworkErrors: refuseAddress(replyWithError),
    clientErrorHandler: refuseUnreadable(parts.newId),
  }).withTypeProvider<ZodTypeProvider>();
  api.setValidatorCompiler(validatorCompiler);
  api.setSerializerCompiler(serializerCompiler);
  api.removeContentTypeParser("text/plain");
  api.setErrorHandler(replyWithError);
  api.decorateRequest("principal", null);

  if (tracing) {
    api.addHook("onRequest", (request, _reply, done) => {
      tracing.routed(request.routeOptions.url, request.id);
      done();
    });
  }
  const sameOrigin = sameOriginAs(parts.publicUrl);
  const { judge, freshness, signIn, isOperatorToken, ports } = parts;
  sendSecurityHeaders(api, browserHeaders);
  const identify = async (request: FastifyRequest) => {
    const { config, url } = request.routeOptions;
    if (!url || !isApi(url) || config.authenticate === false) return;
    request.principal = await authenticate(
      { judge, freshness, signIn, sameOrigin, isOperatorToken, isOperator: (id) => ports.reads.operators.has(id) },
      request,
    );
    if (!request.principal) throw unauthenticated();
  };
  // Before a body is read, so that strangers can't have us read any; and after, as it may have taken its time to come, and
  // the credential may have been revoked meanwhile.
  api.addHook("onRequest", identify);
  api.addHook("preValidation", async (request) => {
    if (request.body !== undefined) await identify(request);
  });
  api.addHook("preValidation", refuseUncleanInput);
  api.addHook("onResponse", logResponse);
  api.addHook("onResponse", (request, reply, done) => {
    const { config, url } = request.routeOptions;
    // Of verifications nothing more is done than to count them.
    if (config.isMeasured !== false) {
      parts.metrics.requestAnswered(request.method, url ?? "(none)", reply.statusCode, reply.elapsedTime / 1_000);
    }
    done();
  });
  api.addHook("preClose", async () => {
    isClosing = true;
    parts.changeStreams.endAll();
  });
  // Answers given meanwhile end their connection: kept alive, an idle one would hold the end up.
  api.addHook("onSend", (_request, reply, payload, done) => {
    if (isClosing) void reply.header("connection", "close");
    done(null, payload);
  });

  // An expectation that we don't know is one that we needn't meet (RFC 9110, 10.1.1). Node would answer by itself, without our headers.
  api.server.on("checkExpectation", (...asked: unknown[]) => void api.server.emit("request", ...asked));

  const principalOf = (request: FastifyRequest) => {
    if (!request.principal) throw unauthenticated();
    return request.principal;
  };
  const routeParts: RouteParts = {
    ...parts,
    sameOrigin,
    principalOf,
    async accessOf(request, account) {
      const principal = principalOf(request);
      const access = await openAccount({ reads: ports.reads, judge }, principal, account, originOf(request));
      if (principal.kind === "key") countUse(judge, principal, "allowed", { account, ip: request.ip });
      return access;
    },
    accessOfActor: (reads, actor, account) => reopenAccount({ reads, judge }, actor, account),
    operatorOf: (request) => requireOperator(principalOf(request), originOf(request)),
    personOf: (request) => requirePerson(principalOf(request), originOf(request)),
  };
  takeIdempotencyKeys(api);
  await describeRoutes(api);
  for (const route of ROUTES) route(api, routeParts);
  api.get("/openapi.json", { config: { authenticate: false }, schema: { hide: true } }, () => api.swagger());
  await serveReference(api);
  const isConsolePage = await serveConsole(api, parts.consoleFolder);
  api.setNotFoundHandler((request, reply) => {
    const [path = "/"] = request.url.split("?");
    const isRead = request.method === "GET" || request.method === "HEAD";
    const asksForPage = isRead && (request.headers.accept ?? "").includes("text/html");
    if (asksForPage && isConsolePage(path)) return reply.header("cache-control", "no-cache").sendFile("index.html");
    throw new DomainError("NOT_FOUND", "There is nothing at this address.");
  });
  await api.ready();
  return api;
}

function logResponse(
  request: FastifyRequest,
  reply: { readonly statusCode: number; readonly elapsedTime: number },
  done: () => void,
): void {
  request.log.info(
    {
      method: request.method,
      route: request.routeOptions.url ?? "(none)",
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
    },
    "request",
  );
  done();
}
