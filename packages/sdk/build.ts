// Builds what is published, a folder of its own with JavaScript, declarations and a package.json, into `dist` or the folder named:
// `npm publish packages/sdk/dist` then publishes it.
import { execFileSync } from "node:child_process";
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly license: string;
  readonly type: string;
  readonly exports: Readonly<Record<string, string>>;
}

const root = fileURLToPath(new URL(".", import.meta.url));

/** Builds the package into a folder, which is emptied first. */
export function buildSdk(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  const compiler = fileURLToPath(import.meta.resolve("typescript/bin/tsc"));
  execFileSync(process.execPath, [compiler, "-p", join(root, "tsconfig.build.json"), "--outDir", folder], {
    stdio: "inherit",
  });
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Manifest;
  const { description, license, name, type, version } = manifest;
  const published = {
    name,
    version,
    description,
    license,
    type,
    exports: Object.fromEntries(Object.entries(manifest.exports).map(([path, file]) => [path, entryOf(file)])),
    sideEffects: false,
    engines: { node: ">=20.16" },
  };
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(published, null, 2)}\n`);
  copyFileSync(join(root, "README.md"), join(folder, "README.md"));
  copyFileSync(join(root, "../../LICENSE"), join(folder, "LICENSE"));
}

function entryOf(source: string): { types: string; default: string } {
  const built = source.replace("./src/", "./").replace(/\.ts$/, "");
  return { types: `${built}.d.ts`, default: `${built}.js` };
}

if (import.meta.main) buildSdk(process.argv[2] ?? join(root, "dist"));
