import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { FastifyReply, FastifyRequest } from "fastify";
import { problemBody, type ReplyWithError } from "./problem.ts";
import { isForwardAuth, refuseHeld } from "./routes/verify/authorize.ts";

/** What every answer carries that no hook has seen: it is nothing to run, show or keep. */
const BARE_HEADERS = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
} as const;

/** Answers a request whose address can't be read, which Fastify would repeat to the caller, secrets in it included. */
export function refuseAddress(
  replyWithError: ReplyWithError,
): (error: Error, request: FastifyRequest, reply: FastifyReply) => void {
  return (error, request, reply) => {
    const refuse = isForwardAuth(request.url) ? refuseHeld : replyWithError;
    refuse(error, request, reply.headers(BARE_HEADERS));
  };
}

/** Answers what can't be read as HTTP, and ends the connection. */
export function refuseUnreadable(newId: () => string): (error: Error & { code?: string }, socket: Socket) => void {
  return (error, socket) => {
    if (error.code !== "ECONNRESET" && socket.writable) socket.write(plainAnswer(statusOf(error.code), newId()));
    socket.destroy();
  };
}

function statusOf(code: string | undefined): number {
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return 408;
  return code === "HPE_HEADER_OVERFLOW" ? 431 : 400;
}

function plainAnswer(status: number, requestId: string): string {
  const body = JSON.stringify({
    ...problemBody("MALFORMED_REQUEST", "This is not HTTP as we read it.", requestId),
    status,
  });
  const headers = {
    ...BARE_HEADERS,
    connection: "close",
    "content-length": Buffer.byteLength(body),
    "content-type": "application/problem+json; charset=utf-8",
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join("")}\r\n${body}`;
}
