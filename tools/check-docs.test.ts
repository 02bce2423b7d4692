import { describe, expect, test } from "vitest";
import { checkDocs, claimsOf } from "./check-docs.ts";
import { temporaryRepository } from "./temporary-repository.ts";

const manifests = {
  "package.json": '{ "scripts": { "test": "vitest", "start": "node .", "check:docs": "node ." } }',
  "packages/sdk/package.json": '{ "name": "@latchkey/sdk", "scripts": { "generate": "node ." } }',
  "packages/sdk/src/client.ts": "",
  ".ci/run": "",
};

function problemsOf(readme: string, more: Record<string, string> = {}): string[] {
  using repository = temporaryRepository({ ...manifests, "README.md": readme, ...more });
  return checkDocs(repository.root);
}

describe("checkDocs", () => {
  test("finds nothing to say where everything named exists", () => {
    const readme = `
See [the client](packages/sdk/src/client.ts#L3), [ours](./docs/guide.md) and [theirs](https://example.org/a.md).
\`packages/sdk/\`, \`packages/sdk/src/client.ts:12\`, \`src/client.ts\`, \`client.ts\` and \`.ci/run\` are there, and
\`docs/adr/<number>.md\`, \`packages/*/src/*.ts\` and \`lk-acme-4T9WZ7K2M5QX\` name no file.

\`\`\`sh
npm ci && npm test
npm run generate -w @latchkey/sdk
\`\`\`
`;
    expect(problemsOf(readme, { "docs/guide.md": "[back](../README.md) and [below](#below)" })).toEqual([]);
  });

  test.each([
    ["a broken link", "See [the server](packages/server/main.ts).", "link: packages/server/main.ts"],
    ["a missing path", "See `packages/server/main.ts`.", "path: packages/server/main.ts"],
    ["a missing folder", "See `docs/adr/`.", "path: docs/adr/"],
    ["a missing file in no folder", "See `store.ts`.", "path: store.ts"],
    ["a missing script", "Run `npm run build`.", "script: build"],
    ["a missing script in a block", "```\nnpm ci && npm run build\n```", "script: build"],
    ["a script of another package", "`npm run check:docs -w @latchkey/sdk`", "script: check:docs in @latchkey/sdk"],
  ])("finds %s", (_, readme, problem) => {
    expect(problemsOf(readme)).toEqual([expect.stringMatching(new RegExp(`^README\\.md:[12]: no such ${problem}$`))]);
  });

  test("reads links as relative to their file", () => {
    expect(problemsOf("", { "docs/guide.md": "[client](packages/sdk/src/client.ts)" })).toEqual([
      "docs/guide.md:1: no such link: packages/sdk/src/client.ts",
    ]);
  });
});

test("claimsOf takes prose for prose", () => {
  expect(claimsOf("npm packages and npm start-up time, either/or, [a] (b.md), `npm view pg` and `read.me`")).toEqual(
    [],
  );
});
