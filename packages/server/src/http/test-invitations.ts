import { expect } from "vitest";
import { type Answer, type Credentials, TEST_ORIGIN, type TestServer } from "../test-server.ts";
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

/** What tests do with acme's invitations on their server, which may be made later than this. */
export function invitationsOn(server: () => TestServer) {
  return {
    accept: (
      { id, secret }: Link,
      body: object = NEW_PERSON,
      as: Credentials | null = null,
    ): Promise<Answer<Accepted>> =>
      server().call<Accepted>("POST", `/v1/invitations/${id}/accept`, { as, body: { secret, ...body } }),

    /** Gives an invitation another link. */
    async renew({ id, email }: TestInvitation): Promise<TestInvitation> {
      const { body, status } = await server().call<Invitation>("POST", `/v1/accounts/acme/invitations/${id}/renewal`);
      expect(status).toBe(201);
      return { id, email, secret: secretOf(body) };
    },

    /** The open ones whose email has some text. */
    async open(search: string): Promise<Invitation[]> {
      const url = `/v1/accounts/acme/invitations?search=${search}`;
      return (await server().call<ListOf<Invitation>>("GET", url)).body.items;
    },

    signInWith: (email: string, password: string) =>
      server().call("POST", "/v1/session", { as: null, headers: { origin: TEST_ORIGIN }, body: { email, password } }),
  };
}
