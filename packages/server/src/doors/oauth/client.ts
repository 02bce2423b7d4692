import type { FastifyRequest } from "fastify";
import { serviceKeyOf } from "../../http/authenticate.ts";
import { basicParts, bearerToken, type Credential, credentialOf } from "../../verify/credential.ts";
import { type Judge, type Proven, provenKey } from "../../verify/decide.ts";
import { decodeFormText } from "./form.ts";
import { invalidClient, invalidRequest } from "./oauth-error.ts";

/** How a client may name and prove itself in a form, rather than by Basic. */
export interface ClientForm {
  readonly client_id?: string | undefined;
  readonly client_secret?: string | undefined;
}

/** Fields of a form in which a token may stand. */
export const SECRET_FIELDS = ["/client_secret", "/token"] as const;

/**
 * The key and token that a client sent as its id and secret: by Basic, each form-encoded (RFC 6749, 2.3.1), or in the body.
 * `undefined` where what it sent can't be a credential, or it sent none.
 *
 * @throws OAuthError `invalid_request` where it uses more than one way at once
 */
export function clientCredential(
  { headers }: Pick<FastifyRequest, "headers">,
  form: ClientForm,
): Credential | undefined {
  const { authorization } = headers;
  if (authorization === undefined) return credentialOf(form.client_id, form.client_secret);
  if (form.client_secret !== undefined) throw invalidRequest("The client authenticates in more than one way.");
  const basic = basicParts(authorization);
  if (!basic) return undefined;
  const key = decodeFormText(basic.user);
  if (form.client_id !== undefined && form.client_id !== key) {
    throw invalidRequest("The client names itself in two ways.");
  }
  return credentialOf(key, decodeFormText(basic.password));
}

/** What is said of a bearer token that is no service key (RFC 6750, 3.1). */
const WRONG_BEARER = 'Bearer realm="latchkey", error="invalid_token"';

/** Who asks about a token: a key, or one of the platform's services. */
export type Caller = "service" | Proven;

/** @throws OAuthError `invalid_client` */
export function callerOf(judge: Judge, request: FastifyRequest, form: ClientForm): Caller {
  const bearer = bearerToken(request.headers.authorization ?? "");
  if (bearer !== undefined) {
    if (serviceKeyOf(judge, bearer)) return "service";
    throw invalidClient(WRONG_BEARER);
  }
  return clientOf(judge, request, form);
}

/** @throws OAuthError `invalid_client` */
export function clientOf(judge: Judge, request: FastifyRequest, form: ClientForm): Proven {
  const credential = clientCredential(request, form);
  const proven = credential && provenKey(judge, credential);
  if (!proven) throw invalidClient();
  return proven;
}
