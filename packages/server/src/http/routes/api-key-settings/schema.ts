import { z } from "zod";
import type { KeySettingsView } from "../../../usecases/get-key-settings.ts";

export const renewalMonthsSchema = z
  .union([z.literal(3), z.literal(6)])
  .describe("From which age on the renewal of a token is recommended, in calendar months since it was made.");

export const enforcementSchema = z
  .enum(["alert", "expire"])
  .describe("`alert`: an old token is pointed out and works on. `expire`: it stops working at that age, everywhere.");

const namedKeysSchema = z.array(z.object({ key: z.string(), name: z.string() }));

/** What an account has decided about the age of its tokens. */
export const keySettingsSchema = z
  .object({
    renewalMonths: renewalMonthsSchema,
    enforcement: enforcementSchema,
    counts: z.object({
      recommended: z.int().describe("Keys with a token past that age, and none that is overdue."),
      overdue: z.int().describe("Keys with a token three months or more past that age."),
      expiring: z.int().describe("Keys with a token that stops working within 30 days."),
      wouldExpire: z
        .object({ 3: z.int(), 6: z.int() })
        .describe("Active keys that would stop working today, were each age enforced."),
    }),
    wouldExpireFirst: z
      .object({ 3: namedKeysSchema, 6: namedKeysSchema })
      .describe("The first of those keys by name: five at most."),
  })
  .meta({ id: "ApiKeySettings" });

export function keySettingsWire(view: KeySettingsView): z.input<typeof keySettingsSchema> {
  const { counts, enforcement, renewalMonths, wouldExpire } = view;
  return {
    renewalMonths,
    enforcement,
    counts: { ...counts, wouldExpire: { 3: wouldExpire[3].count, 6: wouldExpire[6].count } },
    wouldExpireFirst: { 3: [...wouldExpire[3].first], 6: [...wouldExpire[6].first] },
  };
}
