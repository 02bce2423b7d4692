// Installations that are measured: their data, their servers, and requests to them.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@latchkey/sdk/client";
import { load, type ServerProcess, startServer } from "./child.ts";
import type { LoadResult } from "./load.ts";
import { type Credential, type Seed, seedKeys } from "./seed.ts";

export const OPERATOR_TOKEN = "operator-token-of-the-bench-0123456789";
/** What is asked for, and a role that opens it. */
const RESOURCE = "account.view-api-keys";
export const ROLE = "user-administrator-restricted";

const CONNECTIONS = 64;
const ROUND_SECONDS = 1;
const folder = await mkdtemp(join(tmpdir(), "latchkey-bench-"));

export interface Installation extends ServerProcess {
  readonly baseUrl: string;
  readonly operator: ReturnType<typeof createClient>;
}

/** A file or folder that is gone with the bench. */
export function temporary(name: string): string {
  return join(folder, name);
}

export function removeTemporary(): Promise<void> {
  return rm(folder, { recursive: true, force: true });
}

/** An installation with two accounts, owner and host, and many keys: its folder, and credentials of those that were to be known. */
export async function prepared(
  name: string,
  ...seeds: readonly Seed[]
): Promise<{ dataDir: string; known: readonly Credential[] }> {
  const dataDir = temporary(name);
  const server = await start({ LATCHKEY_DATA_DIR: dataDir });
  await addAccounts(server);
  await server.stop();
  return { dataDir, known: seeds.flatMap((seed) => seedKeys(dataDir, seed)) };
}

export async function addAccounts({ operator }: Installation): Promise<void> {
  for (const account of ["owner", "host"]) {
    await operator.post("/v1/accounts", { body: { name: account, displayName: account } });
  }
}

/** Starts a server, as its environment says. */
export async function start(environment: Readonly<Record<string, string>>): Promise<Installation> {
  const cli = new URL("../packages/cli/bin/latchkey.js", import.meta.url).pathname;
  const whole = { LATCHKEY_OPERATOR_TOKEN: OPERATOR_TOKEN, PORT: "0", ...environment };
  const server = await startServer([cli, "serve"], whole, /listens on http:\/\/[^:]+:(\d+)/);
  const baseUrl = `http://127.0.0.1:${server.port}`;
  const operator = createClient({ baseUrl, credential: { kind: "bearer", token: OPERATOR_TOKEN } });
  return { ...server, baseUrl, operator };
}

/** A key that host has admitted, and a service key to ask with. */
export interface Asked extends Credential {
  readonly service: string;
}

/** Everything that a service's questions about one admitted key need. */
export async function admitted({ operator }: Installation): Promise<Asked> {
  const { data: key } = await operator.post("/v1/accounts/{account}/api-keys", {
    path: { account: "owner" },
    body: { name: "The one that asks", roles: [] },
  });
  const body = { key: key.key, name: "Partner", roles: [ROLE] };
  await operator.post("/v1/accounts/{account}/external-keys", { path: { account: "host" }, body });
  const { data: service } = await operator.post("/v1/service-keys", { body: { name: "bench" } });
  return { key: key.key, token: key.token ?? "", service: service.token ?? "" };
}

/** What a service asks about a key. */
export function questionOf({ key, token }: Credential) {
  return { account: "host", key, token, resource: RESOURCE };
}

export function authorizeHeaders({ key, service, token }: Asked): Record<string, string> {
  return {
    "x-latchkey-service-key": service,
    "x-latchkey-account": "host",
    "x-latchkey-resource": RESOURCE,
    "x-api-key": key,
    "x-api-token": token,
  };
}

/** A gateway's question, as it goes over the wire. */
export function authorizeRequest(asked: Asked): string {
  return getRequest("/v1/authorize", authorizeHeaders(asked));
}

export function getRequest(path: string, headers: Readonly<Record<string, string>>): string {
  return `GET ${path} HTTP/1.1\r\n${headerLines({ host: "127.0.0.1", ...headers })}\r\n\r\n`;
}

/** A service's question, likewise. */
export function postRequest(path: string, service: string, body: object): string {
  const text = JSON.stringify(body);
  const headers = {
    host: "127.0.0.1",
    authorization: `Bearer ${service}`,
    "content-type": "application/json",
    "content-length": String(Buffer.byteLength(text)),
  };
  return `POST ${path} HTTP/1.1\r\n${headerLines(headers)}\r\n\r\n${text}`;
}

function headerLines(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join("\r\n");
}

/** What an answer says beside what Node's server says anyway. */
export function answerHeaders({ headers }: Response): Record<string, string> {
  const own = ["connection", "date", "keep-alive", "transfer-encoding"];
  return Object.fromEntries([...headers].filter(([name]) => !own.includes(name)));
}

export interface Measured {
  readonly perSecond: number;
  /** Of the server, for one request, in seconds; NaN where the system doesn't say. */
  readonly cpuSeconds: number;
}

/** As many requests as a server answers in a second. */
export async function measure(server: ServerProcess, requests: readonly string[]): Promise<Measured> {
  const before = await server.cpuSeconds();
  const { answers, failures, requestsPerSecond } = await loadOn(server, requests);
  const after = await server.cpuSeconds();
  if (failures > 0) throw new Error(`${failures} answers weren't 200`);
  return { perSecond: requestsPerSecond, cpuSeconds: ((after ?? Number.NaN) - (before ?? Number.NaN)) / answers };
}

/** @param options.rate requests a second, whether or not they are answered; default: as many as are answered */
export function loadOn(
  { port }: ServerProcess,
  requests: readonly string[],
  { rate, seconds = ROUND_SECONDS }: { readonly rate?: number; readonly seconds?: number } = {},
): Promise<LoadResult> {
  return load({ port, requests, connections: CONNECTIONS, seconds, rate: rate ?? null });
}
