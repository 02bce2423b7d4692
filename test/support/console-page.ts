import type { Page } from "playwright-core";
import type { Wording } from "./wording.ts";

/** A page of the console over demo data, as somebody meets it. */
export interface ConsolePage {
  readonly name: string;
  /** Who opens it; `null` for somebody who isn't signed in. */
  readonly email: string | null;
  readonly path: string;
  /** What to do there first, by what the console says: opens a menu or a dialog. */
  readonly prepare?: (page: Page, words: Wording) => Promise<void>;
}

/** Opens the menu of a row, counted from 0. */
export async function openMenuOf(page: Page, row: number): Promise<void> {
  await page.locator(".table-cell[data-kind=actions] button").nth(row).click();
  await page.getByRole("menu").waitFor();
}

export const openRowMenu = (page: Page): Promise<void> => openMenuOf(page, 0);

/** Chooses from the menu of a row, counted from 0, what opens a dialog. */
export function choose(key: string, row = 0): NonNullable<ConsolePage["prepare"]> {
  return async (page, words) => {
    await openMenuOf(page, row);
    await page.getByRole("menuitem", { name: words(key), exact: true }).click();
    await page.getByRole("alertdialog").waitFor();
  };
}
