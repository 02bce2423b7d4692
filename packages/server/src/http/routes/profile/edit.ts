import { z } from "zod";
import { editProfile } from "../../../usecases/edit-profile.ts";
import type { Api, RouteParts } from "../../api.ts";
import { ifMatch, withEtag } from "../../etag.ts";
import { nameInput } from "../../wire.ts";
import { languageSchema } from "../session/schema.ts";
import { profileSchema, profileWire } from "./schema.ts";

export function editProfileRoute(api: Api, { personOf, ports }: RouteParts): void {
  api.patch(
    "/v1/profile",
    {
      schema: {
        operationId: "editProfile",
        summary: "Give oneself another name or language",
        tags: ["Profile"],
        body: z.strictObject({
          name: nameInput.optional(),
          language: languageSchema.nullable().optional().describe("`null`: as the browser says."),
        }),
        response: { 200: profileSchema },
      },
    },
    async (request, reply) => {
      const profile = await editProfile(ports, personOf(request), request.body, ifMatch(request));
      return withEtag(reply, profile.state).send(profileWire(profile));
    },
  );
}
