// Several nodes on one PostgreSQL: how soon the others know what one has acknowledged.
import { createClient } from "@latchkey/sdk/client";
import { startPostgres } from "../test/support/postgres-server.ts";
import { add, percentile, rounded, say } from "./figures.ts";
import { addAccounts, admitted, type Installation, questionOf, start } from "./installation.ts";

const NODES = 3;
const REVOCATIONS = 1_000;
const SECRET = "server-secret-of-the-bench-0123456789";

export async function measureNodes(): Promise<void> {
  say(`${NODES} nodes on one PostgreSQL`);
  await using stack = new AsyncDisposableStack();
  const postgres = stack.use(await startPostgres({ durable: true }));
  const environment = { LATCHKEY_DATABASE_URL: postgres.url, LATCHKEY_SECRET: SECRET };
  const nodes: Installation[] = [];
  for (let index = 0; index < NODES; index++) {
    const node = await start(environment);
    stack.defer(() => node.stop());
    nodes.push(node);
  }
  const [first, ...others] = nodes as [Installation, ...Installation[]];
  await addAccounts(first);
  const asked = await admitted(first);
  const credential = { kind: "bearer", token: asked.service } as const;
  const services = others.map(({ baseUrl }) => createClient({ baseUrl, credential }));
  const body = questionOf(asked);
  const path = { account: "owner", key: asked.key };
  const setStatus = (status: "active" | "inactive") =>
    first.operator.patch("/v1/accounts/{account}/api-keys/{key}", { path, body: { status } });
  const becomes = async (service: (typeof services)[number], valid: boolean) => {
    // A node that hasn't heard of the service key yet refuses to answer at all.
    const asked = () =>
      service.post("/v1/verify", { body }).then(
        ({ data }) => data.valid,
        () => undefined,
      );
    while ((await asked()) !== valid);
    return performance.now();
  };

  const delays: number[] = [];
  for (let count = 0; count < REVOCATIONS; count++) {
    await Promise.all(services.map((service) => becomes(service, true)));
    await setStatus("inactive");
    const acknowledgedMs = performance.now();
    const seenMs = await Promise.all(services.map((service) => becomes(service, false)));
    delays.push(Math.max(...seenMs) - acknowledgedMs);
    await setStatus("active");
  }
  const details = { nodes: NODES, revocations: REVOCATIONS, p50Ms: rounded(percentile(delays, 0.5)) };
  const figure = "a revocation acknowledged on one node until all others refuse, p99";
  add({ figure, value: percentile(delays, 0.99), unit: "ms", details }, { atMost: 250 });
}
