import axeCore from "axe-core";
import type { Page } from "playwright-core";

/** One accessibility rule that a page breaks. */
export interface AxeFinding {
  /** The rule's id, e.g. `color-contrast`. */
  readonly rule: string;
  readonly help: string;
  /** What breaks it: CSS selectors, each with the reasons. */
  readonly places: readonly string[];
}

/**
 * Looks for accessibility mistakes in what the page shows now, by WCAG 2.2 A and AA and axe's best practices.
 *
 * Use it as `expect(await axe(page)).toEqual([])`.
 *
 * @param within CSS selector of the only part to look at; default the whole page.
 */
export async function axe(page: Page, within?: string): Promise<AxeFinding[]> {
  await page.evaluate(axeCore.source);
  return page.evaluate(async (selector) => {
    const { axe: injected } = globalThis as unknown as { axe: typeof axeCore };
    const { violations } = await injected.run(selector ?? document, {
      resultTypes: ["violations"],
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    return violations.map(({ id, help, nodes }) => ({
      rule: id,
      help,
      places: nodes.map(({ target, any, all, none }) => {
        const reasons = [...any, ...all, ...none].map(({ message }) => message);
        return `${target.join(" ")}: ${reasons.join("; ")}`;
      }),
    }));
  }, within);
}
