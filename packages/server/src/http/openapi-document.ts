import fastify from "fastify";
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from "fastify-type-provider-zod";
import type { RouteParts } from "./api.ts";
import { takeIdempotencyKeys } from "./idempotency.ts";
import { describeRoutes } from "./openapi.ts";
import { ROUTES } from "./routes.ts";

/** The OpenAPI document of every route. Routes take what they are given only when they are asked: here nobody asks. */
export async function openApiDocument(): Promise<object> {
  const api = fastify().withTypeProvider<ZodTypeProvider>();
  api.setValidatorCompiler(validatorCompiler);
  api.setSerializerCompiler(serializerCompiler);
  takeIdempotencyKeys(api);
  await describeRoutes(api);
  const nothing = {} as RouteParts;
  for (const route of ROUTES) route(api, nothing);
  await api.ready();
  try {
    return api.swagger();
  } finally {
    await api.close();
  }
}
