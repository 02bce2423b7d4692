import { z } from "zod";
import { DomainError } from "../../../domain/errors.ts";
import { CODE_WITHIN_MS, pendingSignIn, signInByCode } from "../../../usecases/sign-in-by-code.ts";
import type { Api, RouteParts } from "../../api.ts";
import { cookieValue, type ShortCookie, takeCookie } from "../../cookies.ts";
import { originOf } from "../../origin.ts";
import { requireSameOrigin } from "../../same-origin.ts";
import { beginSession } from "./begin.ts";
import { sessionSchema } from "./schema.ts";

/** What a browser keeps between password and code. It signs nobody in. */
export const PENDING_COOKIE: ShortCookie = {
  name: "latchkey-two-factor",
  seconds: CODE_WITHIN_MS / 1_000,
  sameSite: "Strict",
};

/** Longest code that is taken, in characters: a recovery code, however it was typed. */
const CODE_MAX_LENGTH = 40;

export const codeInput = z.string().trim().max(CODE_MAX_LENGTH);

export function signInByCodeRoute(api: Api, parts: RouteParts): void {
  const { codeLimit, https, ports, sameOrigin } = parts;
  api.post(
    "/v1/session/two-factor",
    {
      config: { authenticate: false },
      schema: {
        operationId: "signInByCode",
        summary: "Sign in with the code that follows the password",
        description: "Six digits of the person's app, or one of their recovery codes.",
        tags: ["Session"],
        body: z.strictObject({ code: codeInput }),
        response: { 200: sessionSchema },
      },
    },
    async (request, reply) => {
      requireSameOrigin(sameOrigin, request, { mustSay: true });
      const ticket = cookieValue(PENDING_COOKIE, request, https);
      const pending = ticket === undefined ? undefined : await pendingSignIn(ports, ticket);
      if (!pending) throw wrongCode();
      await codeLimit.attempt(pending.userId, request.ip);
      const proven = await signInByCode(ports, originOf(request), pending, request.body.code.replaceAll(" ", ""));
      if (!proven) throw wrongCode();
      await codeLimit.succeeded(pending.userId, request.ip);
      const answer = await beginSession(parts, request, reply, proven, [takeCookie(PENDING_COOKIE, https)]);
      if (!answer) throw wrongCode();
      return answer;
    },
  );
}

/** One answer, whatever is wrong. */
function wrongCode(): DomainError {
  return new DomainError("SIGN_IN_FAILED", "The code is wrong or was used before, or it came too late: sign in again.");
}
