import { z } from "zod";
import { DomainError } from "../../../domain/errors.ts";
import { PASSWORD_LENGTH } from "../../../domain/user.ts";
import { hasTwoFactor } from "../../../usecases/get-profile.ts";
import { provePassword } from "../../../usecases/prove-password.ts";
import { awaitCode } from "../../../usecases/sign-in-by-code.ts";
import type { Api, RouteParts } from "../../api.ts";
import { giveCookie } from "../../cookies.ts";
import { requireSameOrigin } from "../../same-origin.ts";
import { beginSession } from "./begin.ts";
import { sessionSchema } from "./schema.ts";
import { PENDING_COOKIE } from "./two-factor.ts";

const twoFactorNeededSchema = z
  .object({ twoFactorNeeded: z.literal(true).describe("A code has to follow: nobody is signed in yet.") })
  .meta({ id: "TwoFactorNeeded" });

export function signInRoute(api: Api, parts: RouteParts): void {
  const { https, ports, signInLimit, sameOrigin } = parts;
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
        response: { 200: z.union([sessionSchema, twoFactorNeededSchema]) },
      },
    },
    async (request, reply) => {
      // Nobody may be signed in, as somebody else, by another site.
      requireSameOrigin(sameOrigin, request, { mustSay: false });
      const { email, password } = request.body;
      await signInLimit.attempt(email, request.ip);
      const proven = await provePassword(ports, email, password);
      if (!proven) throw wrongCredentials();
      await signInLimit.succeeded(email, request.ip);
      if (hasTwoFactor(proven)) {
        const ticket = await awaitCode(ports, proven);
        return reply.header("set-cookie", giveCookie(PENDING_COOKIE, ticket, https)).send({ twoFactorNeeded: true });
      }
      const answer = await beginSession(parts, request, reply, proven);
      if (!answer) throw wrongCredentials();
      return answer;
    },
  );
}

function wrongCredentials(): DomainError {
  return new DomainError("SIGN_IN_FAILED", "Email or password is wrong.");
}
