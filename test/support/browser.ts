import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from "playwright-core";
import { inject } from "vitest";
import { watchPage, type PageWatch } from "./page-watch.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the run's browser listens. */
    browserUrl: string;
  }
}

/** A page in a browser context (cookies, storage) of its own, under watch. */
export interface WatchedPage extends AsyncDisposable {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What went wrong on the page so far. */
  readonly watch: PageWatch;
  /** Closes the context. */
  readonly close: () => Promise<void>;
}

/**
 * The browser of the test run. `close()` at the end of a test file only disconnects from it.
 */
export function connectBrowser(): Promise<Browser> {
  return chromium.connect(inject("browserUrl"));
}

/**
 * Opens an empty page of 1280 by 800 CSS pixels, light, with reduced motion; `options` override that.
 *
 * End a test with `watch.expectNoProblems()`.
 */
export async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<WatchedPage> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    colorScheme: "light",
    reducedMotion: "reduce",
    locale: "en-US",
    timezoneId: "UTC",
    ...options,
  });
  const page = await context.newPage();
  const watch = await watchPage(page);
  const close = (): Promise<void> => context.close();
  return { page, context, watch, close, [Symbol.asyncDispose]: close };
}

/**
 * Takes a picture of the whole page into the folder that the environment variable `LATCHKEY_TEST_SCREENSHOTS` names;
 * does nothing without it.
 *
 * @param name File name without extension.
 */
export async function screenshot(page: Page, name: string): Promise<void> {
  const folder = process.env["LATCHKEY_TEST_SCREENSHOTS"];
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
