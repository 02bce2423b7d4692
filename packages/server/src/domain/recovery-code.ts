/** How many codes somebody has for the day on which their phone is gone. */
export const RECOVERY_CODES = 10;

/** Lower-case letters and digits that can't be taken for one another. */
const ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz";
const LENGTH = 12;

/** Makes a recovery code such as `k7m2-9xqp-4wtd`: 59 random bits, for one sign-in. It is shown once, and kept as a digest. */
export function generateRecoveryCode(randomBytes: (length: number) => Uint8Array): string {
  let rest = BigInt(`0x${Buffer.from(randomBytes(32)).toString("hex")}`);
  let code = "";
  for (let i = 0; i < LENGTH; i++) {
    code += ALPHABET.charAt(Number(rest % BigInt(ALPHABET.length)));
    rest /= BigInt(ALPHABET.length);
  }
  return code.replace(/(?<=.)(?=(?:.{4})+$)/g, "-");
}

/** What is digested of a recovery code, however it was typed; a digest is of use for its person alone. */
export function recoveryCodeText(userId: string, code: string): string {
  return `recovery code ${userId} ${code.toLowerCase().replace(/[\s-]/g, "")}`;
}
