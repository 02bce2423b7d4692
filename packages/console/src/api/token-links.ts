import type { ResponseBody } from "@latchkey/sdk/client";
import { queryOptions } from "@tanstack/react-query";
import { client } from "./client.ts";
import { generatedKeysKey } from "./generated-keys.ts";

const LIST = "/v1/accounts/{account}/token-links";

type TokenLinkPage = ResponseBody<typeof LIST, "get">;

/** A one-time link to a token, as the account that made it sees it: never with its secret. */
export type TokenLink = TokenLinkPage["items"][number];

export type RevealedToken = ResponseBody<"/v1/token-links/{id}/reveal", "post">;

/** Links that somebody came back to after they had been opened, and whose token works: somebody has to look at that. */
export const reopenedLinksQuery = (account: string) =>
  queryOptions({
    queryKey: [...generatedKeysKey(account), "reopened-links"],
    queryFn: async ({ signal }) =>
      (await client.get(LIST, { path: { account }, query: { reopened: "true" }, signal })).data,
  });

/** The newest links to tokens of one key. */
export const keyLinksQuery = (account: string, key: string) =>
  queryOptions({
    queryKey: [...generatedKeysKey(account), "one", key, "links"],
    queryFn: async ({ signal }) => {
      const query = { key, sort: "-createdAt", limit: 10 } as const;
      return (await client.get(LIST, { path: { account }, query, signal })).data.items;
    },
  });

/** Makes a link that nobody opened void, and with it the token behind it. */
export async function voidTokenLink(id: string): Promise<void> {
  await client.delete("/v1/token-links/{id}", { path: { id } });
}

/**
 * Opens a link, which nobody can do a second time. The answer holds the token in clear: it must not be remembered anywhere.
 *
 * Rejects with `LINK_USED`, `LINK_EXPIRED`, `LINK_VOID` or `LINK_NOT_BACKED`, or with `UNKNOWN_LINK` where no link has that id and
 * secret.
 */
export async function revealToken(id: string, secret: string): Promise<RevealedToken> {
  return (await client.post("/v1/token-links/{id}/reveal", { path: { id }, body: { secret } })).data;
}
