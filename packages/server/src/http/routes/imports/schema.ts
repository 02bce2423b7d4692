import { z } from "zod";
import { IMPORT_BATCH_MOST, type ImportOutcome } from "../../../usecases/import-batch.ts";
import { PROBLEMS } from "../../problem.ts";
import { nameInput, requestsPerMinuteInput, roleIdsInput } from "../../wire.ts";

/** A thousand things with a token and a dozen roles each, with room to spare. */
export const IMPORT_MAX_BYTES = 4 * 1024 * 1024;

/** What every thing that is imported says. What a key string or an account has to be is answered for each alone. */
export const importedInput = {
  account: z.string().max(100),
  key: z.string().max(1_000),
  name: nameInput,
  roles: roleIdsInput,
  status: z.enum(["active", "inactive"]).optional(),
  requestsPerMinute: requestsPerMinuteInput,
};

export function batchOf<Item extends z.ZodType>(item: Item) {
  return z.array(item).max(IMPORT_BATCH_MOST);
}

export const importResultsSchema = z
  .object({
    imported: z.int(),
    present: z.int().describe("Were there already, and stay as they are."),
    refused: z.int(),
    results: z
      .array(
        z.object({
          outcome: z.enum(["imported", "present", "refused"]),
          code: z.enum(Object.keys(PROBLEMS) as [string, ...string[]]).optional(),
          detail: z.string().optional(),
        }),
      )
      .describe("One for each, in their order."),
  })
  .meta({ id: "ImportResults" });

export function importResultsWire(results: readonly ImportOutcome[]): z.input<typeof importResultsSchema> {
  const count = (wanted: ImportOutcome["outcome"]) => results.filter(({ outcome }) => outcome === wanted).length;
  return {
    imported: count("imported"),
    present: count("present"),
    refused: count("refused"),
    results: results.map((result) => ({ ...result })),
  };
}
