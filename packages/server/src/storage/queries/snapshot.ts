import type { Kysely } from "kysely";
import type { Schema } from "../schema.ts";

/**
 * Runs reads that have to agree with each other: in a read-only transaction of their own, or, inside a changing
 * transaction, in that one.
 */
export type Snapshot = <T>(read: (db: Kysely<Schema>) => Promise<T>) => Promise<T>;
