import type { Api, RouteParts } from "../../api.ts";
import { webHeaders } from "../../authenticate.ts";
import { providersWire, sessionSchema, sessionWire } from "./schema.ts";

export function getSessionRoute(api: Api, { ports, providers, signIn }: RouteParts): void {
  api.get(
    "/v1/session",
    {
      config: { authenticate: false },
      schema: {
        operationId: "getSession",
        summary: "Who is signed in, if anybody",
        tags: ["Session"],
        response: { 200: sessionSchema },
      },
    },
    async (request, reply) => {
      const hasCookie = request.headers.cookie !== undefined;
      const session = hasCookie ? await signIn.session(webHeaders(request), { refresh: true }) : undefined;
      const profile = session && (await ports.reads.profiles.find(session.user.id));
      if (!profile) return { user: null, operator: false, accounts: [], providers: providersWire(providers) };
      return reply.header("set-cookie", session.cookies).send(await sessionWire({ ports, providers }, profile));
    },
  );
}
