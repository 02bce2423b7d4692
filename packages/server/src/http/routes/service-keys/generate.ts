import { z } from "zod";
import { generateServiceKey } from "../../../usecases/generate-service-key.ts";
import type { Api, RouteParts } from "../../api.ts";
import { secretOnce } from "../../idempotency.ts";
import { nameInput } from "../../wire.ts";
import { serviceKeySchema, serviceKeyWire } from "./schema.ts";

export function generateServiceKeyRoute(api: Api, { ports, operatorOf }: RouteParts): void {
  api.post(
    "/v1/service-keys",
    {
      config: { creates: true },
      schema: {
        operationId: "generateServiceKey",
        summary: "Make a credential for one of the platform's services",
        tags: ["Service keys"],
        body: z.strictObject({ name: nameInput }),
        response: { 201: serviceKeySchema.extend(secretOnce("token", z.string().describe("Shown this once."))) },
      },
    },
    async (request, reply) => {
      const { serviceKey, token } = await generateServiceKey(ports, operatorOf(request), request.body.name);
      const secret = token === undefined ? { secretOmitted: true as const } : { token };
      return reply.code(201).send({ ...serviceKeyWire(serviceKey), ...secret });
    },
  );
}
