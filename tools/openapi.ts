// Writes openapi.json from the routes' schemas, and the SDK's types from that; with --check, says whether the committed ones
// are still true.
import { readFile, writeFile } from "node:fs/promises";
import openapiTypescript, { astToString, type OpenAPI3 } from "openapi-typescript";
import { format } from "prettier";
import { openApiDocument } from "../packages/server/src/http/openapi-document.ts";

const document = (await openApiDocument()) as OpenAPI3;
const types = astToString(await openapiTypescript(structuredClone(document), { alphabetize: false }));
const files: [path: string, content: string][] = [
  ["openapi.json", await format(JSON.stringify(document), { parser: "json", printWidth: 120 })],
  [
    "packages/sdk/src/api-types.ts",
    await format(`/** Generated from openapi.json by \`npm run openapi\`. */\n${types}`, {
      parser: "typescript",
      printWidth: 120,
    }),
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
