import { reasonOf } from "../start-error.ts";
import { readFile } from "node:fs/promises";
import type { Catalog } from "../domain/catalog.ts";
import { DomainError } from "../domain/errors.ts";
import { StartError } from "../config.ts";
import { catalogInput } from "../http/routes/catalog/schema.ts";
import type { Server } from "../compose.ts";
import { SYSTEM } from "../domain/actor.ts";
import { replaceCatalog } from "../usecases/replace-catalog.ts";

/** Reads a catalog file. @throws StartError in one line */
export async function readCatalogFile(path: string): Promise<Catalog> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path, "utf8"));
  } catch (error) {
    throw new StartError(`LATCHKEY_CATALOG: ${path} can't be read as JSON: ${reasonOf(error)}`);
  }
  const parsed = catalogInput.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new StartError(
    `LATCHKEY_CATALOG: ${path} at /${issue?.path.join("/") ?? ""}: ${issue?.message ?? "not valid"}`,
  );
}

/** Puts a catalog in force; one that is in force already changes nothing. @throws StartError in one line */
export async function applyCatalog(server: Server, catalog: Catalog): Promise<void> {
  try {
    await replaceCatalog(server.ports, { ...server.operator, actor: SYSTEM }, catalog);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    const [first] = [...(error.extras.errors ?? []).map((each) => each.message), ...(error.extras.items ?? [])];
    throw new StartError(`LATCHKEY_CATALOG: ${error.message} ${first ?? ""}`.trim());
  }
}
