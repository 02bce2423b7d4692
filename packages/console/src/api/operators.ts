import type { RequestBody, ResponseBody } from "@latchkey/sdk/client";
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { client } from "./client.ts";
import { type GivenLink, withLink } from "./given-link.ts";
import type { ListQuery } from "./list-query.ts";

const LIST = "/v1/operators";

export type Operator = ResponseBody<typeof LIST, "get">["items"][number];
export type NewOperator = RequestBody<typeof LIST, "post">;

/** Fields that the list can be sorted by. */
export const OPERATOR_SORTS = ["name", "email", "addedAt"] as const;
export type OperatorSort = (typeof OPERATOR_SORTS)[number];

/** Root of everything remembered of the operators, to be invalidated after a change. */
export const operatorsKey = ["platform", "operators"] as const;

export const operatorListQuery = ({ limit, sort, cursor }: ListQuery<OperatorSort>) =>
  queryOptions({
    queryKey: [...operatorsKey, limit, sort, cursor],
    queryFn: async ({ signal }) =>
      (await client.get(LIST, { query: { limit, sort, ...(cursor !== undefined && { cursor }) }, signal })).data,
    placeholderData: keepPreviousData,
  });

/**
 * Answers a link to a new password, too, for somebody known who can't sign in with what they had. Rejects with `USER_EXISTS` for an
 * operator, and `USER_ELSEWHERE` where somebody known was given as new.
 */
export async function addOperator(
  body: NewOperator,
): Promise<{ readonly operator: Operator; readonly given: GivenLink | undefined }> {
  const { passwordReset, ...operator } = (await client.post(LIST, { body })).data;
  return { operator, given: passwordReset && withLink(passwordReset) };
}

export async function removeOperator(userId: string): Promise<void> {
  await client.delete("/v1/operators/{userId}", { path: { userId } });
}
