// Renewals and one-time links, as tests make and look at them.
import { expect } from "vitest";
import type { Answer, TestServer } from "../test-server.ts";
import { addKey, type KeyCredentials, type ListOf } from "./test-fixtures.ts";

export interface RenewedKey {
  readonly token?: string;
  readonly tokenLink?: { readonly id: string; readonly url: string; readonly expiresAt: string };
  readonly tokens: readonly {
    readonly id: string;
    readonly state: string;
    readonly link: { readonly id: string } | null;
  }[];
}

/** Renews a key's token as the operator. */
export async function renew(
  server: TestServer,
  account: string,
  key: string,
  body: { readonly tokenDelivery?: "inline" | "link"; readonly oldToken?: "later" | "now" } = {},
): Promise<RenewedKey> {
  const answer = await server.call<RenewedKey>("POST", `/v1/accounts/${account}/api-keys/${key}/renewal`, { body });
  expect(answer.status).toBe(201);
  return answer.body;
}

/** A one-time link, taken apart as the page that opens it does. */
export interface TestLink {
  readonly id: string;
  readonly secret: string;
}

export function linkOf({ tokenLink }: Pick<RenewedKey, "tokenLink">): TestLink {
  const { hash, pathname } = new URL(tokenLink?.url ?? "");
  return { id: pathname.replace("/credentials/", ""), secret: hash.slice(1) };
}

/** Generates a key whose token waits behind a link. */
export async function addLinkedKey(
  server: TestServer,
  account: string,
  roles: readonly string[] = [],
): Promise<TestLink & { readonly key: string }> {
  const answer = await server.call<RenewedKey & { key: string }>("POST", `/v1/accounts/${account}/api-keys`, {
    body: { name: "A key", roles, tokenDelivery: "link" },
  });
  expect(answer.status).toBe(201);
  return { key: answer.body.key, ...linkOf(answer.body) };
}

/** Opens a link as a script does, which has no credentials. */
export function reveal(server: TestServer, { id, secret }: TestLink, ip?: string): Promise<Answer<KeyCredentials>> {
  return server.call<KeyCredentials>("POST", `/v1/token-links/${id}/reveal`, {
    as: null,
    body: { secret },
    ...(ip === undefined ? {} : { ip }),
  });
}

/** A key with a renewal whose token waits behind a link. */
export async function addLinkedRenewal(
  server: TestServer,
  account: string,
  oldToken: "later" | "now" = "later",
): Promise<{ readonly key: string; readonly old: string; readonly link: TestLink }> {
  const { key, token } = await addKey(server, account);
  const renewed = await renew(server, account, key, { tokenDelivery: "link", oldToken });
  return { key, old: token, link: linkOf(renewed) };
}

/** Whether a token opens an account. */
export async function works(
  server: TestServer,
  account: string,
  key: string,
  token: string | undefined,
): Promise<boolean> {
  const { body } = await server.call<{ valid: boolean }>("POST", "/v1/verify", { body: { account, key, token } });
  return body.valid;
}

export async function tokensOf(server: TestServer, account: string, key: string): Promise<RenewedKey["tokens"]> {
  return (await server.call<RenewedKey>("GET", `/v1/accounts/${account}/api-keys/${key}`)).body.tokens;
}

/** Under which server secrets the digests of a key's tokens are kept, in the database. */
export async function secretIdsOf(server: TestServer, key: string): Promise<string[]> {
  const [entry] = await server.store.feed.entries([{ kind: "key", key }]);
  return entry?.kind === "key" ? entry.tokens.map(({ digest }) => digest.secretId) : [];
}

export interface ListedLink {
  readonly id: string;
  readonly state: string;
  readonly openedAt: string | null;
  readonly reopenings: number;
}

export async function linksOf(server: TestServer, account: string, key: string): Promise<ListedLink[]> {
  const url = `/v1/accounts/${account}/token-links?key=${key}`;
  return (await server.call<ListOf<ListedLink>>("GET", url)).body.items;
}

export interface LoggedEvent {
  readonly action: string;
  readonly actor: { readonly kind: string; readonly id: string };
  readonly before: object | null;
  readonly after: object | null;
  readonly ip: string | null;
}

/** What an account's log says of a key, mirrored events included, the oldest first. */
export async function logOf(server: TestServer, account: string, key: string): Promise<LoggedEvent[]> {
  await server.deliver();
  const url = `/v1/accounts/${account}/audit-events?sort=sequence&target=${key}`;
  return (await server.call<ListOf<LoggedEvent>>("GET", url)).body.items;
}

export async function actionsOf(server: TestServer, account: string, key: string): Promise<string[]> {
  return (await logOf(server, account, key)).map(({ action }) => action);
}
