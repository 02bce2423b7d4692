import { z } from "zod";
import { importExternalKeys } from "../../../usecases/import-external-keys.ts";
import type { Api, RouteParts } from "../../api.ts";
import { timeInput } from "../../wire.ts";
import { batchOf, IMPORT_MAX_BYTES, importedInput, importResultsSchema, importResultsWire } from "./schema.ts";

const externalKeyToImport = z.strictObject({ ...importedInput, expiresAt: timeInput.nullable().optional() });

export function importExternalKeysRoute(api: Api, { ports, operatorOf }: RouteParts): void {
  api.post(
    "/v1/external-keys/import",
    {
      bodyLimit: IMPORT_MAX_BYTES,
      schema: {
        operationId: "importExternalKeys",
        summary: "Admit keys into the accounts that worked with them elsewhere",
        description: "For operators. Can be sent again, as the import of the keys themselves, which comes first.",
        tags: ["Import"],
        body: z.strictObject({ externalKeys: batchOf(externalKeyToImport) }),
        response: { 200: importResultsSchema },
      },
    },
    async (request) => {
      const externalKeys = request.body.externalKeys.map(({ expiresAt, ...key }) => ({
        ...key,
        expiresAtMs: expiresAt,
      }));
      return importResultsWire(await importExternalKeys(ports, operatorOf(request), externalKeys));
    },
  );
}
