import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { DomainError } from "../../../domain/errors.ts";
import { acceptInvitation } from "../../../usecases/accept-invitation.ts";
import type { Api, RouteParts } from "../../api.ts";
import { linkSecretInput } from "../../link-wire.ts";
import { requireFresh, webHeaders } from "../../authenticate.ts";
import { originOf } from "../../origin.ts";
import { requireSameOrigin } from "../../same-origin.ts";
import { nameInput, newPasswordInput } from "../../wire.ts";
import { beginSession } from "../session/begin.ts";
import { sessionSchema, sessionWire } from "../session/schema.ts";
import { invitationLinkParams } from "./schema.ts";

export function acceptInvitationRoute(api: Api, parts: RouteParts): void {
  const { accessOfActor, ports } = parts;
  api.post(
    "/v1/invitations/:id/accept",
    {
      // The link is the right to come; who is known proves by their session who they are.
      config: { authenticate: false, secretFields: ["/secret"] },
      schema: {
        operationId: "acceptInvitation",
        summary: "Accept an invitation, once",
        description:
          "Whoever is new chooses a name and a password, and is signed in. Whoever is known has to be signed in as that person.",
        tags: ["Invitations"],
        params: invitationLinkParams,
        body: z.strictObject({
          secret: linkSecretInput,
          name: nameInput.optional().describe("Only for a person who is new. Absent: as the inviter knows them."),
          password: newPasswordInput.optional().describe("Only for a person who is new, and needed then."),
        }),
        response: {
          200: z.object({
            account: z.string().describe("The account that they now belong to."),
            session: sessionSchema,
          }),
        },
      },
    },
    async (request, reply) => {
      // What whoever gave the link may do is among what this node remembers.
      requireFresh(parts.freshness);
      // Nobody may be signed in, or let in by their session, by another site.
      const session = await signedIn(parts, request);
      requireSameOrigin(parts.sameOrigin, request, { mustSay: session !== undefined });
      const { secret, ...chosen } = request.body;
      const presented = { id: request.params.id, secret };
      const accepted = await acceptInvitation(ports, accessOfActor, originOf(request), presented, {
        ...chosen,
        session,
      });
      const { account, isNew, profile } = accepted;
      if (!isNew) return { account, session: await sessionWire(parts, profile) };
      const answer = await beginSession(parts, request, reply, profile);
      if (!answer) throw new DomainError("SIGN_IN_NEEDED", "You were removed from the account meanwhile.");
      return { account, session: answer };
    },
  );
}

async function signedIn({ signIn }: RouteParts, request: FastifyRequest) {
  if (request.headers.cookie === undefined) return undefined;
  return signIn.session(webHeaders(request), { refresh: false });
}
