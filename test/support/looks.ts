import type { BrowserContextOptions, Page } from "playwright-core";
import { expect } from "vitest";
import { axe } from "./axe.ts";
import { screenshot } from "./browser.ts";

type Look = readonly [name: string, options: Pick<BrowserContextOptions, "colorScheme" | "viewport">];

const wide = { width: 1280, height: 800 };
const narrow = { width: 360, height: 740 };

/**
 * How a page is looked at. Colours and room don't depend on each other, so each of them is seen once; whoever asks for
 * screenshots gets them together in every way.
 */
export const LOOKS: readonly Look[] = [
  ["light-1280", { colorScheme: "light", viewport: wide }],
  ["dark-360", { colorScheme: "dark", viewport: narrow }],
  ...(process.env["LATCHKEY_TEST_SCREENSHOTS"] === undefined
    ? []
    : ([
        ["dark-1280", { colorScheme: "dark", viewport: wide }],
        ["light-360", { colorScheme: "light", viewport: narrow }],
      ] as const)),
];

/** Nothing that axe finds, and nothing that makes the page scroll sideways. */
export async function expectGood(page: Page, name: string): Promise<void> {
  await page.evaluate(async () => {
    await document.fonts.ready;
    // Colours are what they will be; what turns for ever stays as it is.
    const passing = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
    await Promise.allSettled(passing.map(({ finished }) => finished));
  });
  await screenshot(page, name);
  expect(await axe(page), name).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), name).toBeLessThanOrEqual(0);
}
