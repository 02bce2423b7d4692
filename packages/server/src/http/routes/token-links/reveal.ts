import { z } from "zod";
import { revealTokenLink } from "../../../usecases/reveal-token-link.ts";
import type { Api, RouteParts } from "../../api.ts";
import { requireFresh } from "../../authenticate.ts";
import { linkSecretInput } from "../../link-wire.ts";
import { originOf } from "../../origin.ts";
import { requireSameOrigin } from "../../same-origin.ts";
import { tokenLinkParams } from "./schema.ts";

export function revealTokenLinkRoute(api: Api, { accessOfActor, freshness, ports, sameOrigin }: RouteParts): void {
  api.post(
    "/v1/token-links/:id/reveal",
    {
      // The link is the right to see what is behind it.
      config: { authenticate: false, secretFields: ["/secret"] },
      schema: {
        operationId: "revealTokenLink",
        summary: "Open a one-time link: answers the token behind it, once",
        description: "Whoever made it must still be allowed to hand out this key's token; otherwise it stays closed.",
        tags: ["Generated keys"],
        params: tokenLinkParams,
        body: z.strictObject({
          secret: linkSecretInput,
        }),
        response: { 200: z.object({ key: z.string(), token: z.string().describe("Shown this once.") }) },
      },
    },
    (request) => {
      requireSameOrigin(sameOrigin, request, { mustSay: false });
      // What whoever made the link may do is among what this node remembers.
      requireFresh(freshness);
      const presented = { id: request.params.id, secret: request.body.secret };
      return revealTokenLink(ports, accessOfActor, originOf(request), presented);
    },
  );
}
