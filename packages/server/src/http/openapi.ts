import swagger from "@fastify/swagger";
import { jsonSchemaTransform, jsonSchemaTransformObject } from "fastify-type-provider-zod";
import type { Api } from "./api.ts";
import { problemSchema } from "./problem.ts";

/** Describes every route that is put on `api` after this, as OpenAPI 3.1; `api.swagger()` answers the document. */
export async function describeRoutes(api: Api): Promise<void> {
  await api.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Latchkey",
        version: "1.0.0",
        description:
          "API keys for platforms with many accounts. Errors are `application/problem+json` (RFC 9457); times are RFC 3339 in UTC.",
      },
      components: {
        securitySchemes: {
          bearer: { type: "http", scheme: "bearer", description: "The operator token, or a service key." },
          basic: { type: "http", scheme: "basic", description: "An API key and its token." },
          apiKey: { type: "apiKey", in: "header", name: "X-API-Key", description: "Beside X-API-Token." },
          apiToken: { type: "apiKey", in: "header", name: "X-API-Token", description: "Beside X-API-Key." },
          session: { type: "apiKey", in: "cookie", name: "latchkey-session", description: "The console's session." },
        },
      },
    },
    transform: jsonSchemaTransform,
    transformObject: (document) => withoutUnused(jsonSchemaTransformObject(document)),
  });
  api.addHook("onRoute", (route) => {
    const isOpen = route.config?.authenticate === false;
    const { schema } = route;
    if (!schema) return;
    schema.security ??= isOpen ? [] : [{ bearer: [] }, { basic: [] }, { apiKey: [], apiToken: [] }, { session: [] }];
    schema.response = { "4xx": problem, "5xx": problem, ...(schema.response as object) };
  });
}

const problem = {
  description: "What went wrong",
  content: { "application/problem+json": { schema: problemSchema } },
};

/** The zod provider defines every schema once more as `…Input`, whether or not a route takes it. */
function withoutUnused<Document extends object>(document: Document): Document {
  const { components, ...rest } = document as { components?: { schemas?: Record<string, unknown> } };
  const schemas = components?.schemas ?? {};
  const used = new Set<string>();
  const open: unknown[] = [rest];
  while (open.length > 0) {
    for (const [, name = ""] of JSON.stringify(open.pop()).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
      if (!used.has(name)) open.push(schemas[name] ?? null);
      used.add(name);
    }
  }
  const kept = Object.entries(schemas).filter(([name]) => used.has(name));
  return { ...document, components: { ...components, schemas: Object.fromEntries(kept) } };
}
