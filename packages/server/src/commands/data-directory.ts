import { constants } from "node:fs";
import { access, chmod, link, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { StartError } from "../config.ts";
import { SERVER_SECRET_MIN_LENGTH } from "../server-secret.ts";

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
  const draft = `${path}.${process.pid}`;
  try {
    if (!(await exists(path))) {
      await writeFile(draft, `${generate()}\n`, { mode: 0o600, flag: "wx" });
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

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    (error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
      throw error;
    },
  );
}

/** Why the operating system refused, in one word that can be looked up. */
export function reasonOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? (error instanceof Error ? error.message : String(error));
}
