import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { access, chmod, link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Config, isLoopback, StartError } from "../config.ts";
import { SERVER_SECRET_MIN_LENGTH } from "../secrets/server-secret.ts";
import { reasonOf } from "../start-error.ts";

/** Makes the data directory, for its owner alone. @throws StartError */
export async function openDataDirectory(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await access(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new StartError(`LATCHKEY_DATA_DIR can't be used: ${reasonOf(error)}`);
  }
}

/**
 * Reads a secret that is kept in a file of the data directory, and makes it the first time: two starts at once agree on
 * one.
 *
 * @throws StartError where the file can't be read or holds too little
 */
export async function keptSecret(dataDir: string, name: string, generate: () => string): Promise<string> {
  const path = join(dataDir, name);
  const draft = `${path}.${randomUUID()}`;
  try {
    if (!(await isThere(path))) {
      // On the disk before anything is keyed with it.
      await writeFile(draft, `${generate()}\n`, { mode: 0o600, flag: "wx", flush: true });
      // Linked whole or not at all, and never over one that is there.
      await link(draft, path).catch((error: unknown) => {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      });
    }
    await chmod(path, 0o600);
    const secret = (await readFile(path, "utf8")).trim();
    if (secret.length < SERVER_SECRET_MIN_LENGTH) throw new StartError(`${path} holds no secret`);
    return secret;
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(`the secret in ${path} can't be read: ${reasonOf(error)}`);
  } finally {
    await rm(draft, { force: true });
  }
}

/** File that says that the embedded database holds demo data, which may be thrown away. */
export const DEMO_MARK = "demo";

/** Whether the database that the configuration names holds demo data. */
export async function holdsDemo({ databaseUrl, dataDir }: Config): Promise<boolean> {
  return databaseUrl === undefined && (await isThere(join(dataDir, DEMO_MARK)));
}

/** Demo data has a known password. @throws StartError where others than this machine could reach it */
export function requireUnreachable({ host, publicUrl }: Config): void {
  const hosts = { HOST: host, LATCHKEY_PUBLIC_URL: publicUrl && new URL(publicUrl).hostname.replace(/^\[|\]$/g, "") };
  for (const [name, value] of Object.entries(hosts)) {
    if (value === undefined || isLoopback(value)) continue;
    throw new StartError(
      `${name} ${value} can be reached by others, and demo data has a known password: set LATCHKEY_DEMO=off and another LATCHKEY_DATA_DIR`,
    );
  }
}

/** Whether a file or folder exists. */
export async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
      throw error;
    },
  );
}
