import { expect, test } from "vitest";
import { checkLayers } from "./check-layers.ts";
import { temporaryRepository } from "./temporary-repository.ts";

/** Checks a repository that holds just these files. */
async function problemsOf(files: Record<string, string>): Promise<string[]> {
  using repository = temporaryRepository(files);
  return (await checkLayers(repository.root)).problems;
}

const key = { "packages/server/src/domain/key.ts": "export const key = 1;" };
const store = { "packages/server/src/storage/store.ts": 'export { key } from "../domain/key.ts";' };
const sqlite = { "packages/server/src/storage/sqlite.ts": 'export { key } from "./store.ts";' };
const main = { "packages/server/src/main.ts": 'import "./storage/sqlite.ts";' };

test("imports as designed are no problem", async () => {
  const problems = await problemsOf({
    ...key,
    ...store,
    ...sqlite,
    ...main,
    "packages/server/src/usecases/renew-token.ts": 'import type { key } from "../storage/store.ts";',
    "packages/server/src/domain/key.test.ts": 'import "../storage/sqlite.ts"; import "../main.ts";',
    "packages/cli/src/run.ts": 'import "../../server/src/main.ts";',
  });
  expect(problems).toEqual([]);
});

test.each([
  [
    "a lower layer importing a higher one",
    "server/src/verify/decide.ts",
    "../storage/sqlite.ts",
    "server-verify-imports",
  ],
  [
    "a use case importing an engine",
    "server/src/usecases/renew-token.ts",
    "../storage/sqlite.ts",
    "server-usecases-imports",
  ],
  [
    "a route importing the store",
    "server/src/http/routes/keys/list.ts",
    "../../../storage/store.ts",
    "server-http-imports",
  ],
  [
    "a layer importing what puts everything together",
    "server/src/feed/follower.ts",
    "../main.ts",
    "server-feed-imports",
  ],
  ["a Node module in the domain", "server/src/domain/clock.ts", "node:fs", "server-domain-imports"],
  ["a folder without a rule", "server/src/misc/things.ts", "../domain/key.ts", "server-unknown-layer"],
  ["the SDK importing the server", "sdk/src/client.ts", "../../server/src/domain/key.ts", "sdk-imports"],
  ["the console importing the server", "console/src/page.tsx", "../../server/src/domain/key.ts", "console-imports"],
  ["the command importing the server's inside", "cli/src/run.ts", "../../server/src/domain/key.ts", "cli-imports"],
])("%s is found", async (_, path, imported, rule) => {
  const problems = await problemsOf({
    ...key,
    ...store,
    ...sqlite,
    ...main,
    [`packages/${path}`]: `import "${imported}";`,
  });
  expect(problems).toEqual([expect.stringMatching(new RegExp(`^${rule}: packages/${path} -> `))]);
});

test("an import of a type alone counts", async () => {
  const problems = await problemsOf({
    ...key,
    ...store,
    "packages/server/src/domain/token.ts": 'import type { key } from "../storage/store.ts";',
  });
  expect(problems).toEqual([expect.stringMatching(/^server-domain-imports: /)]);
});

test("a cycle is found, also between tests", async () => {
  const problems = await problemsOf({
    "test/one.ts": 'export { other } from "./other.ts"; export const one = 1;',
    "test/other.ts": 'export { one } from "./one.ts"; export const other = 2;',
  });
  expect(problems).toContainEqual(expect.stringMatching(/^circular: test\/one\.ts -> test\/other\.ts/));
});

test("a module that nothing imports and that imports nothing is found", async () => {
  expect(await problemsOf(key)).toEqual([expect.stringMatching(/^orphan: packages\/server\/src\/domain\/key\.ts/)]);
});

test("an import of something that doesn't exist is found", async () => {
  const problems = await problemsOf({
    ...key,
    "packages/server/src/domain/token.ts": 'import "./key.ts"; import "./gone.ts";',
  });
  expect(problems).toContainEqual(expect.stringMatching(/^unresolvable: .*token\.ts -> \.\/gone\.ts/));
});

test("seeing nothing isn't success", async () => {
  expect(await problemsOf({ "README.md": "# Nothing here" })).toEqual([expect.stringMatching(/^no source files in /)]);
});

test("a file whose imports dependency-cruiser overlooks is found", async () => {
  // To the tool the comment's import doesn't exist, as it would under a TypeScript that it can't read.
  const problems = await problemsOf({
    "test/one.test.ts": '/*\nimport "./other.ts";\nimport one from "./one.ts";\n*/',
  });
  expect(problems).toEqual(["imports not seen: test/one.test.ts"]);
});
