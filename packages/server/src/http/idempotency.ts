import type { FastifyRequest } from "fastify";
import { z } from "zod";
import type { RepeatableRequest } from "../domain/origin.ts";
import type { Api } from "./api.ts";

declare module "fastify" {
  interface FastifyContextConfig {
    /** Whether a route creates something: then it takes an `Idempotency-Key`. Its use case creates with `createAs`. */
    readonly creates?: boolean;
  }
}

/** As the header is written in documents and answers. */
export const IDEMPOTENCY_KEY = "Idempotency-Key";

const headers = z.looseObject({
  "idempotency-key": z
    .string()
    .regex(/^[\x20-\x7e]{1,255}$/, "must be 1 to 255 printable ASCII characters")
    .optional()
    .describe(
      "Makes this safe to send again: for 24 hours a repeat with the same key, caller, account, route and content creates nothing and gets the first answer again, without its secret.",
    ),
});

/** Lets every route put on `api` after this that creates something take an `Idempotency-Key`. */
export function takeIdempotencyKeys(api: Api): void {
  api.addHook("onRoute", ({ config, schema }) => {
    if (config?.creates === true && schema) schema.headers = headers;
  });
}

/** What tells a repeat of a request, where it asks to be repeatable. Expects it validated. */
export function repeatableOf(request: FastifyRequest): RepeatableRequest | undefined {
  const { body, headers, method, params, routeOptions } = request;
  const idempotencyKey = headers["idempotency-key"];
  if (routeOptions.config.creates !== true || typeof idempotencyKey !== "string") return undefined;
  return { idempotencyKey, route: `${method} ${routeOptions.url}`, content: JSON.stringify([params, body ?? null]) };
}

/** The part of an answer that brings a secret, as its schema: once, and to a repeat it says that it was left out. */
export function secretOnce<const Name extends string, Secret extends z.ZodType>(name: Name, secret: Secret) {
  return {
    [name]: secret.optional(),
    secretOmitted: z
      .literal(true)
      .optional()
      .describe(`Stands instead of \`${name}\` in the answer to a repeat: it is given once.`),
  } as Record<Name, z.ZodOptional<Secret>> & { secretOmitted: z.ZodOptional<z.ZodLiteral<true>> };
}
