import { CamelCasePlugin, type PluginTransformResultArgs, type QueryResult, type UnknownRow } from "kysely";

/**
 * Columns in snake_case, in camelCase where they are read. Kysely's own plugin looks at every value of every row for what may be nested
 * in it; nothing is, and all rows of a result have the same columns.
 */
export class ColumnNames extends CamelCasePlugin {
  override transformResult({ result }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    const [first] = result.rows;
    if (!first) return Promise.resolve(result);
    const columns = Object.keys(first);
    const names = columns.map((column) => this.camelCase(column));
    if (columns.every((column, index) => column === names[index])) return Promise.resolve(result);
    const rows = result.rows.map((row) => {
      const named: Record<string, unknown> = {};
      for (let index = 0; index < columns.length; index++)
        named[names[index] as string] = row[columns[index] as string];
      return named;
    });
    return Promise.resolve({ ...result, rows });
  }
}
