import { z } from "zod";
import type { ServiceKey } from "../../../domain/service-key.ts";
import { timeSchema, toTime } from "../../wire.ts";

export const serviceKeySchema = z
  .object({ id: z.string(), name: z.string(), createdAt: timeSchema })
  .meta({ id: "ServiceKey" });

export function serviceKeyWire({ id, name, createdAtMs }: ServiceKey): z.input<typeof serviceKeySchema> {
  return { id, name, createdAt: toTime(createdAtMs) };
}
