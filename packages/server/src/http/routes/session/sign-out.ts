import { z } from "zod";
import type { Api, RouteParts } from "../../api.ts";
import { webHeaders } from "../../authenticate.ts";
import { requireSameOrigin } from "../../same-origin.ts";

export function signOutRoute(api: Api, { signIn, sameOrigin }: RouteParts): void {
  api.delete(
    "/v1/session",
    {
      config: { authenticate: false },
      schema: {
        operationId: "signOut",
        summary: "Sign out",
        tags: ["Session"],
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      requireSameOrigin(sameOrigin, request, { mustSay: true });
      const cookies = await signIn.signOut(webHeaders(request));
      return reply.header("set-cookie", cookies).code(204).send(null);
    },
  );
}
