import type { RequestBody, ResponseBody } from "@latchkey/sdk/client";
import { keepPreviousData, type QueryClient, queryOptions } from "@tanstack/react-query";
import { client } from "./client.ts";
import { type GivenLink, withLink } from "./given-link.ts";
import type { ListQuery } from "./list-query.ts";
import { beginSession } from "./session.ts";

const LIST = "/v1/accounts/{account}/invitations";
const ONE = "/v1/accounts/{account}/invitations/{id}";
const RENEWAL = "/v1/accounts/{account}/invitations/{id}/renewal";
const ACCEPT = "/v1/invitations/{id}/accept";
const MAIL_CHECK_MS = 4000;

/** An open invitation as its account sees it: never what opens it. */
export type Invitation = ResponseBody<typeof LIST, "get">["items"][number];
/** The link is in this one answer and nowhere else. */
type InvitationWithLink = Invitation & GivenLink;
/** What an invitation offers, to whoever has its link. */
export type InvitationOffer = ResponseBody<"/v1/invitations/{id}/look-up", "post">;
/** Fields that the list can be sorted by. */
export const INVITATION_SORTS = ["email", "createdAt", "expiresAt"] as const;
export type InvitationSort = (typeof INVITATION_SORTS)[number];

/** Root of everything remembered of an account's invitations, to be invalidated after a change. */
export const invitationsKey = (account: string) => ["accounts", account, "invitations"] as const;

/** Asked again as long as a mail is on its way: what becomes of it is what one looks for. */
export const invitationListQuery = (account: string, query: ListQuery<InvitationSort>) =>
  queryOptions({
    queryKey: [...invitationsKey(account), "list", query],
    queryFn: async ({ signal }) => (await client.get(LIST, { path: { account }, query, signal })).data,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ mail }) => mail === "on-its-way") ? MAIL_CHECK_MS : false,
  });

/** An invitation, by itself: the list may show another page. Rejects with `UNKNOWN_INVITATION`. */
export const invitationQuery = (account: string, id: string) =>
  queryOptions({
    queryKey: [...invitationsKey(account), "one", id],
    queryFn: async ({ signal }) => (await client.get(ONE, { path: { account, id }, signal })).data,
  });

/** The answer holds the link, this once: it must not be remembered anywhere. Rejects with `INVITATION_EXISTS`, `USER_EXISTS`. */
export async function inviteUser(
  account: string,
  body: Omit<RequestBody<typeof LIST, "post">, "delivery">,
): Promise<InvitationWithLink> {
  return withLink((await client.post(LIST, { path: { account }, body })).data);
}

/** Makes a new link; the one before stops working. As with inviting, the link is in the answer alone. */
export async function renewInvitation(account: string, id: string): Promise<InvitationWithLink> {
  return withLink((await client.post(RENEWAL, { path: { account, id }, body: {} })).data);
}

export async function withdrawInvitation(account: string, id: string): Promise<void> {
  await client.delete(ONE, { path: { account, id } });
}

/**
 * What an invitation offers. Consumes nothing, so it may be asked again. Rejects with `UNKNOWN_INVITATION`, or with
 * `INVITATION_USED`, `INVITATION_EXPIRED` or `INVITATION_VOID`.
 */
export const offerQuery = (id: string, secret: string) =>
  queryOptions({
    queryKey: ["invitation-offer", id, secret],
    queryFn: async () => (await client.post("/v1/invitations/{id}/look-up", { path: { id }, body: { secret } })).data,
    staleTime: Infinity,
    gcTime: 0,
  });

/**
 * Accepts an invitation, which nobody can do a second time; whoever accepts it is signed in then. Rejects with `SIGN_IN_NEEDED`
 * for a person who is known and isn't signed in.
 *
 * @returns name of the account that they now belong to
 */
export async function acceptInvitation(
  queries: QueryClient,
  id: string,
  body: RequestBody<typeof ACCEPT, "post">,
): Promise<string> {
  const { account, session } = (await client.post(ACCEPT, { path: { id }, body })).data;
  beginSession(queries, session);
  return account;
}
