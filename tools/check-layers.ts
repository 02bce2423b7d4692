// Checks who imports whom against tools/layers.ts, and that the check saw everything: under a TypeScript that it doesn't
// understand, dependency-cruiser finds no imports and reports success.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import { rules } from "./layers.ts";

/** A relative import, which no part of the tool chain may overlook. */
const relativeImport = /^(?:import|export)\b[^;]*?\bfrom "\.{1,2}\//mu;

/** What was checked. */
export interface LayerReport {
  /** One line for each thing that is wrong. */
  readonly problems: string[];
  readonly moduleCount: number;
  readonly importCount: number;
}

/**
 * Checks the packages, tests and tools of a repository.
 *
 * @param root Its folder.
 */
export async function checkLayers(root: string): Promise<LayerReport> {
  const files = globSync(
    ["packages/*/{src,bin}/**/*.{ts,tsx,js}", "packages/*/*.ts", "{test,tools,bench}/**/*.ts", "*.ts"],
    {
      cwd: root,
    },
  );
  const { modules, summary } = await cruiseAll(root, files);
  const seen = new Map(modules.map((module) => [module.source, module.dependencies.length]));

  const problems = summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
  for (const file of files) {
    const importCount = seen.get(file);
    if (importCount === undefined) {
      problems.push(`not seen: ${file}`);
    } else if (importCount === 0 && relativeImport.test(readFileSync(join(root, file), "utf8"))) {
      problems.push(`imports not seen: ${file}`);
    }
  }
  if (files.length === 0) problems.push(`no source files in ${root}`);
  return { problems, moduleCount: files.length, importCount: summary.totalDependenciesCruised ?? 0 };
}

async function cruiseAll(root: string, files: string[]): Promise<ICruiseResult> {
  const { output } = await cruise(
    files,
    {
      baseDir: root,
      ruleSet: rules,
      validate: true,
      tsPreCompilationDeps: true,
      doNotFollow: { path: "node_modules" },
      moduleSystems: ["es6"],
    },
    { conditionNames: ["import", "types", "node", "default"], exportsFields: ["exports"] },
  );
  if (typeof output === "string") throw new Error(output);
  return output;
}

if (import.meta.main) {
  const { problems, moduleCount, importCount } = await checkLayers(fileURLToPath(new URL("..", import.meta.url)));
  for (const problem of problems) console.error(problem);
  if (problems.length > 0) process.exitCode = 1;
  else console.log(`Layers: ${moduleCount} modules with ${importCount} imports are as tools/layers.ts says.`);
}
