// Scripts as they were written for VTEX, against a door that is open.
import { z } from "zod";
import { addAccounts, addKey, type KeyCredentials, type ListOf, loadCatalog } from "../../http/test-fixtures.ts";
import { type Answer, createTestServer, type Method, type TestServer } from "../../test-server.ts";

export const HOST = "acme.keys.example.com";
const PUBLIC_URL = "https://keys.example.com";
export const APP_KEYS = "/api/vlm/appkeys";
export const rolesOf = (userId: string) => `/api/license-manager/users/${userId}/roles`;
export const renewal = (key: string) => `/api/vtexid/apikey/${key}/apitoken`;

/** An error of `/api/vlm`, as VTEX documents it. */
export const vlmErrorSchema = z.strictObject({
  Details: z.null(),
  HttpStatusCode: z.int(),
  VLMErrorCode: z.int().nullable(),
  Message: z.string(),
});

/** An error of the other APIs. */
export const messageSchema = z.strictObject({ Message: z.string() });

interface Asked {
  /** Absent: the store's script. `null`: nobody. */
  readonly as?: KeyCredentials | null;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly host?: string;
}

/** A server with an open door, and a script of the account `acme` that has a key with everything. */
export interface Door {
  readonly server: TestServer;
  readonly admin: KeyCredentials;
  /** Sends a request as scripts for VTEX do: by its header names, to the account's host. */
  readonly ask: <Body = unknown>(method: Method, url: string, asked?: Asked) => Promise<Answer<Body>>;
}

export async function openDoor(): Promise<Door> {
  const server = await createTestServer({ vtex: true, publicUrl: PUBLIC_URL });
  await loadCatalog(server);
  await addAccounts(server, "acme", "partner");
  const admin = await addKey(server, "acme", ["owner"], "The store's script");
  return {
    server,
    admin,
    ask<Body = unknown>(method: Method, url: string, { as = admin, body, headers, host = HOST }: Asked = {}) {
      const credential = as && { "x-vtex-api-appkey": as.key, "x-vtex-api-apptoken": as.token };
      return server.call<Body>(method, url, {
        as: null,
        headers: { host, accept: "application/json", "content-type": "application/json", ...credential, ...headers },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    },
  };
}

/** What an account's log says of something, the newest first. */
export async function auditOf(
  server: TestServer,
  account: string,
  target: string,
): Promise<readonly { readonly action: string; readonly actor: object }[]> {
  const url = `/v1/accounts/${account}/audit-events?target=${target}`;
  return (await server.call<ListOf<{ action: string; actor: object }>>("GET", url)).body.items;
}
