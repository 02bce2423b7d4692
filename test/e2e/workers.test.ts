import { execFileSync } from "node:child_process";
import { Agent, request } from "node:http";
import { expect, test } from "vitest";
import { addressOf, latchkey, temporaryFolder } from "../support/latchkey.ts";
import { createPostgresDatabase } from "../support/postgres.ts";

const OPERATOR_TOKEN = "operator-token-of-the-tests-0123456789";
const WORKERS = 3;

interface Answer {
  readonly status: number;
  readonly body: Record<string, string>;
}

/** Over a connection of its own, so that each may be taken by another worker. */
function call(method: string, url: string, bearer: string, body?: unknown): Promise<Answer> {
  const { promise, reject, resolve } = Promise.withResolvers<Answer>();
  const headers = { authorization: `Bearer ${bearer}`, "content-type": "application/json" };
  request(url, {
    method,
    agent: new Agent(),
    headers: body === undefined ? { authorization: headers.authorization } : headers,
  })
    .on("error", reject)
    .on("response", (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(text || "{}") as Record<string, string> }),
      );
    })
    .end(body === undefined ? undefined : JSON.stringify(body));
  return promise;
}

function childrenOf(pid: number): number[] {
  const output = execFileSync("ps", ["-o", "pid=", "--ppid", String(pid)], { encoding: "utf8" });
  return output.split("\n").map(Number).filter(Boolean);
}

test("rule 12: workers on one port refuse a key as soon as one of them has acknowledged its end, and outlive each other", async () => {
  await using database = await createPostgresDatabase();
  const environment = {
    LATCHKEY_DATA_DIR: await temporaryFolder(),
    LATCHKEY_OPERATOR_TOKEN: OPERATOR_TOKEN,
    LATCHKEY_DATABASE_URL: database.url,
    LATCHKEY_WORKERS: String(WORKERS),
  };
  const server = latchkey(["serve"], environment);
  const address = await addressOf(server);
  expect(server.output.match(/listens on/g)).toHaveLength(1);
  const operator = (method: string, path: string, body?: unknown) =>
    call(method, `${address}${path}`, OPERATOR_TOKEN, body);
  await operator("POST", "/v1/accounts", { name: "acme", displayName: "Acme" });
  const { body: service } = await operator("POST", "/v1/service-keys", { name: "Orders" });
  const ask = ({ key, token }: Record<string, string>) =>
    call("POST", `${address}/v1/verify`, service["token"] ?? "", { account: "acme", key, token });

  const revokeOne = async () => {
    const { body: key } = await operator("POST", "/v1/accounts/acme/api-keys", { name: "ERP", roles: [] });
    const before = await Promise.all(Array.from({ length: 6 }, () => ask(key)));
    expect(before.map(({ body }) => body["code"])).toEqual(Array(6).fill("VALID"));
    await operator("PATCH", `/v1/accounts/acme/api-keys/${key["key"]}`, { status: "inactive" });
    const after = await Promise.all(Array.from({ length: 6 }, () => ask(key)));
    expect(after.map(({ body }) => body["code"])).toEqual(Array(6).fill("KEY_INACTIVE"));
  };
  for (let round = 0; round < 10; round++) await revokeOne();

  const workers = childrenOf(server.pid);
  expect(workers).toHaveLength(WORKERS);
  process.kill(workers[0] ?? 0, "SIGKILL");
  await expect.poll(() => childrenOf(server.pid).filter((pid) => !workers.includes(pid))).toHaveLength(1);
  for (let round = 0; round < 3; round++) await revokeOne();

  expect(await server.stop()).toBe(0);
});

test("what keeps the first worker from starting is said once", async () => {
  const server = latchkey(["serve"], {
    LATCHKEY_DATA_DIR: await temporaryFolder(),
    LATCHKEY_OPERATOR_TOKEN: OPERATOR_TOKEN,
    LATCHKEY_DATABASE_URL: "postgres://nobody@127.0.0.1:1/nothing",
    LATCHKEY_WORKERS: "4",
  });
  expect(await server.exited).toBe(1);
  expect(server.output.match(/LATCHKEY_DATABASE_URL/g)).toHaveLength(1);
});
