import type { PostgresCursor } from "kysely";

/** What a cursor needs of a connection. */
export interface CursorClient {
  readonly inTransaction: boolean;
  run<R>(sql: string, parameters: readonly unknown[]): Promise<{ readonly rows: R[] }>;
}

let lastCursor = 0;

/**
 * Streams a query's rows through an SQL cursor (`declare`, `fetch`). Unlike a protocol-level portal, each chunk is a
 * statement with a time-out of its own, so a slow consumer is bounded by the idle time-out alone.
 *
 * A cursor lives in a transaction: the caller's where there is one, else one of its own.
 */
export class SqlCursor<R> implements PostgresCursor<R> {
  readonly #sql: string;
  readonly #parameters: readonly unknown[];
  readonly #name = `latchkey_cursor_${++lastCursor}`;
  #client: CursorClient | undefined;
  #state: "new" | "open" | "closed" = "new";
  #ownsTransaction = false;

  constructor(sql: string, parameters: unknown[]) {
    this.#sql = sql;
    this.#parameters = parameters;
  }

  attach(client: CursorClient): void {
    this.#client = client;
  }

  /** The next rows, `count` of them at most; none at the end. */
  async read(count: number): Promise<R[]> {
    const client = this.#attached();
    if (this.#state === "new") await this.#open(client);
    const { rows } = await client.run<R>(`fetch forward ${count} from ${this.#name}`, []);
    return rows;
  }

  /** Never fails: whatever broke the cursor was, or will be, thrown by the statement that it broke. */
  async close(): Promise<void> {
    const { state, client } = { state: this.#state, client: this.#attached() };
    this.#state = "closed";
    if (state === "closed") return;
    try {
      if (this.#ownsTransaction) await client.run("rollback", []);
      else if (state === "open") await client.run(`close ${this.#name}`, []);
    } catch {
      // The transaction is aborted or the connection lost; either way the cursor is gone, or goes with it.
    }
  }

  async #open(client: CursorClient): Promise<void> {
    if (!client.inTransaction) {
      this.#ownsTransaction = true;
      await client.run("start transaction isolation level repeatable read read only", []);
    }
    await client.run(`declare ${this.#name} no scroll cursor for ${this.#sql}`, this.#parameters);
    this.#state = "open";
  }

  #attached(): CursorClient {
    if (this.#client === undefined) throw new Error("the cursor has no connection");
    return this.#client;
  }
}
