import { z } from "zod";
import { DomainError } from "../../../domain/errors.ts";
import { PASSWORD_LENGTH } from "../../../domain/user.ts";
import type { Api, RouteParts } from "../../api.ts";
import { webHeaders } from "../../authenticate.ts";
import { requireSameOrigin } from "../../same-origin.ts";
import { sessionSchema, sessionWire } from "./schema.ts";

export function signInRoute(api: Api, { ports, signIn, signInLimit, sameOrigin }: RouteParts): void {
  api.post(
    "/v1/session",
    {
      config: { authenticate: false },
      schema: {
        operationId: "signIn",
        summary: "Sign in with email and password",
        tags: ["Session"],
        body: z.strictObject({
          email: z.string().trim().toLowerCase().max(254),
          password: z.string().max(PASSWORD_LENGTH.most),
        }),
        response: { 200: sessionSchema },
      },
    },
    async (request, reply) => {
      // Nobody may be signed in, as somebody else, by another site.
      requireSameOrigin(sameOrigin, request, { mustSay: false });
      const { email, password } = request.body;
      await signInLimit.attempt(email, request.ip);
      const session = await signIn.signIn(email, password, webHeaders(request));
      if (!session) throw new DomainError("SIGN_IN_FAILED", "Email or password is wrong.");
      await signInLimit.succeeded(email, request.ip);
      return reply.header("set-cookie", session.cookies).send(await sessionWire(ports, session.user));
    },
  );
}
