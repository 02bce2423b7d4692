import { z } from "zod";
import { dayOf, dayText } from "../domain/use.ts";
import type { ReportDays, UseReport } from "../usecases/report-use.ts";

const dayInput = z.iso.date().transform((text) => dayOf(Date.parse(text)));

/** The part of a report's query that says which days. */
export const reportDaysQuery = {
  from: dayInput.optional().describe("First day (UTC). Default: 30 days up to `to`."),
  to: dayInput.optional().describe("Last day (UTC), included. Default: today."),
};

export function reportDays(query: { from?: number | undefined; to?: number | undefined }): ReportDays {
  return { fromDay: query.from, toDay: query.to };
}

/** The wire form of a report: how often something was allowed and refused, for each of a group. */
export const useReportSchema = z
  .object({
    from: z.iso.date(),
    to: z.iso.date(),
    items: z.array(
      z.object({
        account: z.string().optional(),
        resource: z.string().nullable().optional().describe("null: none was asked for."),
        day: z.iso.date().optional(),
        allowed: z.int(),
        refusedByOwner: z.int().describe("The key was inactive, or its owner suspended."),
        refusedByHost: z.int().describe("The account that was asked for didn't let it in, or not do this."),
      }),
    ),
  })
  .meta({ id: "UseReport" });

export function useReportWire(
  { fromDay, toDay, totals }: UseReport,
  group: "account" | "resource" | "day",
): z.input<typeof useReportSchema> {
  const named = {
    account: (name: string | number) => ({ account: String(name) }),
    resource: (name: string | number) => ({ resource: name === "" ? null : String(name) }),
    day: (day: string | number) => ({ day: dayText(Number(day)) }),
  }[group];
  return {
    from: dayText(fromDay),
    to: dayText(toDay),
    items: totals.map(({ group: name, ...counts }) => ({ ...named(name), ...counts })),
  };
}
