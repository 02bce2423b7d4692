// Who can ask for what, and the request that it is on the wire.
import { createHash } from "node:crypto";
import type { CallOptions, Method } from "../test-server.ts";

/** Who asks. */
export type Asker =
  | { readonly kind: "operator" }
  | { readonly kind: "service" }
  | { readonly kind: "nobody" }
  | { readonly kind: "person"; readonly id: string }
  | {
      readonly kind: "key";
      readonly key: string;
      readonly isTokenRight: boolean;
      /** Where its request comes from; absent: the first of the known addresses. */
      readonly ip?: string;
    };

/** A key's own switch, or the host's for an external key. */
export type KeySwitch = "active" | "inactive";

/** What is asked for. */
export type Action =
  | { readonly do: "create-account"; readonly account: string; readonly displayName: string }
  | {
      readonly do: "edit-account";
      readonly account: string;
      readonly status?: "active" | "suspended";
      readonly displayName?: string;
    }
  | { readonly do: "create-role"; readonly account: string; readonly id: string; readonly resources: readonly string[] }
  | {
      readonly do: "edit-role";
      readonly account: string;
      readonly id: string;
      readonly name?: string;
      readonly resources?: readonly string[];
    }
  | { readonly do: "delete-role"; readonly account: string; readonly id: string }
  | {
      readonly do: "add-user";
      readonly account: string;
      /** The id of somebody who exists, or what is to stand in the email of somebody new. */
      readonly person: string;
      readonly isNew: boolean;
      readonly roles: readonly string[];
    }
  | { readonly do: "edit-user"; readonly account: string; readonly person: string; readonly roles: readonly string[] }
  | { readonly do: "remove-user"; readonly account: string; readonly person: string }
  | {
      readonly do: "invite";
      readonly account: string;
      /** As for `add-user`. */
      readonly person: string;
      readonly isNew: boolean;
      readonly roles: readonly string[];
    }
  | { readonly do: "renew-invitation" | "withdraw-invitation"; readonly account: string; readonly id: string }
  | {
      readonly do: "accept-invitation";
      readonly account: string;
      readonly id: string;
      readonly secret: string;
      readonly isNew: boolean;
    }
  | {
      readonly do: "generate-key";
      readonly account: string;
      readonly name: string;
      readonly roles: readonly string[];
      readonly networks?: readonly string[];
      /** Was made elsewhere: it is imported instead, by the SHA-256 of its token. */
      readonly elsewhere?: { readonly key: string; readonly token: string };
    }
  | {
      readonly do: "edit-key";
      readonly account: string;
      readonly key: string;
      readonly name?: string;
      readonly networks?: readonly string[];
      readonly roles?: readonly string[];
      readonly status?: KeySwitch;
    }
  | { readonly do: "delete-key"; readonly account: string; readonly key: string }
  | { readonly do: "look-up"; readonly account: string; readonly key: string }
  | {
      readonly do: "admit";
      readonly account: string;
      readonly key: string;
      readonly name: string;
      readonly roles: readonly string[];
      readonly expiresAtMs: number | null;
      readonly networks?: readonly string[];
    }
  | {
      readonly do: "edit-external-key";
      readonly account: string;
      readonly key: string;
      readonly name?: string;
      readonly networks?: readonly string[];
      readonly roles?: readonly string[];
      readonly status?: KeySwitch;
      readonly expiresAtMs?: number | null;
    }
  | { readonly do: "remove-external-key"; readonly account: string; readonly key: string }
  | { readonly do: "verify"; readonly account: string };

/** The request that an action is, but for `verify`, which has a credential of its own. */
export function requestOf(action: Action, emailOf: (person: string) => string): [Method, string, CallOptions] {
  const account = `/v1/accounts/${action.account}`;
  switch (action.do) {
    case "create-account":
      return ["POST", "/v1/accounts", { body: { name: action.account, displayName: action.displayName } }];
    case "edit-account":
      return ["PATCH", account, { body: given({ status: action.status, displayName: action.displayName }) }];
    case "create-role": {
      const { id, resources } = action;
      return ["POST", `${account}/roles`, { body: { id, name: `Role ${id}`, resources } }];
    }
    case "edit-role": {
      const { id, name, resources } = action;
      return ["PATCH", `${account}/roles/${id}`, { body: given({ name, resources }) }];
    }
    case "delete-role":
      return ["DELETE", `${account}/roles/${action.id}`, {}];
    case "add-user": {
      // Their name is theirs: what is given for somebody who exists already isn't taken.
      const email = action.isNew ? `${action.person}@people.example` : emailOf(action.person);
      const body = { email, name: "Somebody", roles: action.roles };
      return ["POST", `${account}/users`, { body }];
    }
    case "edit-user":
      return ["PATCH", `${account}/users/${action.person}`, { body: { roles: action.roles } }];
    case "remove-user":
      return ["DELETE", `${account}/users/${action.person}`, {}];
    case "invite": {
      const email = action.isNew ? `${action.person}@people.example` : emailOf(action.person);
      return ["POST", `${account}/invitations`, { body: { email, name: "Somebody", roles: action.roles } }];
    }
    case "renew-invitation":
      return ["POST", `${account}/invitations/${action.id}/renewal`, {}];
    case "withdraw-invitation":
      return ["DELETE", `${account}/invitations/${action.id}`, {}];
    case "accept-invitation": {
      const { id, isNew, secret } = action;
      const chosen = isNew ? { password: "correct horse battery" } : {};
      return ["POST", `/v1/invitations/${id}/accept`, { body: { secret, ...chosen } }];
    }
    case "generate-key": {
      const { name, roles, elsewhere, networks } = action;
      const bound = given({ allowedNetworks: networks });
      if (!elsewhere) return ["POST", `${account}/api-keys`, { body: { name, roles, ...bound } }];
      const tokenSha256 = createHash("sha256").update(elsewhere.token).digest("hex");
      const key = { account: action.account, key: elsewhere.key, name, roles, tokenSha256 };
      return ["POST", "/v1/api-keys/import", { body: { keys: [key] } }];
    }
    case "edit-key": {
      const { name, networks: allowedNetworks, roles, status } = action;
      const body = given({ name, roles, status, allowedNetworks });
      return ["PATCH", `${account}/api-keys/${action.key}`, { body }];
    }
    case "delete-key":
      return ["DELETE", `${account}/api-keys/${action.key}`, {}];
    case "look-up":
      return ["GET", `${account}/external-keys/lookup?key=${action.key}`, {}];
    case "admit": {
      const { key, name, networks, roles, expiresAtMs } = action;
      const terms = { expiresAt: timeOf(expiresAtMs), ...given({ allowedNetworks: networks }) };
      return ["POST", `${account}/external-keys`, { body: { key, name, roles, ...terms } }];
    }
    case "edit-external-key": {
      const { name, networks: allowedNetworks, roles, status, expiresAtMs } = action;
      const expiresAt = expiresAtMs === undefined ? undefined : timeOf(expiresAtMs);
      const body = given({ name, roles, status, expiresAt, allowedNetworks });
      return ["PATCH", `${account}/external-keys/${action.key}`, { body }];
    }
    case "remove-external-key":
      return ["DELETE", `${account}/external-keys/${action.key}`, {}];
    case "verify":
      return ["POST", "/v1/verify", {}];
  }
}

/** Statuses of success, as openapi.json gives them. */
export function statusOfSuccess(action: Action): number {
  switch (action.do) {
    case "create-account":
    case "create-role":
    case "add-user":
    case "invite":
    case "renew-invitation":
    case "admit":
      return 201;
    case "generate-key":
      return action.elsewhere ? 200 : 201;
    case "delete-role":
    case "remove-user":
    case "withdraw-invitation":
    case "delete-key":
    case "remove-external-key":
      return 204;
    default:
      return 200;
  }
}

export function timeOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}

/** The fields that have a value. */
export function given<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> } {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };
}
