import type { ExportedExternalKey, ExportedKey, KeyExport } from "../../usecases/export-keys.ts";
import { toTime } from "../wire.ts";
import { statusText } from "./columns.ts";

/** Both tabs as one JSON object, page by page: the columns of the tables, roles as a list, and what isn't there as `null`. */
export async function* keysAsJson({ account, atMs, external, generated }: KeyExport): AsyncGenerator<string> {
  yield `{"account":${JSON.stringify(account)},"exportedAt":${JSON.stringify(toTime(atMs))},"generated":[`;
  yield* items(generated, generatedItem);
  yield `],"external":[`;
  yield* items(external, externalItem);
  yield "]}\n";
}

async function* items<Key>(pages: AsyncIterable<readonly Key[]>, toItem: (key: Key) => object): AsyncGenerator<string> {
  let separator = "\n";
  for await (const page of pages) {
    if (page.length === 0) continue;
    yield separator + page.map((key) => JSON.stringify(toItem(key))).join(",\n");
    separator = ",\n";
  }
}

function generatedItem(key: ExportedKey): object {
  return {
    id: key.key,
    keyName: key.name,
    roles: key.roles,
    label: key.description,
    creationDate: toTime(key.createdAtMs),
    creationDateToken: timeOrNull(key.currentTokenAtMs),
    creationDateNewToken: timeOrNull(key.renewedTokenAtMs),
    status: statusText(key.isActive),
  };
}

function externalItem(key: ExportedExternalKey): object {
  return {
    id: key.key,
    keyName: key.name,
    roles: key.roles,
    account: key.owner,
    addedDate: toTime(key.addedAtMs),
    status: statusText(key.isActive),
  };
}

function timeOrNull(ms: number | null): string | null {
  return ms === null ? null : toTime(ms);
}
