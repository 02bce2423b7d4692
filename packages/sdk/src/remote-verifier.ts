import type { Client } from "./client.ts";
import { decisionOf, INVALID_CREDENTIALS, isPlausible, type Verifier } from "./verifier.ts";

/**
 * A verifier that asks the service each time: one hop per request, and never out of date.
 *
 * @param client of a service key, or of an API key that holds `account.verify-api-keys` in the accounts asked about
 */
export function createRemoteVerifier(client: Pick<Client, "post">): Verifier {
  return {
    async verify(question) {
      if (!isPlausible(question)) return INVALID_CREDENTIALS;
      const { account, ip, key, resource, token } = question;
      const { data } = await client.post("/v1/verify", {
        body: {
          account,
          key,
          token,
          expand: ["resources"],
          ...(resource === undefined ? {} : { resource }),
          ...(ip === undefined ? {} : { ip }),
        },
      });
      return decisionOf(data);
    },
  };
}
