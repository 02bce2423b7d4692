import { table, visible } from "./table.ts";
import type { Terminal } from "./terminal.ts";

/** A column's title, and what stands in it. */
export type Column<Item> = readonly [title: string, text: (item: Item) => string];

/** Part of a list, as the API answers it. */
export interface List<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
  readonly total: number;
}

/** What a command says: tables for people, or JSON for scripts. */
export class Output {
  readonly #terminal: Terminal;
  readonly #isJson: boolean;

  constructor(terminal: Terminal, isJson: boolean) {
    this.#terminal = terminal;
    this.#isJson = isJson;
  }

  /** @param json what the API answered, where that isn't the list itself */
  list<Item>(columns: readonly Column<Item>[], list: List<Item>, json: unknown = list): void {
    if (this.#isJson) return this.#json(json);
    const { items, total } = list;
    if (items.length === 0) return this.#terminal.note("Nothing there.");
    const rows = items.map((item) => columns.map(([, text]) => text(item)));
    const titles = columns.map(([title]) => title);
    this.#terminal.print(table([titles, ...rows], this.#terminal.columns));
    if (total > items.length) this.#terminal.note(`${items.length} of ${total}: --limit shows more.`);
  }

  /** One object, a field a line. Values are never cut: a token may be among them. */
  object(json: unknown, fields: Readonly<Record<string, string>>): void {
    if (this.#isJson) return this.#json(json);
    const width = Math.max(...Object.keys(fields).map((name) => name.length));
    const lines = Object.entries(fields).map(([name, value]) => `${name.padEnd(width)}  ${visible(value)}`);
    this.#terminal.print(lines.join("\n"));
  }

  /** That something was done. With `--json` what the API answered, if anything. */
  done(text: string, json?: unknown): void {
    if (this.#isJson) {
      if (json !== undefined) this.#json(json);
    } else {
      this.#terminal.print(visible(text));
    }
  }

  #json(value: unknown): void {
    this.#terminal.print(JSON.stringify(value, undefined, 2));
  }
}

/** Reads a list page by page, up to `most` items. */
export async function readList<Item>(
  most: number,
  read: (page: { limit: number; cursor?: string }) => Promise<{ readonly data: List<Item> }>,
): Promise<List<Item>> {
  const items: Item[] = [];
  let cursor: string | null = null;
  for (;;) {
    const limit = Math.min(most - items.length, PAGE_MOST);
    const { data: page }: { data: List<Item> } = await read({ limit, ...(cursor !== null && { cursor }) });
    items.push(...page.items);
    cursor = page.nextCursor;
    if (cursor === null || items.length >= most) return { items, nextCursor: cursor, total: page.total };
  }
}

/** Most items that the API answers at once. */
const PAGE_MOST = 200;
