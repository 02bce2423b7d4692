import { execFileSync } from "node:child_process";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT } from "./latchkey.ts";

/** What the package's users have beside it. */
const FRAMEWORKS = ["express", "@types", "fastify", "hono"];

/** Makes a project that has the SDK installed as it is packed, and the frameworks beside it. */
export async function createSdkProject(folder: string): Promise<void> {
  const built = join(folder, "built");
  const project = join(folder, "project");
  execFileSync(process.execPath, [join(ROOT, "packages/sdk/build.ts"), built]);
  await mkdir(join(project, "node_modules"), { recursive: true });
  await writeFile(join(project, "package.json"), '{"type":"module"}');
  const npm = (args: string[], cwd: string) =>
    execFileSync("npm", [...args, "--silent", "--offline", "--cache", join(folder, "npm")], { cwd, encoding: "utf8" });
  const tarball = npm(["pack"], built).trim();
  // It depends on nothing, so that nothing is fetched.
  npm(["install", "--no-audit", "--no-fund", join(built, tarball)], project);
  for (const name of FRAMEWORKS) {
    await symlink(join(ROOT, "node_modules", name), join(project, "node_modules", name));
  }
}
