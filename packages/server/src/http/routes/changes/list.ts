import { z } from "zod";
import { DomainError } from "../../../domain/errors.ts";
import type { Api, RouteParts } from "../../api.ts";

const name = z.string();
const revision = z.int().describe("The newest that changed it.");

const changeSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("account"), account: name, revision }),
  z.object({ kind: z.literal("key"), key: name, revision }),
  z.object({ kind: z.literal("external-key"), account: name, key: name, revision }),
  z.object({ kind: z.literal("role"), account: name, role: name, revision }),
  z.object({ kind: z.literal("catalog"), revision }),
  z.object({ kind: z.literal("service-key"), id: name, revision }),
]);

export function listChangesRoute(api: Api, { freshness, operatorOf }: RouteParts): void {
  api.get(
    "/v1/changes",
    {
      schema: {
        operationId: "listChanges",
        summary: "What this node has seen change, for restoring an older backup",
        description:
          "From this node's memory, also while the database is gone. Given to `latchkey restore --changes`, it says what to quarantine.",
        tags: ["Changes"],
        querystring: z.strictObject({
          after: z.coerce.number().int().min(0).describe("A revision: the backup's. What changed behind it is named."),
        }),
        response: {
          200: z.object({
            epoch: z.string().describe("Which history the revisions are of: a restore begins another."),
            after: z.int(),
            through: z.int().describe("The newest revision that this node has seen."),
            complete: z.boolean().describe("Whether this node has seen all that changed between the two."),
            changes: z.array(changeSchema).describe("Each thing once."),
          }),
        },
      },
    },
    (request) => {
      operatorOf(request);
      const known = freshness.changesAfter(request.query.after);
      if (!known) throw new DomainError("STALE", "This node has seen nothing yet.", { retryAfterSeconds: 1 });
      return { ...known, changes: [...known.changes] };
    },
  );
}
