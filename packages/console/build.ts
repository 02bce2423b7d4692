import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { build } from "vite";

const CONSOLE = import.meta.dirname;
const SDK_SOURCES = join(CONSOLE, "../sdk/src");
const STAMP = ".built-from";

/** What the built console depends on, besides the packages that package.json pins. */
const INPUTS = ["build.ts", "index.html", "package.json", "preload-fonts.ts", "public", "src", "vite.config.ts"];

/**
 * Builds the console into a folder, unless what is there was built from the same sources. The folder is replaced as a
 * whole once the build is done: whoever reads it meanwhile, or builds it at the same time, meets a whole console.
 *
 * @param folder default: `dist`, beside this file
 * @returns whether there was anything to build
 */
export async function buildConsole(folder: string = join(CONSOLE, "dist")): Promise<boolean> {
  const stamp = await hashSources();
  if ((await readStamp(folder)) === stamp) return false;

  const made = `${folder}.${randomUUID()}-made`;
  const replaced = `${folder}.${randomUUID()}-replaced`;
  try {
    await inProduction(() =>
      build({
        root: CONSOLE,
        // Node reads the configuration as it is: nothing is bundled into a temporary folder.
        configLoader: "native",
        logLevel: "warn",
        build: { outDir: made, emptyOutDir: true },
        cacheDir: join(made, ".vite"),
      }),
    );
    await writeFile(join(made, STAMP), stamp);
    await rename(folder, replaced).catch(ignoreMissing);
    await rename(made, folder).catch(async (error: unknown) => {
      // Somebody else was faster. Only what was built from other sources is worth a complaint.
      if ((await readStamp(folder)) !== stamp) throw error;
    });
  } finally {
    await rm(made, { recursive: true, force: true });
    await rm(replaced, { recursive: true, force: true });
  }
  return true;
}

/** What is built is for use, whatever `NODE_ENV` says of the program that has it built: Vite would take React's slow and big form. */
async function inProduction(work: () => Promise<unknown>): Promise<void> {
  const before = process.env["NODE_ENV"];
  process.env["NODE_ENV"] = "production";
  try {
    await work();
  } finally {
    if (before === undefined) delete process.env["NODE_ENV"];
    else process.env["NODE_ENV"] = before;
  }
}

async function readStamp(folder: string): Promise<string | undefined> {
  return readFile(join(folder, STAMP), "utf8").catch(ignoreMissing);
}

async function hashSources(): Promise<string> {
  const files = [...INPUTS.map((input) => join(CONSOLE, input)), SDK_SOURCES];
  const hash = createHash("sha256");
  for (const file of (await Promise.all(files.map(listFiles))).flat().toSorted()) {
    if (/\.test\.tsx?$/.test(file)) continue;
    hash.update(`${relative(CONSOLE, file).split(sep).join("/")}\0`);
    hash.update(
      createHash("sha256")
        .update(await readFile(file))
        .digest(),
    );
  }
  return hash.digest("hex");
}

/** The files below a folder; the file itself where it is one. */
async function listFiles(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (codeOf(error) === "ENOTDIR") return undefined;
    throw error;
  });
  return entries?.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)) ?? [path];
}

function ignoreMissing(error: unknown): undefined {
  if (codeOf(error) !== "ENOENT") throw error;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

if (import.meta.main) await buildConsole();
