// Writes openapi.json from the routes' schemas, and from that the SDK's types and what it has to know of paths; with --check, says whether the committed ones
// are still true.
import { readFile, writeFile } from "node:fs/promises";
import openapiTypescript, { astToString, type OpenAPI3 } from "openapi-typescript";
import { format } from "prettier";
import { openApiDocument } from "../packages/server/src/http/openapi-document.ts";

const document = (await openApiDocument()) as OpenAPI3;
const types = astToString(await openapiTypescript(structuredClone(document), { alphabetize: false }));
const creating = Object.entries(document.paths ?? {})
  .filter(([, path]) => JSON.stringify(path).includes('"name":"idempotency-key"'))
  .map(([path]) => path);
if (creating.length === 0) throw new Error("no route takes an Idempotency-Key");
const forms = Object.entries(document.paths ?? {})
  .filter(([, path]) => JSON.stringify(path).includes('"application/x-www-form-urlencoded"'))
  .map(([path]) => path);
if (forms.length === 0) throw new Error("no route takes a form");
const files: [path: string, content: string][] = [
  ["openapi.json", await format(JSON.stringify(document), { parser: "json", printWidth: 120 })],
  [
    "packages/sdk/src/api-types.ts",
    await format(`/** Generated from openapi.json by \`npm run openapi\`. */\n${types}`, {
      parser: "typescript",
      printWidth: 120,
    }),
  ],
  [
    "packages/sdk/src/creating-paths.ts",
    await format(
      `/** Paths to which a POST creates something, and takes an \`Idempotency-Key\`. Generated from openapi.json by \`npm run openapi\`. */
      export const CREATING_PATHS: ReadonlySet<string> = new Set(${JSON.stringify(creating)});`,
      { parser: "typescript", printWidth: 120 },
    ),
  ],
  [
    "packages/sdk/src/form-paths.ts",
    await format(
      `/** Paths to which a POST sends a form, and not JSON. Generated from openapi.json by \`npm run openapi\`. */
      export const FORM_PATHS: ReadonlySet<string> = new Set(${JSON.stringify(forms)});`,
      { parser: "typescript", printWidth: 120 },
    ),
  ],
];

for (const [path, content] of files) {
  const url = new URL(`../${path}`, import.meta.url);
  if (!process.argv.includes("--check")) await writeFile(url, content);
  else if ((await readFile(url, "utf8").catch(() => "")) !== content) {
    process.stderr.write(`${path} is not what the routes say: run \`npm run openapi\` and commit it.\n`);
    process.exitCode = 1;
  }
}
