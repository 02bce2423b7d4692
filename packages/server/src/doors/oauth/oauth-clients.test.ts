// Clients and libraries from npm as they are, over a socket and by the clock of the machine, with nothing put in their place. That they may do
// without TLS is an option of theirs.
import { createRemoteJWKSet, jwtVerify } from "jose";
import * as oauth from "oauth4webapi";
import * as client from "openid-client";
import { afterAll, beforeAll, expect, it } from "vitest";
import { addAccounts, addKey, admit, type KeyCredentials, loadCatalog } from "../../http/test-fixtures.ts";
import { createTestServer, type TestServer } from "../../test-server.ts";

const OPENID_CLIENT: client.DiscoveryRequestOptions = {
  algorithm: "oauth2",
  // oxlint-disable-next-line typescript/no-deprecated -- marked so to stand out, as it does here
  execute: [client.allowInsecureRequests],
};
// oxlint-disable-next-line typescript/no-deprecated -- likewise
const OAUTH4WEBAPI = { [oauth.allowInsecureRequests]: true };

let server: TestServer;
/** Where the server listens, which without a public URL is the issuer. */
let issuer: string;
let acme: string;
let credentials: KeyCredentials;
let serviceKey: string;

beforeAll(async () => {
  server = await createTestServer();
  server.clock.wallMs = Date.now();
  issuer = await server.listen({ host: "127.0.0.1", port: 0 });
  acme = `${issuer}/accounts/acme`;
  await loadCatalog(server);
  await addAccounts(server, "partner", "acme", "zoom");
  credentials = await addKey(server, "partner", ["owner"]);
  await admit(server, "acme", credentials.key, ["oms-read-only"], "Partner of ours");
  const { body } = await server.call<{ token: string }>("POST", "/v1/service-keys", { body: { name: "API" } });
  serviceKey = body.token;
});

afterAll(() => server.close());

it("openid-client discovers it, gets, introspects and revokes a token", async () => {
  const { key, token } = credentials;
  const configuration = await client.discovery(
    new URL(issuer),
    key,
    token,
    client.ClientSecretBasic(token),
    OPENID_CLIENT,
  );
  const answer = await client.clientCredentialsGrant(configuration, { resource: acme, scope: "oms.view-order" });
  expect(answer).toMatchObject({ token_type: "bearer", scope: "oms.view-order" });
  expect(await client.tokenIntrospection(configuration, answer.access_token)).toMatchObject({ active: true });
  await client.tokenRevocation(configuration, answer.access_token);
  expect(await client.tokenIntrospection(configuration, answer.access_token)).toMatchObject({ active: false });
});

it("openid-client tells refusals apart, whatever their status", async () => {
  const { key, token } = credentials;
  const configuration = await client.discovery(new URL(issuer), key, token, undefined, OPENID_CLIENT);
  const get = (resource: string, scope = "oms.view-order") =>
    client.clientCredentialsGrant(configuration, { resource, scope });
  await expect(get(`${issuer}/accounts/zoom`)).rejects.toMatchObject({ error: "unauthorized_client", status: 403 });
  await expect(get(`${issuer}/accounts/nowhere`)).rejects.toMatchObject({ error: "invalid_target", status: 403 });
  await expect(get(acme, "oms.cancel-order")).rejects.toMatchObject({ error: "invalid_scope", status: 403 });
  await expect(get("https://elsewhere.example")).rejects.toMatchObject({ error: "invalid_target", status: 400 });
  const stranger = await client.discovery(new URL(issuer), key, `${token}x`, undefined, OPENID_CLIENT);
  await expect(client.clientCredentialsGrant(stranger, { resource: acme })).rejects.toMatchObject({ status: 401 });
});

it("oauth4webapi gets a token by a secret in the body, and validates it for the account", async () => {
  const found = await oauth.discoveryRequest(new URL(issuer), { algorithm: "oauth2", ...OAUTH4WEBAPI });
  const as = await oauth.processDiscoveryResponse(new URL(issuer), found);
  const asker = { client_id: credentials.key };
  const secret = oauth.ClientSecretPost(credentials.token);
  const response = await oauth.clientCredentialsGrantRequest(as, asker, secret, { resource: acme }, OAUTH4WEBAPI);
  const answer = await oauth.processClientCredentialsResponse(as, asker, response);
  const asked = await oauth.introspectionRequest(as, asker, secret, answer.access_token, OAUTH4WEBAPI);
  expect(await oauth.processIntrospectionResponse(as, asker, asked)).toMatchObject({ active: true });
  const request = new Request("https://api.example/orders", {
    headers: { authorization: `Bearer ${answer.access_token}` },
  });
  const claims = await oauth.validateJwtAccessToken(as, request, acme, OAUTH4WEBAPI);
  expect(claims).toMatchObject({ client_id: credentials.key, account: "acme" });
  const elsewhere = oauth.validateJwtAccessToken(as, request, `${issuer}/accounts/zoom`, OAUTH4WEBAPI);
  await expect(elsewhere).rejects.toMatchObject({ code: "OAUTH_JWT_CLAIM_COMPARISON_FAILED" });
});

it("oauth4webapi introspects for a service, which proves itself by its service key", async () => {
  const found = await oauth.discoveryRequest(new URL(issuer), { algorithm: "oauth2", ...OAUTH4WEBAPI });
  const as = await oauth.processDiscoveryResponse(new URL(issuer), found);
  expect(as.introspection_endpoint_auth_methods_supported).toContain("Bearer");
  const service = { client_id: "orders-api" };
  const bearer: oauth.ClientAuth = (_as, _client, _body, headers) => {
    headers.set("authorization", `Bearer ${serviceKey}`);
  };
  const accessToken = await accessTokenOf();
  const asked = await oauth.introspectionRequest(as, service, bearer, accessToken, OAUTH4WEBAPI);
  expect(await oauth.processIntrospectionResponse(as, service, asked)).toMatchObject({
    active: true,
    sub: credentials.key,
  });
});

it("jose verifies a token by the keys that it fetches, as docs/oauth.md shows", async () => {
  const keys = createRemoteJWKSet(new URL(`${issuer}/oauth2/jwks`));
  const accessToken = await accessTokenOf();
  const rules = { issuer, audience: acme, typ: "at+jwt", algorithms: ["ES256"] };
  const { payload } = await jwtVerify(accessToken, keys, rules);
  expect(payload).toMatchObject({ sub: credentials.key, account: "acme", scope: "oms.view-order" });
  for (const [wrong, code] of [
    [{ audience: `${issuer}/accounts/zoom` }, "ERR_JWT_CLAIM_VALIDATION_FAILED"],
    [{ issuer: "https://elsewhere.example" }, "ERR_JWT_CLAIM_VALIDATION_FAILED"],
    [{ currentDate: new Date(Date.now() + 300_000) }, "ERR_JWT_EXPIRED"],
  ] as const) {
    await expect(jwtVerify(accessToken, keys, { ...rules, ...wrong })).rejects.toMatchObject({ code });
  }
  const [head, claims, signature = ""] = accessToken.split(".");
  const forged = [head, claims, `${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`].join(".");
  await expect(jwtVerify(forged, keys, rules)).rejects.toMatchObject({ code: "ERR_JWS_SIGNATURE_VERIFICATION_FAILED" });
});

async function accessTokenOf(): Promise<string> {
  const { key, token } = credentials;
  const configuration = await client.discovery(new URL(issuer), key, token, undefined, OPENID_CLIENT);
  const parameters = { resource: acme, scope: "oms.view-order" };
  return (await client.clientCredentialsGrant(configuration, parameters)).access_token;
}
