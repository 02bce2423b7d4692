import { readFile } from "node:fs/promises";
import { AUTHZEN_ERROR_GUIDE } from "../../doors/authzen/error-guide.ts";
import { OAUTH_ERROR_GUIDE } from "../../doors/oauth/error-guide.ts";
import { REFUSAL_CODES } from "../../verify/decision.ts";
import type { Api } from "../api.ts";
import { PROBLEMS } from "../problem.ts";
import type { ApiDocument } from "./openapi-parts.ts";
import { referencePage } from "./page.ts";

/**
 * Serves the API reference at `/docs`, made here from the OpenAPI document: it runs no script, and takes nothing from
 * anywhere else, so it works offline and under the policy of every other page.
 */
export async function serveReference(api: Api): Promise<void> {
  const stylesheet = await readFile(new URL("reference.css", import.meta.url), "utf8");
  let page: string | undefined;
  const open = { config: { authenticate: false }, schema: { hide: true } } as const;
  api.get("/docs", open, (_request, reply) => {
    // Not before all routes are there.
    page ??= referencePage(api.swagger() as unknown as ApiDocument, {
      problems: PROBLEMS,
      refusals: REFUSAL_CODES,
      doors: [OAUTH_ERROR_GUIDE, AUTHZEN_ERROR_GUIDE],
    });
    return reply.header("cache-control", "no-cache").type("text/html; charset=utf-8").send(page);
  });
  api.get("/docs/reference.css", open, (_request, reply) =>
    reply.header("cache-control", "no-cache").type("text/css; charset=utf-8").send(stylesheet),
  );
}
