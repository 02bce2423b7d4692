import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { buildConsole } from "../../packages/console/build.ts";
import { temporaryFolder } from "../support/latchkey.ts";

test("two builds at once leave one whole console, and nothing else; a third has nothing to do", async () => {
  const parent = await temporaryFolder();
  const folder = join(parent, "dist");
  const built = await Promise.all([buildConsole(folder), buildConsole(folder)]);
  expect(built).toContain(true);
  expect(await readdir(parent)).toEqual(["dist"]);
  const page = await readFile(join(folder, "index.html"), "utf8");
  const files = [...page.matchAll(/(?:src|href)="\/([^"]+)"/g)].map(([, file = ""]) => file);
  expect(files.length).toBeGreaterThan(4);
  // Not React as developers want it, whatever NODE_ENV the builder has: twice as big, and Vite warns of it.
  for (const file of files) {
    const { length } = await readFile(join(folder, file));
    expect(length, file).toBeGreaterThan(0);
    expect(length, file).toBeLessThan(500_000);
  }
  expect(page).not.toMatch(/<style|<script(?![^>]*src=)|style=/);

  expect(await buildConsole(folder)).toBe(false);
  await rm(join(folder, ".built-from"));
  expect(await buildConsole(folder)).toBe(true);
});
