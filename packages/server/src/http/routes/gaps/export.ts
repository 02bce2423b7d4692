import { Readable } from "node:stream";
import { z } from "zod";
import { exportGaps, type GapExport } from "../../../usecases/list-gaps.ts";
import type { Api, RouteParts } from "../../api.ts";
import { csvLine } from "../../csv.ts";
import { gapParams, gapQuery, gapsAsked, gapWire } from "./schema.ts";

const DESCRIPTION = `The same keys as the list has, keys first and then external keys, each by account, as CSV (RFC 4180, UTF-8): account, accountName, key, external, owner, ownerName, name, status, roles (ids, with spaces between), uses, lastUsedOn, and the first and last day looked at. A quote (\`'\`) stands before a text that a spreadsheet would take for a formula.`;

export function exportGapsRoute(api: Api, { ports, operatorOf }: RouteParts): void {
  api.get(
    "/v1/resources/:resource/gaps/export",
    {
      schema: {
        operationId: "exportGaps",
        summary: "Take the keys that use an API and lack a resource along as a file",
        description: DESCRIPTION,
        tags: ["Catalog"],
        params: gapParams,
        querystring: z.strictObject({ format: z.enum(["csv"]).default("csv"), ...gapQuery }),
        response: { 200: { description: "The file", content: { "text/csv": { schema: z.string() } } } },
      },
    },
    async (request, reply) => {
      const operator = operatorOf(request);
      const asked = gapsAsked(request.params, request.query);
      const found = await exportGaps(ports, operator, asked);
      return reply
        .header("content-type", "text/csv; charset=utf-8; header=present")
        .header("content-disposition", `attachment; filename="gaps-${asked.resource}-${found.to}.csv"`)
        .header("cache-control", "no-store")
        .send(Readable.from(gapsAsCsv(found)).once("close", found.end) as never);
    },
  );
}

const COLUMNS = [
  "account",
  "accountName",
  "key",
  "external",
  "owner",
  "ownerName",
  "name",
  "status",
  "roles",
  "uses",
  "lastUsedOn",
  "from",
  "to",
];

/** A page at a time. */
async function* gapsAsCsv({ from, gaps, to }: GapExport): AsyncGenerator<string, void, void> {
  // Spreadsheets take a file for the alphabet of their country unless its first character says Unicode.
  yield `\uFEFF${csvLine(COLUMNS)}`;
  for await (const page of gaps) {
    const lines = page.map((gap) => {
      const { account, displayName, external, key, lastUsedOn, name, owner, roles, status, uses } = gapWire(gap);
      const whose = [String(external), owner.account, owner.displayName];
      return csvLine([account, displayName, key, ...whose, name, status, roles.join(" "), uses, lastUsedOn, from, to]);
    });
    yield lines.join("");
  }
}
