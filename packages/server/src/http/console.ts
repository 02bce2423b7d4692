import { existsSync } from "node:fs";
import fastifyStatic from "@fastify/static";
import type { Api } from "./api.ts";

/** Files under /assets carry a hash of their content in their name. */
const FOR_EVER = "public, max-age=31536000, immutable";

/**
 * Serves the admin console. Its pages have addresses of their own: whatever a browser asks for that nothing else answers
 * is the console's to show.
 *
 * @param folder of the built console; without one there is only the API
 */
export async function serveConsole(api: Api, folder: string | undefined): Promise<(path: string) => boolean> {
  if (folder === undefined || !existsSync(folder)) return () => false;
  await api.register(fastifyStatic, {
    root: folder,
    wildcard: false,
    index: false,
    cacheControl: false,
    setHeaders(reply, path) {
      reply.header("cache-control", path.includes("/assets/") ? FOR_EVER : "no-cache");
    },
  });
  api.get("/", { config: { authenticate: false }, schema: { hide: true } }, (_request, reply) =>
    reply.sendFile("index.html"),
  );
  return (path) => !/^\/(v1|assets|oauth2|access|\.well-known)(\/|$)/.test(path);
}
