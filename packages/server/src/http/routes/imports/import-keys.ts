import { z } from "zod";
import { importKeys } from "../../../usecases/import-keys.ts";
import type { Api, RouteParts } from "../../api.ts";
import { timeInput } from "../../wire.ts";
import { batchOf, IMPORT_MAX_BYTES, importedInput, importResultsSchema, importResultsWire } from "./schema.ts";

const keyToImport = z.strictObject({
  ...importedInput,
  token: z.string().max(1_000).optional().describe("20 to 512 visible ASCII characters. Kept as a digest."),
  tokenSha256: z.string().max(100).optional().describe("Instead of it: SHA-256 of its UTF-8, in hexadecimal."),
  createdAt: timeInput.optional().describe("When the token was made; absent: now. Renewal alerts count from then."),
});

export function importKeysRoute(api: Api, { ports, operatorOf }: RouteParts): void {
  api.post(
    "/v1/api-keys/import",
    {
      bodyLimit: IMPORT_MAX_BYTES,
      config: { secretFields: ["/keys/*/token"] },
      schema: {
        operationId: "importApiKeys",
        summary: "Import keys that were made elsewhere",
        description:
          "For operators. Can be sent again: what is there already stays as it is. Each key is taken or refused by itself.",
        tags: ["Import"],
        body: z.strictObject({ keys: batchOf(keyToImport) }),
        response: { 200: importResultsSchema },
      },
    },
    async (request) => {
      const keys = request.body.keys.map(({ createdAt, ...key }) => ({ ...key, createdAtMs: createdAt }));
      return importResultsWire(await importKeys(ports, operatorOf(request), keys));
    },
  );
}
