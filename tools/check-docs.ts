// Checks that the Markdown files name nothing that doesn't exist: relative links, paths and files of the repository in
// `code`, and npm scripts.
import { globSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const ignored = ["**/node_modules", "**/dist", "**/coverage", ".git", ".latchkey"];
const builtInScripts = new Set(["ci", "install"]);

/** One thing that a Markdown file says exists. */
export interface Claim {
  readonly line: number;
  readonly kind: "link" | "path" | "script";
  /** The target of a link, a path as it stands in the text, or the name of an npm script. */
  readonly name: string;
  /** For a script: the package it belongs to, where it isn't the root. */
  readonly workspace?: string;
}

/** Finds what a Markdown text says exists. Placeholders (`<name>`, `*`, `…`) claim nothing. */
export function claimsOf(markdown: string): Claim[] {
  const claims: Claim[] = [];
  let fenced = false;
  for (const [index, text] of markdown.split("\n").entries()) {
    const line = index + 1;
    if (/^\s*(```|~~~)/u.test(text)) fenced = !fenced;
    else {
      for (const code of fenced ? [text] : matches(text, /`([^`]+)`/gu)) claims.push(...scriptClaims(code, line));
      if (fenced) continue;
      for (const code of matches(text, /`([^`]+)`/gu)) {
        if (looksLikePath(code)) claims.push({ line, kind: "path", name: code.replace(/:\d+$/u, "") });
      }
      const prose = text.replaceAll(/`[^`]*`/gu, "");
      for (const target of matches(prose, /\]\(([^)\s]+)[^)]*\)/gu)) {
        if (!/^([a-z]+:|#|\/\/)/iu.test(target)) claims.push({ line, kind: "link", name: target.replace(/#.*$/u, "") });
      }
    }
  }
  return claims;
}

/**
 * Checks all Markdown files of a repository.
 *
 * @param root Its folder.
 * @returns One line for each claim that doesn't hold.
 */
export function checkDocs(root: string): string[] {
  const files = globSync(["**/{*,.*}", ".*/**/*"], { cwd: root, exclude: ignored });
  const known = new Set(files);
  const scripts = scriptsOf(root, files);

  function holds({ kind, name, workspace = "" }: Claim, file: string): boolean {
    if (kind === "script") return scripts.get(workspace)?.has(name) ?? false;
    const path = name.replace(/\/$/u, "");
    if (kind === "link") return known.has(normalize(join(dirname(file), path)));
    return known.has(normalize(path)) || files.some((other) => other.endsWith(`/${path}`));
  }

  return files
    .filter((file) => file.endsWith(".md"))
    .flatMap((file) =>
      claimsOf(readFileSync(join(root, file), "utf8"))
        .filter((claim) => !holds(claim, file))
        .map(({ line, kind, name, workspace }) => {
          const where = workspace === undefined ? "" : ` in ${workspace}`;
          return `${file}:${line}: no such ${kind}: ${name}${where}`;
        }),
    );
}

/** `src/storage/store.ts` and `store.ts` are paths, and whatever starts with a folder of the root. */
function looksLikePath(code: string): boolean {
  if (!/^[\w@.][\w@./-]*(:\d+)?$/u.test(code)) return false;
  return /^(packages|test|tools|docs|\.ci)\//u.test(code) || /[\w-]\.(ts|tsx|css|md)(:\d+)?$/u.test(code);
}

function scriptClaims(code: string, line: number): Claim[] {
  return [...code.matchAll(/\bnpm (?:run )?([\w:-]+)([^&|;]*)/gu)].flatMap(([command, name = "", rest = ""]) => {
    if (builtInScripts.has(name)) return [];
    if (!command.startsWith("npm run ") && name !== "test" && name !== "start") return [];
    const workspace = /(?:-w|--workspace)[ =](\S+)/u.exec(rest)?.[1];
    return [{ line, kind: "script" as const, name, ...(workspace === undefined ? {} : { workspace }) }];
  });
}

/** The npm scripts of the root (under the name "") and of each package. */
function scriptsOf(root: string, files: string[]): Map<string, Set<string>> {
  const manifests = files.filter((file) => /^(packages\/[^/]+\/)?package\.json$/u.test(file));
  return new Map(
    manifests.map((file) => {
      const manifest = JSON.parse(readFileSync(join(root, file), "utf8")) as { name?: string; scripts?: object };
      return [file === "package.json" ? "" : (manifest.name ?? ""), new Set(Object.keys(manifest.scripts ?? {}))];
    }),
  );
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, group = ""]) => group);
}

if (import.meta.main) {
  const problems = checkDocs(fileURLToPath(new URL("..", import.meta.url)));
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
}
