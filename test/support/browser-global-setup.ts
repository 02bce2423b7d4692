import type { TestProject } from "vitest/node";
import type { BrowserAddress } from "./browser-keeper.ts";
import { startKeeper } from "./keeper.ts";

/** Starts the one browser of a test run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { value, stop } = await startKeeper<BrowserAddress>(new URL("./browser-keeper.ts", import.meta.url));
  project.provide("browserUrl", value.webSocketUrl);
  return stop;
}
