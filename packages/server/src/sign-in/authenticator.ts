import { Secret, TOTP } from "otpauth";
import type { SealedText } from "../domain/user.ts";
import type { Authenticator } from "../usecases/ports.ts";

/** RFC 4226 asks for at least 128 bits, and recommends 160, which is also what apps expect. */
const SECRET_LENGTH = 20;
/** What every app can do, whatever it says: SHA-1, six digits, half a minute (RFC 6238). */
const FORM = { algorithm: "SHA1", digits: 6, period: 30, issuer: "Latchkey" } as const;
/** Steps before and after the present one that are taken: a phone's clock may be off by half a minute. */
const WINDOW = 1;

export interface AuthenticatorParts {
  readonly sealer: {
    seal(text: string, context: string): SealedText;
    open(sealed: SealedText, context: string): string | undefined;
  };
  readonly randomBytes: (length: number) => Uint8Array;
  /**
   * Wall clock, in milliseconds since 1970: the person's phone has no other. By one that only goes forward (rule 15) nobody could sign
   * in any more once it was ahead; and one that is set back revives no code that was taken, as the newest half minute is kept.
   */
  readonly nowMs: () => number;
}

/** Codes by otpauth; secrets are kept sealed, each for its person alone. */
export function totpAuthenticator({ sealer, randomBytes, nowMs }: AuthenticatorParts): Authenticator {
  return {
    begin({ id, email }) {
      const secret = new Secret({ buffer: Uint8Array.from(randomBytes(SECRET_LENGTH)).buffer });
      const uri = new TOTP({ ...FORM, label: email, secret }).toString();
      return { secret: secret.base32, uri, sealed: sealer.seal(secret.base32, id) };
    },

    stepOf({ id }, sealed, code) {
      // What else has six characters makes otpauth throw.
      if (!/^[0-9]{6}$/.test(code)) return undefined;
      const secret = sealer.open(sealed, id);
      if (secret === undefined) throw new Error("a two-factor secret that this server secret didn't seal");
      const timestamp = nowMs();
      const totp = new TOTP({ ...FORM, secret: Secret.fromBase32(secret) });
      const delta = totp.validate({ token: code, timestamp, window: WINDOW });
      return delta === null ? undefined : totp.counter({ timestamp }) + delta;
    },
  };
}
