// Runs one Chromium, whose programs come from an npm package. Started by browser-global-setup.ts.
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import unpackedChromium, { inflate } from "@sparticuz/chromium";
import { chromium, type LaunchOptions } from "playwright-core";
import { keep } from "./keeper.ts";
import { Program } from "./program.ts";

/** What this keeper announces. */
export interface BrowserAddress {
  /** Where `chromium.connect` finds the browser. */
  readonly webSocketUrl: string;
}

/** The package's own default arguments switch off web security and run everything in one process: they aren't used. */
const browserArguments = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

await keep<BrowserAddress>("latchkey-browser-", async ({ folder, released, announce }) => {
  // Chromium and Playwright put profiles and downloads where these say: nothing may stay behind.
  process.env["TMPDIR"] = folder;
  process.env["HOME"] = folder;

  const server = await chromium.launchServer({ args: browserArguments, ...(await programIn(folder)) });
  announce({ webSocketUrl: server.wsEndpoint() });

  const closed = new Promise<void>((resolve) => server.once("close", () => resolve()));
  if (!released.aborted) await Promise.race([once(released, "abort"), closed]);
  if (!released.aborted) throw new Error("The browser ended by itself.");
  await server.close();
});

async function programIn(folder: string): Promise<LaunchOptions> {
  // The package has a browser for this platform only; elsewhere the tests use the Chrome that is installed.
  if (process.platform !== "linux" || process.arch !== "x64") return { channel: "chrome" };

  const executablePath = await unpackedChromium.executablePath();
  const env: Record<string, string> = {
    PATH: process.env["PATH"] ?? "",
    TMPDIR: folder,
    HOME: folder,
    FONTCONFIG_FILE: await configureFonts(folder),
  };
  if (!(await starts(executablePath, env))) env["LD_LIBRARY_PATH"] = await unpackLibraries();
  return { executablePath, env };
}

/** Text looks alike on every machine: the package's fonts come first, those of the machine only for what they lack. */
async function configureFonts(folder: string): Promise<string> {
  const path = join(folder, "fonts.conf");
  await writeFile(
    path,
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, "fonts")}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(folder, "fonts-cache")}</cachedir>
</fontconfig>
`,
  );
  return path;
}

/** Whether the program finds its libraries (NSS is often missing on servers). */
async function starts(executablePath: string, env: Record<string, string>): Promise<boolean> {
  return (await new Program(executablePath, ["--version"], { env }).exited) === 0;
}

async function unpackLibraries(): Promise<string> {
  const packageEntry = fileURLToPath(import.meta.resolve("@sparticuz/chromium"));
  return join(await inflate(join(packageEntry, "../../bin/al2023.tar.br")), "lib");
}
