import { Secret, TOTP } from "otpauth";
import { expect } from "vitest";
import type { Credentials, TestServer } from "../test-server.ts";
import { PASSWORD } from "./test-fixtures.ts";

/** The code that an app with this secret shows at the server's time, or some steps of half a minute later. */
export function codeOf({ clock }: TestServer, secret: string, steps = 0): string {
  const timestamp = clock.wallMs + steps * 30_000;
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });
}

/** Begins two-factor for somebody signed in; answers the secret that their app gets. */
export async function startTwoFactor(server: TestServer, as: Credentials, password = PASSWORD): Promise<string> {
  const { body, status } = await server.call<{ secret: string }>("POST", "/v1/profile/two-factor", {
    as,
    body: { password },
  });
  expect(status).toBe(200);
  return body.secret;
}

/** Turns two-factor on for somebody signed in; the code of the present half minute is used up by that. */
export async function turnOnTwoFactor(
  server: TestServer,
  as: Credentials,
  password = PASSWORD,
): Promise<{ readonly secret: string; readonly recoveryCodes: readonly string[] }> {
  const secret = await startTwoFactor(server, as, password);
  const code = codeOf(server, secret);
  const { body, status } = await server.call<{ recoveryCodes: string[] }>("POST", "/v1/profile/two-factor/confirm", {
    as,
    body: { code },
  });
  expect(status).toBe(200);
  return { secret, recoveryCodes: body.recoveryCodes };
}
