import type { CompiledQuery, Compilable, Kysely } from "kysely";
import type { Schema } from "../schema.ts";

/** Stands for a value in a statement that is built once. */
class Placeholder {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/**
 * A statement that is built and compiled once on each engine, and then only given other values: for what every change or every
 * question asks, where that takes longer than the database does.
 *
 * @param build builds it. A value may stand wherever SQL takes a parameter; which one it is mustn't decide what is built. Every call
 *   gives values of the same names.
 */
export function statement<Values extends object, Row>(
  build: (db: Kysely<Schema>, values: Values) => Compilable<Row>,
): (db: Kysely<Schema>, values: Values) => Promise<Row[]> {
  // By what compiles: another one for each engine that is opened, and the same one for its transactions.
  const compiled = new WeakMap<object, CompiledQuery<Row>>();
  return async (db, values) => {
    const { adapter } = db.getExecutor();
    let query = compiled.get(adapter);
    if (query === undefined) {
      const names = Object.keys(values);
      const placeholders = Object.fromEntries(names.map((name) => [name, new Placeholder(name)]));
      query = build(db, placeholders as unknown as Values).compile();
      compiled.set(adapter, query);
    }
    const parameters = query.parameters.map((value) =>
      value instanceof Placeholder ? values[value.name as keyof Values] : value,
    );
    const { rows } = await db.executeQuery<Row>({ ...query, parameters });
    return rows;
  };
}
