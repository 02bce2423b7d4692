import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import type { preParsingHookHandler } from "fastify";

const bodies = new WeakMap<IncomingMessage, Buffer>();

/** Keeps a body that was read before the framework saw its request. */
export function keepBody(request: IncomingMessage, body: Buffer): void {
  bodies.set(request, body);
}

/** Has a route read what was kept, where the body itself is gone. */
export const readKeptBody: preParsingHookHandler = (request, _reply, payload, done) => {
  const body = bodies.get(request.raw);
  done(null, body ? Readable.from([body]) : payload);
};
