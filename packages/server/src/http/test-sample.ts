import type { CallOptions, Credentials, Method } from "../test-server.ts";

/** The ids that a request can name. */
export interface Named {
  readonly account: string;
  /** One of the account's own keys. */
  readonly key: string;
  /** A key that the account has admitted. */
  readonly externalKey: string;
  /** A key that the account could admit. */
  readonly foreignKey: string;
  /** One of the account's own keys, with an open renewal. */
  readonly renewedKey: string;
  /** A link to the first token of a key of the account, and one to the new token of another. */
  readonly tokenLinkId: string;
  readonly renewalLinkId: string;
  readonly userId: string;
  /** Two open invitations. */
  readonly invitationId: string;
  readonly joinId: string;
  /** A link to a new password. */
  readonly resetId: string;
  /** One of the account's own roles, which nothing has. */
  readonly roleId: string;
  readonly serviceKeyId: string;
  /** A webhook, and what it is to be told. */
  readonly webhookId: string;
  readonly deliveryId: string;
  /** An operator. */
  readonly operatorId: string;
  /** One that every catalog has. */
  readonly resource: string;
}

/** A request of one operation, which succeeds as it stands. */
export interface Sample {
  readonly operationId: string;
  readonly method: Method;
  /** As in the OpenAPI document. */
  readonly path: string;
  readonly url: string;
  readonly body?: Readonly<Record<string, unknown>>;
  /** Whether the body goes as a form, and not as JSON. */
  readonly isForm?: boolean;
  /** Who asks, where it isn't for the operator. */
  readonly as?: Credentials;
}

/** What a sample sends, for `TestServer.call`. */
export function contentOf({ body, isForm }: Sample): Pick<CallOptions, "body" | "headers"> {
  if (body === undefined) return {};
  if (isForm !== true) return { body };
  return {
    body: new URLSearchParams(body as Readonly<Record<string, string>>).toString(),
    headers: { "content-type": "application/x-www-form-urlencoded" },
  };
}

/** A request of an operation, whose path names what it is about. */
export function sample(
  operationId: string,
  method: Method,
  path: string,
  named: Named,
  body?: Readonly<Record<string, unknown>>,
): Sample {
  const url = path.replace(/\{(\w+)\}/g, (_whole, name: keyof Named) => encodeURIComponent(named[name]));
  const documented = path
    .replace(/\?.*/, "")
    .replace(/\{(externalKey|renewedKey)\}/, "{key}")
    .replace(/\{(serviceKeyId|tokenLinkId|renewalLinkId|invitationId|joinId|resetId|webhookId)\}/, "{id}")
    .replace("{operatorId}", "{userId}");
  return { operationId, method, path: documented, url, ...(body === undefined ? {} : { body }) };
}
