import type { ExportedExternalKey, ExportedKey } from "../../usecases/export-keys.ts";
import { toTime } from "../wire.ts";

/** The columns of each tab, as exports of API keys have always had them; not translated. */
export const GENERATED_COLUMNS = [
  "id",
  "keyName",
  "roles",
  "label",
  "creationDate",
  "creationDateToken",
  "creationDateNewToken",
  "status",
] as const;

export const EXTERNAL_COLUMNS = ["id", "keyName", "roles", "account", "addedDate", "status"] as const;

export type GeneratedRecord = Readonly<Record<(typeof GENERATED_COLUMNS)[number], string>>;
export type ExternalRecord = Readonly<Record<(typeof EXTERNAL_COLUMNS)[number], string>>;

export function generatedRecord(key: ExportedKey): GeneratedRecord {
  return {
    id: key.key,
    keyName: key.name,
    roles: key.roles.join(", "),
    label: key.description,
    creationDate: toTime(key.createdAtMs),
    creationDateToken: timeOrNothing(key.currentTokenAtMs),
    creationDateNewToken: timeOrNothing(key.renewedTokenAtMs),
    status: statusText(key.isActive),
  };
}

export function externalRecord(key: ExportedExternalKey): ExternalRecord {
  return {
    id: key.key,
    keyName: key.name,
    roles: key.roles.join(", "),
    account: key.owner,
    addedDate: toTime(key.addedAtMs),
    status: statusText(key.isActive),
  };
}

export function statusText(isActive: boolean): "Active" | "Inactive" {
  return isActive ? "Active" : "Inactive";
}

function timeOrNothing(ms: number | null): string {
  return ms === null ? "" : toTime(ms);
}
