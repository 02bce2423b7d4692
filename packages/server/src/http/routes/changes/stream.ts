import { z } from "zod";
import { DomainError, unauthenticated } from "../../../domain/errors.ts";
import type { Api, RouteParts } from "../../api.ts";
import { requireFresh } from "../../authenticate.ts";
import type { Principal } from "../../open-account.ts";

export function streamChangesRoute(api: Api, parts: RouteParts): void {
  const { changeStreams, freshness, principalOf } = parts;
  api.get(
    "/v1/changes/stream",
    {
      exposeHeadRoute: false,
      schema: {
        operationId: "streamChanges",
        summary: "What changes, as it happens: for services that remember answers",
        description:
          "Server-sent events. `start-over` ({epoch, revision}): forget everything; `changes` ({epoch, revision, changes}): what one " +
          "revision has changed, each by its kind and name: account, key, external-key (account, key), role (account, role), catalog or " +
          "service-key; `heartbeat` ({epoch, revision, ageMs}) at once and each second: everything up to that revision has been told, and " +
          "the node's knowledge is that old; `end` ({code}): STALE, UNAUTHENTICATED or UNAVAILABLE, and the stream ends.",
        tags: ["Verification"],
        querystring: z.strictObject({
          after: z.coerce
            .number()
            .int()
            .min(0)
            .max(Number.MAX_SAFE_INTEGER)
            .optional()
            .describe("The last revision heard of."),
          epoch: z.string().max(200).optional().describe("Of which history that is, as events say."),
        }),
        produces: ["text/event-stream"],
        response: { 200: z.string().describe("Events, without end.") },
      },
    },
    async (request, reply) => {
      const mayFollow = stillMay(parts, principalOf(request));
      const { after, epoch } = request.query;
      // It may have followed a node that was ahead of this one.
      if (after !== undefined && after > freshness.revision()) await freshness.catchUp().catch(() => undefined);
      requireFresh(freshness);
      if (!mayFollow()) throw unauthenticated();
      const from = after === undefined ? undefined : { revision: after, epoch };
      return reply
        .header("content-type", "text/event-stream; charset=utf-8")
        .header("cache-control", "no-store, no-transform")
        .header("x-accel-buffering", "no")
        .send(changeStreams.open({ from, mayFollow }) as never);
    },
  );
}

/**
 * Whether somebody may follow, asked now and again.
 *
 * @throws DomainError `FORBIDDEN`
 */
function stillMay({ judge: { directory } }: RouteParts, principal: Principal): () => boolean {
  if (principal.kind === "service") {
    const { id } = principal.serviceKey;
    return () => directory.hasServiceKey(id);
  }
  // People's sessions end in ways that a stream doesn't hear of.
  if (principal.kind === "operator" && principal.person === null) return () => true;
  throw new DomainError("FORBIDDEN", "Only a service key or the operator token may follow changes.");
}
