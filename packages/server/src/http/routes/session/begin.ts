import type { FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";
import type { Profile } from "../../../domain/user.ts";
import type { RouteParts } from "../../api.ts";
import { webHeaders } from "../../authenticate.ts";
import { type sessionSchema, sessionWire } from "./schema.ts";

/**
 * Begins the session of whoever has proven who they are, and sets its cookie beside those given.
 *
 * @param proven them, as they were when they proved it: where their password was changed since, and their sessions ended,
 *   this one mustn't outlive that
 * @returns what signing in answers; `undefined`, and no session, where they are gone or that is so
 */
export async function beginSession(
  { ports, providers, signIn }: Pick<RouteParts, "ports" | "providers" | "signIn">,
  request: FastifyRequest,
  reply: FastifyReply,
  proven: Profile,
  cookies: readonly string[] = [],
): Promise<z.input<typeof sessionSchema> | undefined> {
  const session = await signIn.begin(proven, webHeaders(request), request.ip);
  if (!session) return undefined;
  const profile = await ports.reads.profiles.find(proven.id);
  if (profile?.passwordHash !== proven.passwordHash) {
    await signIn.end(session);
    return undefined;
  }
  void reply.header("set-cookie", [...cookies, ...session.cookies]);
  return sessionWire({ ports, providers }, profile);
}
