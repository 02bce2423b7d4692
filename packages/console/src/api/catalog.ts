import type { ResponseBody } from "@latchkey/sdk/client";
import { queryOptions } from "@tanstack/react-query";
import { client } from "./client.ts";

export type Catalog = ResponseBody<"/v1/resources", "get">;

/** Every resource of the platform, by product and category. It changes when the platform team changes it: hardly ever. */
export const catalogQuery = queryOptions({
  queryKey: ["catalog"],
  queryFn: async ({ signal }) => (await client.get("/v1/resources", { signal })).data,
  staleTime: 300_000,
});
