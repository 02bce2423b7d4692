import { readFile } from "node:fs/promises";
import { expect } from "vitest";
import type { z } from "zod";
import type { ErrorCode } from "../domain/errors.ts";
import { type Answer, TEST_ORIGIN, type TestServer } from "../test-server.ts";
import { problemSchema } from "./problem.ts";

export const PASSWORD = "correct horse battery";

/** A key string that is well-formed and was never issued. */
export const UNISSUED_KEY = "lk-nobody-00000000000R";

export type KeyCredentials = { readonly key: string; readonly token: string };

/** A page of things of which a test looks at some fields. */
export interface ListOf<Item> {
  readonly items: Item[];
  readonly nextCursor: string | null;
  readonly total: number;
}

/** Gives a server the commerce catalog. */
export async function loadCatalog(server: TestServer): Promise<void> {
  const file = await readFile(new URL("../../catalogs/commerce.json", import.meta.url), "utf8");
  const { status } = await server.call("PUT", "/v1/catalog", { body: JSON.parse(file) as unknown });
  expect(status).toBe(200);
}

export async function addAccounts(server: TestServer, ...names: string[]): Promise<void> {
  for (const name of names) {
    const { status } = await server.call("POST", "/v1/accounts", { body: { name, displayName: `The ${name}` } });
    expect(status).toBe(201);
  }
}

/** Makes a custom role that opens some resources; answers its id. */
export async function addRole(server: TestServer, account: string, resources: readonly string[]): Promise<string> {
  const name = `Role ${crypto.randomUUID()}`;
  const { body, status } = await server.call<{ id: string }>("POST", `/v1/accounts/${account}/roles`, {
    body: { name, resources },
  });
  expect(status).toBe(201);
  return body.id;
}

/** Generates a key with roles of the account. */
export async function addKey(
  server: TestServer,
  account: string,
  roles: readonly string[] = [],
  name = "A key",
): Promise<KeyCredentials> {
  const answer = await server.call<KeyCredentials>("POST", `/v1/accounts/${account}/api-keys`, {
    body: { name, roles },
  });
  expect(answer.status).toBe(201);
  return { key: answer.body.key, token: answer.body.token };
}

/** Generates a key that holds just these resources. */
export async function addKeyWith(server: TestServer, account: string, ...resources: string[]): Promise<KeyCredentials> {
  return addKey(server, account, [await addRole(server, account, resources)]);
}

export async function admit(
  server: TestServer,
  host: string,
  key: string,
  roles: readonly string[] = [],
  name = "A partner",
): Promise<void> {
  const { status } = await server.call("POST", `/v1/accounts/${host}/external-keys`, { body: { key, name, roles } });
  expect(status).toBe(201);
}

export interface TestUser {
  readonly id: string;
  readonly email: string;
}

/** Adds a person who can sign in with `PASSWORD`. */
export async function addUser(server: TestServer, account: string, roles: readonly string[]): Promise<TestUser> {
  const email = `${crypto.randomUUID()}@${account}.example`;
  const { body, status } = await server.call<{ id: string }>("POST", `/v1/accounts/${account}/users`, {
    body: { email, name: "A person", roles, password: PASSWORD },
  });
  expect(status).toBe(201);
  return { id: body.id, email };
}

/** Adds an operator who can sign in with `PASSWORD`. */
export async function addOperator(server: TestServer, name = "Olga"): Promise<TestUser> {
  const email = `${crypto.randomUUID()}@operators.example`;
  const { body, status } = await server.call<{ id: string }>("POST", "/v1/operators", {
    body: { email, name, password: PASSWORD },
  });
  expect(status).toBe(201);
  return { id: body.id, email };
}

/** Signs somebody in as the console does. */
export async function signIn(server: TestServer, { email }: TestUser): Promise<{ readonly cookie: string }> {
  const answer = await server.call("POST", "/v1/session", {
    as: null,
    headers: { origin: TEST_ORIGIN },
    body: { email, password: PASSWORD },
  });
  expect(answer.status).toBe(200);
  return { cookie: cookieOf(answer) };
}

/** What a browser sends back of the cookies that an answer set. */
export function cookieOf({ headers }: Answer<unknown>): string {
  return setCookies(headers)
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

export function setCookies(headers: Answer<unknown>["headers"]): string[] {
  return [headers["set-cookie"] ?? []].flat().map(String);
}

export type Problem = z.infer<typeof problemSchema>;

/** Checks that an answer is a problem of this kind, in the form that every problem has. */
export function expectProblem(answer: Answer<unknown>, status: number, code: ErrorCode | "INTERNAL"): Problem {
  expect({ status: answer.status, body: answer.body }).toMatchObject({ status, body: { status, code } });
  return expectProblemForm(answer);
}

/** Checks that an answer is a problem, whatever its kind. */
export function expectProblemForm(answer: Answer<unknown>): Problem {
  expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
  const problem = problemSchema.strict().parse(answer.body);
  expect(problem.status).toBe(answer.status);
  expect(problem.requestId).not.toBe("");
  return problem;
}

/** The revision that the server stands at, the outbox emptied: equal before and after where nothing was written. */
export async function revisionOf(server: TestServer): Promise<number> {
  await server.deliver();
  return (await server.store.feed.position()).revision;
}

/** Gives a user a link to a new password. */
export async function beginReset(
  server: TestServer,
  account: string,
  userId: string,
): Promise<{ readonly id: string; readonly secret: string }> {
  const url = `/v1/accounts/${account}/users/${userId}/password-reset`;
  const { body, status } = await server.call<{ id: string; link: { url: string } }>("POST", url);
  expect(status).toBe(201);
  return { id: body.id, secret: body.link.url.split("#")[1] ?? "" };
}

export interface TestInvitation {
  readonly id: string;
  readonly secret: string;
  readonly email: string;
}

/** Invites somebody who is new, or whose email is given. */
export async function invite(
  server: TestServer,
  account: string,
  roles: readonly string[] = [],
  email = `${crypto.randomUUID()}@${account}.example`,
): Promise<TestInvitation> {
  const { body, status } = await server.call<{ id: string; link: { url: string } }>(
    "POST",
    `/v1/accounts/${account}/invitations`,
    { body: { email, name: "Somebody", roles } },
  );
  expect(status).toBe(201);
  return { id: body.id, secret: body.link.url.split("#")[1] ?? "", email };
}
