// How long one management write takes, on each engine, with every commit on the disk.
import { startPostgres } from "../test/support/postgres-server.ts";
import { add, percentile, rounded, say } from "./figures.ts";
import { addAccounts, admitted, type Installation, start, temporary } from "./installation.ts";

const WRITES = 500;
const SECRET = "server-secret-of-the-bench-0123456789";

export async function measureWrites(): Promise<void> {
  say("management writes");
  await measureOn("SQLite", { LATCHKEY_DATA_DIR: temporary("writes") });
  await using postgres = await startPostgres({ durable: true });
  await measureOn("PostgreSQL", { LATCHKEY_DATABASE_URL: postgres.url, LATCHKEY_SECRET: SECRET });
}

async function measureOn(engine: string, environment: Readonly<Record<string, string>>): Promise<void> {
  const server = await start(environment);
  try {
    await addAccounts(server);
    const { key } = await admitted(server);
    const took: number[] = [];
    for (let count = 0; count < WRITES; count++) took.push(await write(server, key, count));
    const details = { p99Ms: rounded(percentile(took, 0.99)), writes: WRITES };
    add(
      { figure: `one change of a key on ${engine}, p50`, value: percentile(took, 0.5), unit: "ms", details },
      "measured",
    );
  } finally {
    await server.stop();
  }
}

async function write({ operator }: Installation, key: string, count: number): Promise<number> {
  const startMs = performance.now();
  const path = { account: "owner", key };
  await operator.patch("/v1/accounts/{account}/api-keys/{key}", { path, body: { name: `Changed ${count}` } });
  return performance.now() - startMs;
}
