import { Readable } from "node:stream";
import { z } from "zod";
import { exportKeys, type KeyExport } from "../../../usecases/export-keys.ts";
import type { Api, RouteParts } from "../../api.ts";
import { keysAsCsv } from "../../key-export/csv.ts";
import { keysAsJson } from "../../key-export/json.ts";
import { keysAsXlsx } from "../../key-export/xlsx.ts";
import { accountParams, timeSchema, toTime } from "../../wire.ts";

const FORMATS = {
  xlsx: {
    type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    write: keysAsXlsx,
  },
  csv: {
    type: "text/csv; charset=utf-8; header=present",
    write: (keys: KeyExport) => Readable.from(keysAsCsv(keys)),
  },
  json: {
    type: "application/json; charset=utf-8",
    write: (keys: KeyExport) => Readable.from(keysAsJson(keys)),
  },
} as const;

const DESCRIPTION = `Both lists, by key string, as they are read: no secret is in them, and names that read like formulas are text.

- \`xlsx\`: the sheets *Generated* (id, keyName, roles, label, creationDate, creationDateToken, creationDateNewToken, status) and *External* (id, keyName, roles, account, addedDate, status).
- \`csv\` (RFC 4180, UTF-8): one table of both. Its first column, \`tab\`, says \`generated\` or \`external\`; columns that a tab doesn't have are empty. A quote (\`'\`) stands before a field that a spreadsheet would take for a formula.
- \`json\`: \`{"account","exportedAt","generated":[…],"external":[…]}\` with the same fields; \`roles\` is a list, and a date that isn't there is null.

\`id\` is the key string, \`roles\` the roles' names, \`label\` what the owner publishes about the key (empty where nothing is), \`creationDateToken\` when its current token was made and \`creationDateNewToken\` when the one that is to replace it was, \`account\` the owner of an external key, and \`status\` Active or Inactive.`;

/** Bytes, which are sent as they come: nothing is serialised. */
const fileSchema = z.custom<Readable>().meta({ type: "string", format: "binary" });

const exportedKey = { id: z.string(), keyName: z.string(), roles: z.array(z.string()) };
const statusSchema = z.enum(["Active", "Inactive"]);

const exportedKeysSchema = z.object({
  account: z.string(),
  exportedAt: timeSchema,
  generated: z.array(
    z.object({
      ...exportedKey,
      label: z.string(),
      creationDate: timeSchema,
      creationDateToken: timeSchema.nullable(),
      creationDateNewToken: timeSchema.nullable(),
      status: statusSchema,
    }),
  ),
  external: z.array(z.object({ ...exportedKey, account: z.string(), addedDate: timeSchema, status: statusSchema })),
});

export function exportApiKeysRoute(api: Api, { ports, accessOf }: RouteParts): void {
  api.get(
    "/v1/accounts/:account/api-keys/export",
    {
      schema: {
        operationId: "exportApiKeys",
        summary: "Take an account's keys along, generated and external ones, as a file",
        description: DESCRIPTION,
        tags: ["Generated keys"],
        params: accountParams,
        querystring: z.strictObject({ format: z.enum(["xlsx", "csv", "json"]).default("xlsx") }),
        response: {
          200: {
            description: "The file",
            content: {
              [FORMATS.xlsx.type]: { schema: fileSchema },
              "text/csv": { schema: fileSchema },
              "application/json": { schema: exportedKeysSchema },
            },
          },
        },
      },
    },
    async (request, reply) => {
      const { format } = request.query;
      const access = await accessOf(request, request.params.account);
      const keys = await exportKeys(ports, access);
      const { type, write } = FORMATS[format];
      const name = `api-keys-${keys.account}-${toTime(keys.atMs).slice(0, 10)}.${format}`;
      return reply
        .header("content-type", type)
        .header("content-disposition", `attachment; filename="${name}"`)
        .send(write(keys).once("close", keys.end));
    },
  );
}
