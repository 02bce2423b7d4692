import { getProfile } from "../../../usecases/get-profile.ts";
import type { Api, RouteParts } from "../../api.ts";
import { withEtag } from "../../etag.ts";
import { profileSchema, profileWire } from "./schema.ts";

export function getProfileRoute(api: Api, { personOf, ports }: RouteParts): void {
  api.get(
    "/v1/profile",
    {
      schema: {
        operationId: "getProfile",
        summary: "One's own profile",
        tags: ["Profile"],
        response: { 200: profileSchema },
      },
    },
    async (request, reply) => {
      const profile = await getProfile(ports, personOf(request));
      return withEtag(reply, profile.state).send(profileWire(profile));
    },
  );
}
