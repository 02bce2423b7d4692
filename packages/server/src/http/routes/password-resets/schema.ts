import { z } from "zod";
import { passwordResetUrl } from "../../../domain/password-reset.ts";
import type { PasswordResetWithLink } from "../../../usecases/begin-password-reset.ts";
import { deliveryInput, linkSecretInput, linkSecretSchema } from "../../link-wire.ts";
import { timeSchema, toTime } from "../../wire.ts";

export const passwordResetLinkParams = z.object({ id: z.string() });

/** How the link is to reach the person. */
export const passwordResetInput = z.strictObject({ delivery: deliveryInput }).nullable().describe("May be left out.");

export const secretInput = z.strictObject({ secret: linkSecretInput });

/** A link with which a person chooses a new password. */
export const passwordResetSchema = z
  .object({
    id: z.string(),
    email: z.string(),
    expiresAt: timeSchema,
    mail: z.enum(["none", "on-its-way"]).describe("Whether a mail takes the link to the person."),
    ...linkSecretSchema("Shown this once. Whoever opens it can set the person's password."),
  })
  .meta({ id: "PasswordReset" });

/** What the answer about a person who was added says beside them. */
export const passwordResetOnAdding = {
  passwordReset: passwordResetSchema
    .optional()
    .describe(
      "Only where an operator adds somebody who is known, and of whom it isn't proven that they have this email: an account's administrator may have chosen what they signed in with. It counts no more, their sessions have ended, and this link lets them choose a password.",
    ),
};

/** @param publicUrl origin of the page that sets the password */
export function passwordResetWire(
  { reset, secret }: PasswordResetWithLink,
  publicUrl: string,
): z.input<typeof passwordResetSchema> {
  const { id, email, mail } = reset;
  const expiresAt = toTime(reset.expiresAtMs);
  const wire = { id, email, expiresAt, mail };
  if (secret === undefined) return { ...wire, secretOmitted: true };
  return { ...wire, link: { url: passwordResetUrl(publicUrl, id, secret), expiresAt } };
}
