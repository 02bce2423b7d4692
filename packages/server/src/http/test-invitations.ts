import { expect } from "vitest";
import type { Answer, Credentials, TestServer } from "../test-server.ts";
import type { ListOf, TestInvitation } from "./test-fixtures.ts";

/** What somebody new chooses. */
export const NEW_PERSON = { name: "Ivy", password: "a password of her own" };

export interface Invitation {
  readonly id: string;
  readonly email: string;
  readonly status: string;
  readonly expiresAt: string;
  readonly link?: { readonly url: string; readonly expiresAt: string };
}

export interface Accepted {
  readonly account: string;
  readonly session: { readonly user: { readonly id: string; readonly name: string }; readonly accounts: object[] };
}

export type Link = Pick<TestInvitation, "id" | "secret">;

export function secretOf({ link }: Invitation): string {
  return link?.url.split("#")[1] ?? "";
}

export function accept(
  server: TestServer,
  { id, secret }: Link,
  body: object = NEW_PERSON,
  as: Credentials | null = null,
): Promise<Answer<Accepted>> {
  return server.call<Accepted>("POST", `/v1/invitations/${id}/accept`, { as, body: { secret, ...body } });
}

/** Gives an invitation of acme another link. */
export async function renew(server: TestServer, { id, email }: TestInvitation): Promise<TestInvitation> {
  const { body, status } = await server.call<Invitation>("POST", `/v1/accounts/acme/invitations/${id}/renewal`);
  expect(status).toBe(201);
  return { id, email, secret: secretOf(body) };
}

/** Acme's open invitations whose email has some text. */
export async function openOnes(server: TestServer, search: string): Promise<Invitation[]> {
  const url = `/v1/accounts/acme/invitations?search=${search}`;
  return (await server.call<ListOf<Invitation>>("GET", url)).body.items;
}
