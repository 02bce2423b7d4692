import { Readable } from "node:stream";
import { z } from "zod";
import type { StoredAuditEvent } from "../../../domain/audit-event.ts";
import { PLATFORM } from "../../../domain/account.ts";
import { exportAuditEvents } from "../../../usecases/export-audit-events.ts";
import type { Api, RouteParts } from "../../api.ts";
import { csvLine } from "../../csv.ts";
import { toTime } from "../../wire.ts";
import { LOG_PLACES } from "./logs.ts";
import { auditEventSchema, auditFilter, auditFilterQuery, exportedEvent } from "./schema.ts";

/** How much text a chunk gathers before it is sent, in UTF-16 units. */
const CHUNK_LENGTH = 16_384;

const FORMATS = {
  csv: { contentType: "text/csv; charset=utf-8", write: csvText },
  json: { contentType: "application/json; charset=utf-8", write: jsonText },
} as const;

export function exportAuditEventsRoutes(api: Api, parts: RouteParts): void {
  for (const { name, of, open, params, path } of LOG_PLACES) {
    api.get(
      `${path}/audit-events/export`,
      {
        schema: {
          operationId: `export${name}Events`,
          summary: `The log of ${of} as a file, the oldest first: whole, or what a filter asks for`,
          description:
            "JSON is one array of events. In CSV a text that a spreadsheet would take for a formula has a quote before it.",
          tags: ["Audit"],
          params,
          querystring: z.strictObject({ format: z.enum(["csv", "json"]), ...auditFilterQuery }),
          response: {
            200: {
              description: "The file",
              content: {
                "text/csv": { schema: z.string() },
                "application/json": { schema: z.array(auditEventSchema.omit({ actorOwner: true })) },
              },
            },
          },
        },
      },
      async (request, reply) => {
        const log = await open(parts, request);
        const { contentType, write } = FORMATS[request.query.format];
        const { end, events } = exportAuditEvents(parts.ports, log, auditFilter(request.query));
        // At its last event, before its reader can know that it was the last; or where the reader goes away.
        const file = Readable.from(inChunks(ending(write(events), end))).once("close", end);
        const owner = log.account === PLATFORM ? "platform" : log.account;
        const day = toTime(parts.ports.nowMs()).slice(0, 10);
        return reply
          .header("content-type", contentType)
          .header("content-disposition", `attachment; filename="audit-${owner}-${day}.${request.query.format}"`)
          .header("cache-control", "no-store")
          .send(file as never);
      },
    );
  }
}

const COLUMNS = [
  "sequence",
  "at",
  "actorKind",
  "actorId",
  "actorName",
  "actorOwner",
  "action",
  "target",
  "counterpart",
  "before",
  "after",
  "requestId",
  "ip",
] as const;

async function* csvText(events: AsyncIterable<StoredAuditEvent>): AsyncGenerator<string, void, void> {
  // Spreadsheets take a file for the alphabet of their country unless its first character says Unicode.
  yield `\uFEFF${csvLine(COLUMNS)}`;
  for await (const event of events) {
    const { actor, after, before, ...rest } = exportedEvent(event);
    yield csvLine([
      rest.sequence,
      rest.at,
      actor.kind,
      actor.id,
      actor.name,
      actor.owner ?? null,
      rest.action,
      rest.target,
      rest.counterpart,
      before && JSON.stringify(before),
      after && JSON.stringify(after),
      rest.requestId,
      rest.ip,
    ]);
  }
}

async function* jsonText(events: AsyncIterable<StoredAuditEvent>): AsyncGenerator<string, void, void> {
  let separator = "[\n";
  for await (const event of events) {
    yield separator + JSON.stringify(exportedEvent(event));
    separator = ",\n";
  }
  yield separator === "[\n" ? "[]\n" : "\n]\n";
}

async function* ending(texts: AsyncIterable<string>, end: () => void): AsyncGenerator<string, void, void> {
  try {
    yield* texts;
  } finally {
    end();
  }
}

/** Few large texts instead of many small ones. */
async function* inChunks(texts: AsyncIterable<string>): AsyncGenerator<string, void, void> {
  let chunk = "";
  for await (const text of texts) {
    chunk += text;
    if (chunk.length < CHUNK_LENGTH) continue;
    yield chunk;
    chunk = "";
  }
  if (chunk !== "") yield chunk;
}
