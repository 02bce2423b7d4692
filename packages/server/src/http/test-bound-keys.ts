// Keys that are bound to networks, for tests.
import type { Answer, CallOptions, TestServer } from "../test-server.ts";
import { addAccounts, addKey, admit, type KeyCredentials } from "./test-fixtures.ts";

export const OFFICE = "203.0.113.9";
export const DATA_CENTRE = "198.51.100.7";
export const ELSEWHERE = "192.0.2.1";

/** An owner's key that two hosts admitted. */
export interface AdmittedKey {
  readonly owner: string;
  readonly host: string;
  readonly other: string;
  readonly credentials: KeyCredentials;
  readonly key: string;
}

type Bind = (
  account: string,
  key: string,
  allowedNetworks: readonly string[],
  options?: CallOptions,
) => Promise<Answer<unknown>>;

/** What tests do with bound keys on their server, which may be made later than this. */
export function boundKeysOn(server: () => TestServer) {
  const bind =
    (list: "api-keys" | "external-keys"): Bind =>
    (account, key, allowedNetworks, options = {}) =>
      server().call("PATCH", `/v1/accounts/${account}/${list}/${key}`, { body: { allowedNetworks }, ...options });
  return {
    bindKey: bind("api-keys"),
    bindExternal: bind("external-keys"),

    async admitted(name: string): Promise<AdmittedKey> {
      const [owner, host, other] = [`${name}-owner`, `${name}-host`, `${name}-other`];
      await addAccounts(server(), owner, host, other);
      const credentials = await addKey(server(), owner, ["owner"]);
      for (const account of [host, other]) await admit(server(), account, credentials.key, ["oms-read-only"]);
      return { owner, host, other, credentials, key: credentials.key };
    },
  };
}
