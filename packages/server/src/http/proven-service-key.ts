import { timingSafeEqual } from "node:crypto";
import type { ServiceKeyEntry } from "../domain/directory-entry.ts";
import type { Judge } from "../verify/decide.ts";
import { serviceKeyOf } from "./authenticate.ts";

interface Proven {
  readonly token: Buffer;
  readonly serviceKey: ServiceKeyEntry;
}

const byConnection = new WeakMap<object, Proven>();

/**
 * The service key whose token this is, or `undefined`. Services and gateways ask over a few connections, by the same words each
 * time: on the connection that has proven a key the same token isn't digested again, for as long as the key is as it was then
 * (rule 12).
 *
 * @param connection what the request came over; what is remembered of it is gone with it
 */
export function serviceKeyOn(connection: object, judge: Judge, token: string): ServiceKeyEntry | undefined {
  const known = byConnection.get(connection);
  const isStill = known && isSame(token, known.token) && judge.directory.stillHasServiceKey(known.serviceKey);
  if (isStill) return known.serviceKey;
  const serviceKey = serviceKeyOf(judge, token);
  if (serviceKey) byConnection.set(connection, { token: bytesOf(token), serviceKey });
  return serviceKey;
}

/** In constant time: whoever shares a connection, behind a proxy, learns nothing of a token by guesses at it. */
function isSame(token: string, kept: Buffer): boolean {
  return token.length * 2 === kept.length && timingSafeEqual(bytesOf(token), kept);
}

/** Two for each character, whatever that is: no two texts have the same. */
function bytesOf(token: string): Buffer {
  return Buffer.from(token, "utf16le");
}
