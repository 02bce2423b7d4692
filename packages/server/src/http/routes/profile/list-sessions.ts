import { z } from "zod";
import { listOwnSessions } from "../../../usecases/own-sessions.ts";
import type { Api, RouteParts } from "../../api.ts";
import { timeSchema, toTime } from "../../wire.ts";

const ownSessionSchema = z
  .object({
    id: z.string(),
    current: z.boolean().describe("Whether it is the one that asks."),
    createdAt: timeSchema,
    lastSeenAt: timeSchema.describe("To within a few minutes."),
    network: z.string().nullable().describe("The address from which it began."),
  })
  .meta({ id: "OwnSession" });

export function listOwnSessionsRoute(api: Api, { personOf, ports }: RouteParts): void {
  api.get(
    "/v1/profile/sessions",
    {
      schema: {
        operationId: "listOwnSessions",
        summary: "Where one is signed in, the session seen last first",
        tags: ["Profile"],
        response: { 200: z.object({ items: z.array(ownSessionSchema) }) },
      },
    },
    async (request) => {
      const access = personOf(request);
      const sessions = await listOwnSessions(ports, access);
      const items = sessions.map(({ createdAtMs, id, lastSeenAtMs, network }) => ({
        id,
        current: id === access.sessionId,
        createdAt: toTime(createdAtMs),
        lastSeenAt: toTime(lastSeenAtMs),
        network,
      }));
      return { items };
    },
  );
}
