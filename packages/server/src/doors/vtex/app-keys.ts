import type { FastifyRequest } from "fastify";
import { z } from "zod";
import type { ApiKey } from "../../domain/key.ts";
import type { PageEnd } from "../../domain/page.ts";
import type { Api, RouteParts } from "../../http/api.ts";
import { nameInput, toTime } from "../../http/wire.ts";
import type { Access } from "../../usecases/access.ts";
import { editKey } from "../../usecases/edit-key.ts";
import { generateKey } from "../../usecases/generate-key.ts";
import { listKeys } from "../../usecases/list-keys.ts";
import { accountQuery } from "./account-of.ts";

/** Keys that are read at a time. */
const PAGE = 200;

type AccessOf = (request: FastifyRequest) => Promise<Access>;

/** VTEX's app keys: the account's generated keys. Their `id` is the key string. */
export function appKeyRoutes(api: Api, { ports }: RouteParts, accessOf: AccessOf): void {
  const querystring = accountQuery;
  api.post("/api/vlm/appkeys", { schema: { querystring, body: z.object({ label: nameInput }) } }, async (request) => {
    const key = { name: request.body.label, roles: [] };
    const made = await generateKey(ports, await accessOf(request), key);
    const appToken = made.delivered?.kind === "inline" ? made.delivered.token : null;
    const { createdIn, id, appKey, isActive, label } = appKeyWire(made.key);
    return { id, appKey, appToken, label, createdIn, isActive };
  });
  api.get("/api/vlm/appkeys", { schema: { querystring } }, async (request) => {
    const access = await accessOf(request);
    const keys: object[] = [];
    for (let after: PageEnd | null | undefined = null; after !== undefined;) {
      const page = { sort: "createdAt", descending: false, limit: PAGE, after } as const;
      const { end, items }: Awaited<ReturnType<typeof listKeys>> = await listKeys(ports, access, {}, page);
      keys.push(...items.map(appKeyWire));
      after = end ?? undefined;
    }
    return keys;
  });
  api.put(
    "/api/vlm/appkeys/:id",
    {
      schema: {
        querystring,
        params: z.object({ id: z.string() }),
        body: z.object({ isActive: z.boolean() }),
      },
    },
    async (request, reply) => {
      const status = request.body.isActive ? "active" : "inactive";
      await editKey(ports, await accessOf(request), request.params.id, { status }, undefined);
      return reply.code(200).send();
    },
  );
}

function appKeyWire({ createdAtMs, key, name, status }: Pick<ApiKey, "createdAtMs" | "key" | "name" | "status">) {
  return { id: key, appKey: key, label: name, createdIn: toTime(createdAtMs), isActive: status === "active" };
}
