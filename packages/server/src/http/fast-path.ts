import type { IncomingMessage, ServerResponse } from "node:http";
import proxyAddr from "@fastify/proxy-addr";
import type { z } from "zod";
import type { ServiceKeyEntry } from "../domain/directory-entry.ts";
import { isStorable } from "../domain/text.ts";
import { bearerToken } from "../verify/credential.ts";
import type { Judge } from "../verify/decide.ts";
import type { RouteParts } from "./api.ts";
import { presentedKey } from "./authenticate.ts";
import { isCleanText } from "./hygiene.ts";
import { challengesOf, PROBLEM_TYPE, refusalProblem } from "./problem.ts";
import { FORWARD_AUTH_METHODS, forwardAuth } from "./forward-auth.ts";
import { API_CACHING } from "./security-headers.ts";
import { serviceKeyOn } from "./proven-service-key.ts";
import { keepBody } from "./read-before.ts";
import { answerTo, type questionSchema, type Setting, verifyBatchBody, verifyBody } from "./verification.ts";

/** Longest body that is read here, in bytes: no route takes less. */
const BODY_MAX_BYTES = 128 * 1024;
/** From how many characters on an answer goes out as bytes. */
const LONG_ANSWER = 4_096;
const METHODS: ReadonlySet<string> = new Set([...FORWARD_AUTH_METHODS, "HEAD"]);
const JSON_ANSWER_TYPE = "application/json; charset=utf-8";

export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;

export interface FastPathParts extends Pick<RouteParts, "freshness" | "gatewayQuestion" | "judge" | "metrics"> {
  readonly securityHeaders: Readonly<Record<string, string>>;
  readonly trustedProxies: readonly string[];
  readonly newId: () => string;
  /** Whether connections are to end, which the framework sees to. */
  readonly isClosing: () => boolean;
}

/**
 * Answers questions before the framework sees them, as its routes would: these come with every request of the whole platform,
 * and what a framework does around an answer costs more than the answer. Whatever is out of the ordinary, such as input that
 * has to be explained, is left to the framework, whose routes say what is right: see ADR 17.
 */
export function fastPath(parts: FastPathParts, framework: RequestHandler): RequestHandler {
  const headers = Object.entries({ ...API_CACHING, ...parts.securityHeaders }).flat();
  const ipOf = addressReader(parts.trustedProxies);
  const whole = { ...parts, headers, ipOf };
  return (request, response) => {
    const isOrdinary = !parts.isClosing() && !parts.freshness.isStale();
    const isAnswered = isOrdinary && unlessItFails(() => answer(whole, request, response, framework));
    if (!isAnswered) framework(request, response);
  };
}

interface WholeParts extends FastPathParts {
  /** Names and values in turns, as Node takes them. */
  readonly headers: readonly string[];
  readonly ipOf: (request: IncomingMessage) => string;
}

/** Whether the request is answered, or will be once its body is there. */
function answer(
  parts: WholeParts,
  request: IncomingMessage,
  response: ServerResponse,
  framework: RequestHandler,
): boolean {
  switch (request.url) {
    case "/v1/authorize":
      return authorize(parts, request, response);
    case "/v1/verify":
      return verify(parts, request, response, framework, answerToOne);
    case "/v1/verify/batch":
      return verify(parts, request, response, framework, answerToMany);
    default:
      return false;
  }
}

function authorize(parts: WholeParts, request: IncomingMessage, response: ServerResponse): boolean {
  const { headers } = request;
  const hasBody = headers["transfer-encoding"] !== undefined || (headers["content-length"] ?? "0") !== "0";
  if (hasBody || !METHODS.has(request.method ?? "")) return false;
  const { method = "", url = "" } = request;
  const found = forwardAuth(parts, { connection: request.socket, headers, ip: parts.ipOf(request), method, url });
  const head = [...parts.headers];
  for (const name in found.headers) head.push(name, found.headers[name] ?? "");
  const { refusal, status } = found;
  const body = refusal ? JSON.stringify(refusalProblem(refusal, parts.newId())) : "";
  if (refusal) head.push("content-type", PROBLEM_TYPE);
  if (status === 401) head.push("www-authenticate", challengesOf(headers, "/v1/authorize"));
  head.push("content-length", String(Buffer.byteLength(body)));
  response.writeHead(status, head).end(body);
  return true;
}

/** What goes wrong, the framework meets again: it answers, and logs, as everywhere. Thrown from here it would end the process. */
function unlessItFails<Answer>(work: () => Answer): Answer | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** Services alone are answered here; who else may ask is for the route to find out. */
function verify(
  parts: WholeParts,
  request: IncomingMessage,
  response: ServerResponse,
  framework: RequestHandler,
  answerTo: (parts: WholeParts, asked: unknown, setting: Setting) => object | undefined,
): boolean {
  const { freshness, judge } = parts;
  // Before a body is read, so that strangers can't have us read any.
  const serviceKey = isPlainJson(request) ? askingService(judge, request) : undefined;
  if (!serviceKey) return false;
  const asker = { kind: "service", serviceKey } as const;
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => void chunks.push(chunk));
  request.once("end", () => {
    const body = Buffer.concat(chunks);
    // It may have taken its time to come, and what the caller could prove may be over.
    const isStill = !parts.isClosing() && !freshness.isStale() && judge.directory.stillHasServiceKey(serviceKey);
    const answer = () => answerTo(parts, parsed(body), { revision: freshness.revision(), asker });
    const found = isStill ? unlessItFails(answer) : undefined;
    if (!found) {
      keepBody(request, body);
      framework(request, response);
      return;
    }
    const text = JSON.stringify(found);
    // Head and body go out as one string, unless that is long: then bytes save more copying than a second piece costs.
    const sent = text.length > LONG_ANSWER ? Buffer.from(text) : text;
    const lines = ["content-type", JSON_ANSWER_TYPE, "content-length", String(Buffer.byteLength(sent))];
    response.writeHead(200, [...parts.headers, ...lines]).end(sent);
  });
  return true;
}

function isPlainJson({ headers, method }: IncomingMessage): boolean {
  const length = Number(headers["content-length"]);
  return (
    method === "POST" &&
    headers["content-type"] === "application/json" &&
    headers["content-encoding"] === undefined &&
    length > 0 &&
    length <= BODY_MAX_BYTES
  );
}

function askingService(judge: Judge, { headers, socket }: IncomingMessage): ServiceKeyEntry | undefined {
  // A key and token of the caller's own count before it.
  if (presentedKey(headers)) return undefined;
  const token = bearerToken(headers.authorization ?? "");
  return token === undefined ? undefined : serviceKeyOn(socket, judge, token);
}

/** `undefined` for what isn't JSON. */
function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

function answerToOne(parts: WholeParts, asked: unknown, setting: Setting): object | undefined {
  const { data } = verifyBody.safeParse(asked);
  const isOrdinary = data && isClean(data) && (data.atLeastRevision ?? 0) <= setting.revision;
  return isOrdinary ? answerTo(parts, "verify", data, setting) : undefined;
}

function answerToMany(parts: WholeParts, asked: unknown, setting: Setting): object | undefined {
  const { data } = verifyBatchBody.safeParse(asked);
  const isOrdinary = data && data.checks.every(isClean) && (data.atLeastRevision ?? 0) <= setting.revision;
  return isOrdinary ? { results: data.checks.map((check) => answerTo(parts, "batch", check, setting)) } : undefined;
}

function isClean({ account, key, resource, token }: z.output<typeof questionSchema>): boolean {
  return isCleanText(account) && isCleanText(resource ?? "") && isStorable(key) && isStorable(token);
}

/** How the address that a request comes from is told, as the framework tells it. */
function addressReader(trustedProxies: readonly string[]): (request: IncomingMessage) => string {
  if (trustedProxies.length === 0) return ({ socket }) => socket.remoteAddress ?? "";
  const isTrusted = proxyAddr.compile([...trustedProxies]);
  return (request) => proxyAddr(request, isTrusted);
}
